"""Record tables as the CA would export them: its headers, its codes, its encodings.

Blocks of a table are appended as they are made, so memory does not grow with the sample.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
import xlsxwriter

from mingzheng.errors import SampleError
from mingzheng.records.schema import codes, tables

FORMATS = ("csv", "parquet", "xlsx")
GB18030 = ("applications", "materials", "operators", "registration_authorities")
"""Exported in GB18030; the others in UTF-8 with a byte order mark or without."""
WITH_MARK = ("contracts", "disclosures", "deliveries", "documents")
MOST_ROWS_OF_A_SHEET = 1_000_000

OWN_HEADERS: Mapping[str, Mapping[str, str]] = {
    "identity_checks": {
        "check_id": "JYLSH",
        "application_id": "SQDH",
        "checked_at": "JYRQSJ",
        "performed_by": "ZXDW",
    },
    "status_changes": {"serial_number": "ZSXLH", "action": "CZDM", "effective_at": "SXSJ"},
}
"""Headers of the CA's own making: evidence.toml maps them."""
OWN_CODES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "status_changes": {
        "action": {
            "01": "renewed", "02": "rekeyed", "03": "changed", "04": "revoked", "05": "suspended",
            "06": "resumed",
        }
    }
}  # fmt: skip
"""Table → column → the CA's own code → the contract's."""


def header(table: str, column: str) -> str:
    """What the CA calls a column."""
    return OWN_HEADERS.get(table, {}).get(column, tables()[table].column(column).zh)


def spellings(table: str, column: str) -> Mapping[str, str]:
    """The contract's codes of a column → how the CA writes them; empty where it has none."""
    own = OWN_CODES.get(table, {}).get(column)
    if own is not None:
        return {code: spelled for spelled, code in own.items()}
    listed = tables()[table].column(column).codes
    if listed is None:
        return {}
    return {code: written[0] for code, written in codes()[listed].items()}


def exported(table: str, columns: Mapping[str, pa.Array]) -> pa.Table:
    """The columns of the contract as the CA writes them, all of them text, in the contract's order."""
    rows = len(next(iter(columns.values())))
    written = {}
    for column in tables()[table].columns:
        values = columns.get(column.name)
        if values is None:
            values = pa.nulls(rows, pa.string())
        written[header(table, column.name)] = _spelled(values, spellings(table, column.name))
    return pa.table(written)


def _spelled(values: pa.Array, words: Mapping[str, str]) -> pa.Array:
    if not words:
        return values
    found = values.dictionary_encode()
    said = [_words(code, words) for code in found.dictionary.to_pylist()]
    return pa.array(said, pa.string()).take(found.indices)


def _words(code: str, words: Mapping[str, str]) -> str:
    """One code, or several separated by semicolons."""
    return ";".join(words.get(part, part) for part in code.split(";"))


class Export(Protocol):
    """A table being written."""

    def write(self, rows: pa.Table) -> None:
        """Append rows."""

    def close(self) -> None:
        """Finish the file."""


class _Csv:
    def __init__(self, path: Path, *, encoding: str) -> None:
        self._encoding = encoding
        self._file = path.open("wb")
        self._first = True

    def write(self, rows: pa.Table) -> None:
        sink = io.BytesIO()
        options = csv.WriteOptions(include_header=self._first, quoting_style="needed")
        csv.write_csv(rows, sink, options)
        if self._encoding == "utf-8-sig" and self._first:
            self._file.write(b"\xef\xbb\xbf")
        self._first = False
        text = sink.getbuffer()
        self._file.write(
            bytes(text).decode().encode("gb18030") if self._encoding == "gb18030" else text
        )

    def close(self) -> None:
        self._file.close()


class _Parquet:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def write(self, rows: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, rows.schema, compression="zstd")
        self._writer.write_table(rows)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


class _Xlsx:
    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._sheet = self._book.add_worksheet("导出")
        self._row = 0
        self._path = path

    def write(self, rows: pa.Table) -> None:
        if self._row == 0:
            self._sheet.write_row(0, 0, rows.schema.names)
            self._row = 1
        if self._row + rows.num_rows > MOST_ROWS_OF_A_SHEET:
            raise SampleError(
                zh=f"{self._path.name} 超过 {MOST_ROWS_OF_A_SHEET:,} 行，Excel 放不下：请用 --format csv 或 parquet",
                en=f"{self._path.name} would pass {MOST_ROWS_OF_A_SHEET:,} rows, more than Excel holds: use --format csv or parquet",
            )
        for values in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            for place, value in enumerate(values):
                if value is not None:
                    self._sheet.write_string(self._row, place, value)
            self._row += 1

    def close(self) -> None:
        self._book.close()


class Exports:
    """All tables of a sample, open for appending; a context manager."""

    def __init__(self, folder: Path, *, format_: str) -> None:
        self._folder = folder
        self._format = format_
        self._open: dict[str, Export] = {}
        self.rows: dict[str, int] = {}
        folder.mkdir(parents=True)

    def __enter__(self) -> Exports:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for export in self._open.values():
            export.close()

    def write(self, table: str, columns: Mapping[str, pa.Array]) -> None:
        """Append rows, given in the contract's columns and codes."""
        rows = exported(table, columns)
        if table not in self._open:
            self._open[table] = self._opened(table)
        self._open[table].write(rows)
        self.rows[table] = self.rows.get(table, 0) + rows.num_rows

    def write_rows(self, table: str, rows: Sequence[Mapping[str, str | None]]) -> None:
        """Append rows given one by one."""
        names = [column.name for column in tables()[table].columns]
        unknown = {name for row in rows for name in row} - set(names)
        if unknown:
            raise ValueError(f"{table} has no column {sorted(unknown)}")
        if rows:
            values = {name: [row.get(name) for row in rows] for name in names}
            self.write(table, {n: pa.array(v, pa.string()) for n, v in values.items()})

    def _opened(self, table: str) -> Export:
        path = self._folder / f"{table}.{self._format}"
        if self._format == "parquet":
            return _Parquet(path)
        if self._format == "xlsx":
            return _Xlsx(path)
        if table in GB18030:
            return _Csv(path, encoding="gb18030")
        return _Csv(path, encoding="utf-8-sig" if table in WITH_MARK else "utf-8")
