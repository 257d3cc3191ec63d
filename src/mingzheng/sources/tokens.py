"""Delimited text → the places of its cells → Arrow strings, compiled.

Two passes over a block of UTF-8: `split` finds records, cells, physical lines and faults;
`gather` copies one column's cells into one Arrow column. Neither holds the GIL. The grammar is
that of RFC 4180, with LF and CR as line ends too, and with quotes inside a cell that does not
begin with one taken as they stand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

Octets = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]

NO_FAULT, QUOTE_FAULT, WIDTH_FAULT, LONG_FAULT, ZERO_FAULT, SHORT_FAULT, END_FAULT = range(7)
"""Kinds of fault: a quote that does not close as it should; a record with more or fewer cells
than the header; one without end; one holding zero bytes; a last one that is cut off; a last
one that is whole, has no line end, and so may be cut within its last cell (it is kept)."""

_LF, _CR, _QUOTE = 10, 13, 34
_ORDINARY, _ZERO, _DELIMITER, _LINE_END = range(4)
_WHOLE, _OPEN, _QUOTED_OPEN, _BAD_QUOTE, _MORE = range(5)


class Block(NamedTuple):
    """UTF-8 to split.

    classes  uint8[256], see `byte_classes`
    longest  bytes of the longest record that is taken
    final    nothing follows
    """

    data: Octets
    classes: Octets
    longest: int
    final: bool


class Room(NamedTuple):
    """Where `split` writes.

    starts, ends  int32[width, rows]: the cells of records, a column's side by side as they are
            gathered; `~end` where quotes are doubled
    lines   int64[rows]: the physical line at which each begins
    counts  int64[rows], or empty; given only to look around: the cells of each record, which
            may then be any number
    faults  int64[n, 3]: kind, physical line, cells
    """

    starts: Places
    ends: Places
    lines: Numbers
    counts: Numbers
    faults: Numbers


class _Record(NamedTuple):
    """One record: how it ends, where the next begins, its number of cells, the opening quote of
    the first cell that spans lines (or of the faulty one; else -1), and whether it holds zeros.
    """

    status: int
    after: int
    cells: int
    quote: int
    zeros: bool


def byte_classes(delimiter: str) -> Octets:
    """What each byte is outside quotes: ordinary, zero, the delimiter or a line end."""
    classes = np.full(256, _ORDINARY, np.uint8)
    classes[0] = _ZERO
    classes[ord(delimiter)] = _DELIMITER
    classes[[_LF, _CR]] = _LINE_END
    return classes


@njit(cache=True, nogil=True)
def split(block: Block, room: Room, state: Numbers) -> None:
    """Split a block into records from where `state` says.

    state (int64[5]) is read and written: position, physical line there, whether to go on to
    the next line end first; and only written: records found, faults found.

    Returns when the block is used up, or rows or faults are full. A record all of whose cells
    are empty is passed over; one with a fault is not kept, save for END_FAULT.
    """
    p, line, skip = state[0], state[1], state[2] != 0
    n = block.data.shape[0]
    looking = room.counts.shape[0] > 0
    width = -1 if looking else room.starts.shape[0]
    rows = found = 0
    while p < n and rows < room.lines.shape[0] and found < room.faults.shape[0]:
        if skip:
            after = _next_line(block.data, p, n)
            if after < 0 or (after == n and block.data[n - 1] == _CR and not block.final):
                p = n if after < 0 else n - 1
                break
            p, line, skip = after, line + 1, False
            continue
        starts, ends = room.starts[:, rows], room.ends[:, rows]
        record = _record(block, p, starts, ends)
        if record.status == _MORE:
            break
        blank = _blank(record, starts, ends)
        kind = _judge(block, p, record, width, blank)
        if kind in (NO_FAULT, END_FAULT) and not blank:
            room.lines[rows] = line
            if looking:
                room.counts[rows] = record.cells
            rows += 1
        if kind == QUOTE_FAULT:
            line += _lines_between(block.data, p, record.quote)
            p = record.quote
        if kind != NO_FAULT:
            room.faults[found] = kind, line, record.cells
            found += 1
            skip = kind == QUOTE_FAULT or record.status != _WHOLE
        if not skip:
            # Without a cell that spans lines a record is one line.
            line += _lines_between(block.data, p, record.after) if record.quote >= 0 else 1
            p = record.after
    state[0], state[1], state[2] = p, line, int(skip)
    state[3], state[4] = rows, found


@njit(cache=True, nogil=True)
def _record(block: Block, start: int, starts: Places, ends: Places) -> _Record:
    """Find the cells of one record; those past the room for them are counted, not kept."""
    data, classes = block.data, block.classes
    stop = min(data.shape[0], start + block.longest)
    last = block.final and stop == data.shape[0]
    short = not last and data.shape[0] - start < block.longest
    p, cells, quote, zeros = start, 0, -1, False
    while True:
        doubled = zero = False
        begin = p
        if p < stop and data[p] == _QUOTE:
            begin += 1
            end, doubled, spans, zero = _quoted(data, begin, stop, last)
            if end < 0:
                return _Record(_MORE if short else _QUOTED_OPEN, stop, cells, p, zeros or zero)
            if end + 1 < stop and classes[data[end + 1]] < _DELIMITER:
                return _Record(_BAD_QUOTE, stop, cells, p, zeros)
            if spans and quote < 0:
                quote = p
            p = end + 1
        else:
            while p < stop and classes[data[p]] < _DELIMITER:
                zero |= data[p] == 0
                p += 1
            end = p
        zeros |= zero
        if cells < starts.shape[0]:
            starts[cells] = begin
            ends[cells] = ~end if doubled else end
        cells += 1
        if p >= stop or (p + 1 == stop and data[p] == _CR and not last):
            return _Record(_MORE if short else _OPEN, stop, cells, quote, zeros)
        if classes[data[p]] == _LINE_END:
            return _Record(_WHOLE, _next_line(data, p, stop), cells, quote, zeros)
        p += 1


@njit(cache=True, nogil=True)
def _quoted(data: Octets, p: int, stop: int, last: bool) -> tuple[int, bool, bool, bool]:
    """The quoted cell whose content begins at p: its end (-1: none is found before `stop`),
    and whether it holds doubled quotes, line ends, zero bytes.
    """
    doubled = spans = zeros = False
    while p < stop:
        byte = data[p]
        if byte == _QUOTE:
            if p + 1 == stop and not last:
                break
            if p + 1 == stop or data[p + 1] != _QUOTE:
                return p, doubled, spans, zeros
            doubled = True
            p += 1
        else:
            spans |= (byte == _LF) | (byte == _CR)
            zeros |= byte == 0
        p += 1
    return -1, doubled, spans, zeros


@njit(cache=True, nogil=True)
def _judge(block: Block, start: int, record: _Record, width: int, blank: bool) -> int:
    """The fault of a record that should have `width` cells (-1: as many as it has)."""
    n = block.data.shape[0]
    unfinished = record.status in (_OPEN, _QUOTED_OPEN)
    last_line = (
        unfinished
        and record.after == n
        and block.final
        and _next_line(block.data, max(start, record.quote), n) < 0
    )
    if record.status == _BAD_QUOTE or (record.status == _QUOTED_OPEN and not last_line):
        return QUOTE_FAULT
    if record.status == _QUOTED_OPEN:
        return SHORT_FAULT
    if record.zeros:
        return ZERO_FAULT
    if record.status == _OPEN and not last_line:
        return LONG_FAULT
    if width in (-1, record.cells):
        return END_FAULT if last_line and not blank and block.data[n - 1] != _QUOTE else NO_FAULT
    if record.cells < width and (blank or last_line):
        return NO_FAULT if blank else SHORT_FAULT
    # A record over several lines with a wrong number of cells: a quote opened by mistake
    # swallowed them, and only its own line is given up.
    return WIDTH_FAULT if record.quote < 0 else QUOTE_FAULT


@njit(cache=True, nogil=True)
def _blank(record: _Record, starts: Places, ends: Places) -> bool:
    kept = min(record.cells, starts.shape[0])
    cell = 0
    while cell < kept and ends[cell] == starts[cell]:
        cell += 1
    return cell == kept


@njit(cache=True, nogil=True)
def _next_line(data: Octets, p: int, stop: int) -> int:
    """The position after the next line end at or after p, or -1."""
    while p < stop:
        if data[p] == _LF:
            return p + 1
        if data[p] == _CR:
            return p + 2 if p + 1 < stop and data[p + 1] == _LF else p + 1
        p += 1
    return -1


@njit(cache=True, nogil=True)
def _lines_between(data: Octets, start: int, stop: int) -> int:
    lines = 0
    p = _next_line(data, start, stop)
    while p >= 0:
        lines += 1
        p = _next_line(data, p, stop)
    return lines


def gather(data: Octets, starts: Places, ends: Places) -> pa.Array:
    """The cells `starts[i]` to `ends[i]` (int32[rows]) as one Arrow binary column."""
    offsets = np.zeros(len(starts) + 1, np.int32)
    out = np.empty(_measure(data, starts, ends, offsets), np.uint8)
    _copy(data, starts, ends, out)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(out)]
    return pa.Array.from_buffers(pa.binary(), len(starts), buffers)


@njit(cache=True, nogil=True)
def _measure(data: Octets, starts: Places, ends: Places, offsets: Places) -> int:
    total = 0
    for row in range(starts.shape[0]):
        end = ends[row]
        if end < 0:
            end = ~end
            total -= _pairs(data, starts[row], end)
        total += end - starts[row]
        offsets[row + 1] = total
    return total


@njit(cache=True, nogil=True)
def _pairs(data: Octets, p: int, end: int) -> int:
    """Doubled quotes in a quoted cell, in which every quote is doubled."""
    quotes = 0
    for at in range(p, end):
        quotes += data[at] == _QUOTE
    return quotes // 2


@njit(cache=True, nogil=True)
def _copy(data: Octets, starts: Places, ends: Places, out: Octets) -> None:
    at = 0
    for row in range(starts.shape[0]):
        p, end = starts[row], ends[row]
        if end >= 0:
            for source in range(p, end):
                out[at] = data[source]
                at += 1
            continue
        while p < ~end:
            out[at] = data[p]
            at += 1
            p += 2 if data[p] == _QUOTE else 1
