"""Delimited text → the places of its cells → Arrow strings, compiled.

Two passes over a block of UTF-8: `split` finds records, cells, physical lines and faults;
`gather` copies one column's cells into one Arrow string column. Neither holds the GIL. The
grammar is that of RFC 4180 with LF and CR as line ends too, and with quotes inside a cell
that does not begin with one taken as they stand.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numba import njit

NO_FAULT, QUOTE_FAULT, WIDTH_FAULT, LONG_FAULT, ZERO_FAULT, SHORT_FAULT, END_FAULT = range(7)
"""Kinds of fault: a quote that does not close as it should; a record with more or fewer cells
than the header; one without end; one holding zero bytes; a last one that is cut off; a last
one that is whole, has no line end, and so may be cut within its last cell (it is kept)."""

_LF, _CR, _QUOTE = 10, 13, 34
_WHOLE, _OPEN, _QUOTED_OPEN, _BAD_QUOTE = range(4)


@njit(cache=True, nogil=True)
def _record(data, start, stop, final, classes, starts, ends, room):
    """Split one record; cells go to `starts` and `ends` (`~end` where quotes are doubled).

    Returns (state, next, cells, quote, zeros): the position after the line end, the number of
    cells, the opening quote of the first cell that spans lines (or of the faulty one; else
    -1), and whether a zero byte was met. Cells past `room` are counted, not kept.
    """
    p = start
    cells = 0
    spanning = -1
    zeros = False
    while True:
        doubled = False
        if p < stop and data[p] == _QUOTE:
            opening = p
            p += 1
            begin = p
            while True:
                while p < stop and data[p] != _QUOTE:
                    byte = data[p]
                    if byte == 0:
                        zeros = True
                    elif (byte == _LF or byte == _CR) and spanning < 0:
                        spanning = opening
                    p += 1
                if p >= stop:
                    return _QUOTED_OPEN, p, cells, opening, zeros
                if p + 1 >= stop and not final:
                    return _QUOTED_OPEN, p, cells, opening, zeros
                if p + 1 < stop and data[p + 1] == _QUOTE:
                    doubled = True
                    p += 2
                    continue
                break
            end = p
            p += 1
            if p < stop and classes[data[p]] < 2:
                return _BAD_QUOTE, p, cells, opening, zeros
        else:
            begin = p
            while p < stop:
                kind = classes[data[p]]
                if kind > 1:
                    break
                if kind == 1:
                    zeros = True
                p += 1
            end = p
        if cells < room:
            starts[cells] = begin
            ends[cells] = ~end if doubled else end
        cells += 1
        if p >= stop:
            return _OPEN, p, cells, spanning, zeros
        byte = data[p]
        if byte == _CR:
            if p + 1 >= stop and not final:
                return _OPEN, p, cells, spanning, zeros
            p += 2 if p + 1 < stop and data[p + 1] == _LF else 1
            return _WHOLE, p, cells, spanning, zeros
        p += 1
        if byte == _LF:
            return _WHOLE, p, cells, spanning, zeros


@njit(cache=True, nogil=True)
def _next_line(data, p, stop):
    """The position after the next line end at or after `p`, or -1."""
    while p < stop:
        if data[p] == _LF:
            return p + 1
        if data[p] == _CR:
            return p + 2 if p + 1 < stop and data[p + 1] == _LF else p + 1
        p += 1
    return -1


@njit(cache=True, nogil=True)
def _lines_between(data, start, stop):
    lines = 0
    p = _next_line(data, start, stop)
    while p >= 0:
        lines += 1
        p = _next_line(data, p, stop)
    return lines


@njit(cache=True, nogil=True)
def _blank(starts, ends, cells):
    for cell in range(cells):
        end = ends[cell]
        if end < 0 or end > starts[cell]:
            return False
    return True


@njit(cache=True, nogil=True)
def _judge(status, cells, width, quote, zeros, empty, last_line):
    """The fault of one record; `last_line`: it, or its open quote, is on the last line."""
    if status == _BAD_QUOTE:
        return QUOTE_FAULT
    if status == _QUOTED_OPEN:
        return SHORT_FAULT if last_line else QUOTE_FAULT
    if zeros:
        return ZERO_FAULT
    if status == _OPEN and not last_line:
        return LONG_FAULT
    if cells == width or (empty and cells < width):
        return NO_FAULT
    if cells < width and last_line:
        return SHORT_FAULT
    # A record over several lines with a wrong number of cells: a quote opened by mistake
    # swallowed them, and only its own line is given up.
    return WIDTH_FAULT if quote < 0 else QUOTE_FAULT


@njit(cache=True, nogil=True)
def split(data, state, final, classes, longest, starts, ends, lines, counts, faults):
    """Split a block into records, from where `state` says.

    data    uint8, UTF-8; `final`: nothing follows it
    state   int64[5], read and written: position, physical line at it, whether to skip to the
            next line end first; only written: records found, faults found
    classes uint8[256], see `byte_classes`; `longest`: bytes of the longest record taken
    starts, ends  int32[rows, width]; `lines` int64[rows]: records of exactly `width` cells
    counts  int64[rows], given (not empty) only to look around: cells of each record, whatever
            their number; none is then a fault of width
    faults  int64[n, 3]: kind, physical line, cells

    Returns when the block is used up, or rows or faults are full; records all of whose cells
    are empty are passed over.
    """
    p, line, skip = state[0], state[1], state[2] != 0
    n = data.shape[0]
    width = starts.shape[1]
    looking = counts.shape[0] > 0
    rows = found = 0
    while p < n and rows < lines.shape[0] and found < faults.shape[0]:
        if skip:
            after = _next_line(data, p, n)
            if after < 0:
                p = n
            elif after == n and data[n - 1] == _CR and not final:
                p = n - 1
                break
            else:
                p, line, skip = after, line + 1, False
            continue
        stop = min(n, p + longest)
        last = final and stop == n
        status, after, cells, quote, zeros = _record(
            data, p, stop, last, classes, starts[rows], ends[rows], width
        )
        unfinished = status == _OPEN or status == _QUOTED_OPEN
        if unfinished and not last and n - p < longest:
            break
        empty = _blank(starts[rows], ends[rows], min(cells, width))
        last_line = last and unfinished and _next_line(data, max(p, quote), n) < 0
        expected = cells if looking else width
        kind = _judge(status, cells, expected, quote, zeros, empty, last_line)
        if kind == NO_FAULT:
            if not empty:
                lines[rows] = line
                if looking:
                    counts[rows] = cells
                rows += 1
                if unfinished and data[n - 1] != _QUOTE:
                    kind = END_FAULT
        if kind != NO_FAULT:
            if kind == QUOTE_FAULT:
                line += _lines_between(data, p, quote)
                p = quote
            faults[found, 0] = kind
            faults[found, 1] = line
            faults[found, 2] = cells
            found += 1
            skip = kind == QUOTE_FAULT or status != _WHOLE
        if not skip:
            line += _lines_between(data, p, after) if quote >= 0 else 1
            p = after
    state[0], state[1], state[2] = p, line, 1 if skip else 0
    state[3], state[4] = rows, found


@njit(cache=True, nogil=True)
def _measure(data, starts, ends, offsets):
    total = 0
    for row in range(starts.shape[0]):
        begin, end = starts[row], ends[row]
        if end < 0:
            end = ~end
            total -= _doubled(data, begin, end)
        total += end - begin
        offsets[row + 1] = total
    return total


@njit(cache=True, nogil=True)
def _doubled(data, begin, end):
    pairs = 0
    p = begin
    while p < end:
        if data[p] == _QUOTE:
            pairs += 1
            p += 1
        p += 1
    return pairs


@njit(cache=True, nogil=True)
def _copy(data, starts, ends, out):
    at = 0
    for row in range(starts.shape[0]):
        p, end = starts[row], ends[row]
        if end >= 0:
            while p < end:
                out[at] = data[p]
                at += 1
                p += 1
            continue
        while p < ~end:
            out[at] = data[p]
            at += 1
            p += 2 if data[p] == _QUOTE else 1


def gather(data: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> pa.Array:
    """The cells `starts[i]` to `ends[i]` (int32[rows]) as one Arrow binary column."""
    offsets = np.zeros(len(starts) + 1, np.int32)
    out = np.empty(_measure(data, starts, ends, offsets), np.uint8)
    _copy(data, starts, ends, out)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(out)]
    return pa.Array.from_buffers(pa.binary(), len(starts), buffers)


def byte_classes(delimiter: str) -> np.ndarray:
    """uint8[256]: 0 an ordinary byte, 1 a zero byte, 2 the delimiter, 3 a line end."""
    classes = np.zeros(256, np.uint8)
    classes[0] = 1
    classes[ord(delimiter)] = 2
    classes[[_LF, _CR]] = 3
    return classes
