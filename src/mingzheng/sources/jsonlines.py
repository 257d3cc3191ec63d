"""JSON Lines → batches of strings, numbers as they are written.

`1.10`, `110101199001011234` and `1e17` keep their digits; `true` and `false` are words; null
and a missing key are null; an object or list in a cell is its JSON text. Headers are the keys
in the order in which they first come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from mingzheng.sources.encodings import Damaged, detect, spoiled, utf8_blocks
from mingzheng.sources.limits import MIB, Limits
from mingzheng.sources.raw import Origin, RawBatch

LONGEST_LINE = 16 * MIB
"""Bytes of the longest line that is read."""


class _Written(str):
    """A number as the source writes it."""

    __slots__ = ()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


_DECODER = json.JSONDecoder(
    parse_int=_Written, parse_float=_Written, parse_constant=_Written, object_pairs_hook=_once
)


def read_json_lines(
    path: Path, *, origin: Origin, limits: Limits, batch_rows: int
) -> Iterator[RawBatch]:
    """The objects of a JSON Lines file, plain or gzip-compressed, one per line."""
    rows = _Rows(origin)
    line = 0
    try:
        blocks = utf8_blocks(path, detect(path, limits), limits)
        for line, text in enumerate(_lines(blocks), start=1):
            rows.add(line, text)
            if len(rows.lines) == batch_rows:
                yield rows.batch()
    except Damaged as damage:
        origin.reject(damage.reason, line=line or None, value=damage.value)
    if rows.lines:
        yield rows.batch()
    elif not line:
        origin.reject("empty_file")


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Lines with their ends; of one too long only so much that it is seen to be."""
    rest = b""
    try:
        for block in blocks:
            lines = (rest + block).split(b"\n")
            rest = lines.pop()[: LONGEST_LINE + 1]
            for line in lines:
                yield line + b"\n"
    finally:
        if rest:
            yield rest


class _Rows:
    """Rows gathered for the next batch, and the columns met so far."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._columns: dict[str, list[str | None]] = {}
        self.lines: list[int] = []

    def add(self, line: int, text: bytes) -> None:
        """One line; what can't be read of it becomes a reject."""
        if not text.strip():
            return
        if len(text) > LONGEST_LINE:
            self._origin.reject("record_too_long", line=line)
            return
        try:
            found = _DECODER.decode(text.decode("utf-8", "surrogateescape"))
        except (ValueError, RecursionError):
            if not text.strip(b"\0\r\n"):
                reason = "zero_bytes"
            else:
                reason = "bad_json" if text.endswith(b"\n") else "cut_short"
            self._origin.reject(reason, line=line)
            return
        if not isinstance(found, dict):
            self._origin.reject("bad_json", line=line)
            return
        self._put(line, found)

    def _put(self, line: int, found: dict[str, object]) -> None:
        place = len(self.lines)
        for key, value in found.items():
            name = key.strip()
            cell = _rendered(value)
            if spoiled(name) or (cell is not None and spoiled(cell)):
                name, cell = _printable(name), _printable(cell or "")
                self._origin.reject("undecodable", line=line, column=name, value=cell, rows=0)
                cell = None
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = [None] * place
            if len(column) > place:
                self._origin.reject("duplicate_header", line=line, column=name, rows=0)
            else:
                column.append(cell)
        self.lines.append(line)
        for column in self._columns.values():
            if len(column) == place:
                column.append(None)

    def batch(self) -> RawBatch:
        """What was gathered; the columns stay, their rows go."""
        columns = [pa.array(column, pa.string()) for column in self._columns.values()]
        batch = pa.RecordBatch.from_arrays(columns, names=list(self._columns))
        lines = np.array(self.lines, np.int64)
        self._columns = {name: [] for name in self._columns}
        self.lines = []
        return RawBatch(columns=batch, lines=lines, file=self._origin.file)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _rendered(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return _json_text(value)


def _json_text(value: object) -> str:
    if isinstance(value, _Written):
        return str(value)
    if isinstance(value, dict):
        pairs = (f"{_json_text(key)}:{_json_text(item)}" for key, item in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_json_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
