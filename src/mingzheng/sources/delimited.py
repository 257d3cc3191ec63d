"""CSV in any of its dialects → batches of strings, with exact lines for what is wrong.

Detected: encoding (`encodings`), delimiter (`,` tab `;` `|`), header line, line ends. Every
value stays a string as written: `NA`, `NULL` and `001` mean what the record room says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from mingzheng.sources import tokens
from mingzheng.sources.encodings import Damaged, decoded, detect, utf8_blocks
from mingzheng.sources.limits import KIB, MIB, Limits
from mingzheng.sources.raw import Origin, RawBatch, named, no_rows

DELIMITERS = ",\t;|"
LONGEST_RECORD = MIB
"""Bytes; a quote left open is given up there at the latest, and reading resumes behind it."""

_SAMPLE = 256 * KIB
_SAMPLE_RECORDS = 500
_HEADER_AMONG = 50
_WIDEST = 16_384
_CELLS = 4_000_000
_FAULTS = 10_000

_REASONS = {
    tokens.QUOTE_FAULT: "unbalanced_quote",
    tokens.WIDTH_FAULT: "wrong_number_of_cells",
    tokens.LONG_FAULT: "record_too_long",
    tokens.ZERO_FAULT: "zero_bytes",
    tokens.SHORT_FAULT: "cut_short",
    tokens.END_FAULT: "no_final_line_end",
}


@dataclass(frozen=True)
class Dialect:
    """How one CSV file is written.

    `header_line` is its physical line, `skipped` the records before it, `start` the byte of
    the UTF-8 text at which the rows begin, and `line` the physical line there.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    skipped: int
    start: int
    line: int


def read_delimited(
    path: Path, *, origin: Origin, limits: Limits, batch_rows: int
) -> Iterator[RawBatch]:
    """The rows of a CSV file, plain or gzip-compressed, in batches of at most `batch_rows`."""
    try:
        blocks = utf8_blocks(path, detect(path, limits), limits)
        first, whole, damage = _beginning(blocks)
    except Damaged as refusal:
        origin.reject(refusal.reason, value=refusal.value)
        return
    dialect = sniff(first, whole=whole)
    if dialect is None:
        origin.reject("empty_file" if not first.strip() else "no_header")
        return
    if len(dialect.header) >= _WIDEST:
        origin.reject("too_many_columns", line=dialect.header_line)
        return
    if dialect.skipped:
        origin.reject("lines_before_header", line=dialect.header_line, rows=0)
    rows = _Rows(dialect, origin, batch_rows)
    tail = first[dialect.start :]
    try:
        for block in blocks:
            yield from rows.split(tail, final=False)
            tail = rows.rest + block
    except Damaged as later:
        damage = later
    yield from rows.split(tail, final=True)
    if not rows.given:
        yield no_rows(rows.names, origin)
    if damage:
        origin.reject(damage.reason, line=rows.line, value=damage.value)


def _beginning(blocks: Iterator[bytes]) -> tuple[bytes, bool, Damaged | None]:
    """Enough of a file to know its dialect by, whether that is all, and what cut it short."""
    text = b""
    try:
        while len(text) <= _SAMPLE:
            block = next(blocks, b"")
            if not block:
                return text, True, None
            text += block
    except Damaged as damage:
        if not text:
            raise
        return text, False, damage
    return text, False, None


def sniff(text: bytes, *, whole: bool) -> Dialect | None:
    """The dialect of a file by its beginning, or all of it; None where there is no header.

    The delimiter is the one that splits most records into the same, larger number of cells.
    The header is the first record with at least two cells that are not empty, or, where
    nothing is delimited, the first record.
    """
    sample = np.frombuffer(text[:_SAMPLE], np.uint8)
    looks = [
        _look(sample, delimiter, final=whole and len(text) <= _SAMPLE) for delimiter in DELIMITERS
    ]
    best = max(looks, key=lambda look: look.score)
    least = 2 if best.score > 0 else 1  # a single column has no delimiter to score
    for record, cells in enumerate(best.cells):
        if sum(bool(cell.strip()) for cell in cells) >= least:
            return Dialect(
                delimiter=best.delimiter,
                header=(*cells, *_trailing(cells, best.cells[record + 1 :])),
                header_line=best.lines[record],
                skipped=record,
                start=best.ends[record],
                line=best.next_lines[record],
            )
    return None


def _trailing(header: list[str], rows: list[list[str]]) -> tuple[str, ...]:
    """The nameless column of a file each of whose rows ends with a delimiter more."""
    if rows and all(len(row) == len(header) + 1 and not row[-1] for row in rows):
        return ("",)
    return ()


_UNREADABLE = 0
"""The width of a record that a delimiter makes unreadable."""


@dataclass(frozen=True)
class _Look:
    """The first records of a file as one delimiter splits them."""

    delimiter: str
    score: float
    cells: list[list[str]]
    lines: list[int]
    ends: list[int]
    next_lines: list[int]


def _look(sample: np.ndarray, delimiter: str, *, final: bool) -> _Look:
    block = tokens.Block(sample, tokens.byte_classes(delimiter), LONGEST_RECORD, final)
    room = _room(1, _WIDEST, looking=True)
    state = np.array([0, 1, 0, 0, 0], np.int64)
    widths: list[int] = []
    look = _Look(delimiter, 0.0, [], [], [], [])
    while len(widths) < _SAMPLE_RECORDS:
        tokens.split(block, room, state)
        if not state[3] and not state[4]:
            break
        if not state[3]:
            widths.append(_UNREADABLE)
            continue
        widths.append(int(room.counts[0]))
        if len(look.cells) < _HEADER_AMONG:
            shown = slice(0, min(widths[-1], _WIDEST))
            cells = tokens.gather(sample, room.starts[shown, 0], room.ends[shown, 0])
            look.cells.append([cell.decode("utf-8", "replace") for cell in cells.to_pylist()])
            look.lines.append(int(room.lines[0]))
            look.ends.append(int(state[0]))
            look.next_lines.append(int(state[1]))
    return replace(look, score=_score(widths))


def _room(rows: int, width: int, *, looking: bool = False) -> tokens.Room:
    return tokens.Room(
        starts=np.empty((width, rows), np.int32),
        ends=np.empty((width, rows), np.int32),
        lines=np.empty(rows, np.int64),
        counts=np.empty(rows if looking else 0, np.int64),
        faults=np.empty((1 if looking else _FAULTS, 3), np.int64),
    )


def _score(widths: list[int]) -> float:
    """How well a delimiter explains the records: their agreement squared, times the columns.

    A delimiter that leaves most records unreadable explains nothing.
    """
    if not widths:
        return 0.0
    values, counts = np.unique(widths, return_counts=True)
    best = int(np.argmax(counts))
    return float((counts[best] / len(widths)) ** 2 * (values[best] - 1))


class _Rows:
    """The rows of one file: what is left of the block before, and the line it is at."""

    def __init__(self, dialect: Dialect, origin: Origin, batch_rows: int) -> None:
        self._origin = origin
        self._width = len(dialect.header)
        self.names = named(dialect.header, origin, line=dialect.header_line)
        self._classes = tokens.byte_classes(dialect.delimiter)
        self._room = _room(min(batch_rows, _CELLS // self._width), self._width)
        self._state = np.array([0, dialect.line, 0, 0, 0], np.int64)
        self.rest = b""
        self.given = 0

    @property
    def line(self) -> int:
        """The physical line at which reading stands."""
        return int(self._state[1])

    def split(self, text: bytes, *, final: bool) -> Iterator[RawBatch]:
        """The batches of a block; what it holds of the next record stays in `rest`."""
        data = np.frombuffer(text, np.uint8)
        block = tokens.Block(data, self._classes, LONGEST_RECORD, final)
        self._state[0] = 0
        going = True
        while going:
            before = self._state[0]
            tokens.split(block, self._room, self._state)
            position, _, _, rows, found = self._state.tolist()
            self._report(found)
            self.given += rows
            if rows:
                yield self._batch(data, rows)
            going = before < position < len(data)
        self.rest = text[position:]

    def _report(self, found: int) -> None:
        for kind, line, cells in self._room.faults[:found].tolist():
            value = None
            if kind in (tokens.WIDTH_FAULT, tokens.SHORT_FAULT):
                value = f"{cells} ≠ {self._width}"
            lost = int(kind != tokens.END_FAULT)
            self._origin.reject(_REASONS[kind], line=line, value=value, rows=lost)

    def _batch(self, data: np.ndarray, rows: int) -> RawBatch:
        room = self._room
        lines = room.lines[:rows].copy()
        columns = []
        for place, name in enumerate(self.names):
            cells = tokens.gather(data, room.starts[place, :rows], room.ends[place, :rows])
            column, bad = decoded(cells)
            for row in bad.tolist():
                shown = cells[row].as_py().decode("utf-8", "replace")
                self._origin.reject(
                    "undecodable", line=int(lines[row]), column=name, value=shown, rows=0
                )
            columns.append(column)
        batch = pa.RecordBatch.from_arrays(columns, names=self.names)
        return RawBatch(columns=batch, lines=lines, file=self._origin.file)
