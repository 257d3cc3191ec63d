"""What every reader of tables yields, and where it says what it could not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mingzheng.sources.encodings import decoded
from mingzheng.sources.rejects import Rejects


@dataclass(frozen=True)
class RawBatch:
    """Rows as their source wrote them.

    columns  the source's own headers, trimmed, over its values: CSV and JSON Lines as strings
             as written, XLSX, Parquet and databases with the types they have. An empty cell
             is `''` in CSV and null elsewhere; a cell that could not be decoded is null and
             has a reject. In JSON Lines later batches may have further columns.
    lines    int64, as long as `columns`: the 1-based physical line where the row starts; the
             row of a sheet; the ordinal of a row in Parquet or a database
    file     path relative to the evidence folder, `a.xlsx#Sheet1`, or a URL without password
    """

    columns: pa.RecordBatch
    lines: np.ndarray
    file: str


@dataclass(frozen=True)
class Origin:
    """One file (or sheet, or database table) on its way into one record table."""

    table: str
    file: str
    rejects: Rejects

    def reject(
        self,
        reason: str,
        *,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        rows: int = 1,
    ) -> None:
        """Say what was not read here."""
        self.rejects.add(
            reason,
            table=self.table,
            file=self.file,
            line=line,
            column=column,
            value=value,
            rows=rows,
        )


def named(headers: Sequence[str], origin: Origin, *, line: int | None = None) -> list[str]:
    """The headers trimmed and made distinct, each change reported as a remark.

    An empty header becomes `#7` for the seventh column; the second `日期` becomes `日期#2`, so
    that no column is lost and none is taken for another.
    """
    trimmed = [header.strip().removeprefix("\ufeff").strip() for header in headers]
    seen: Counter[str] = Counter()
    taken = set(trimmed)
    names = []
    for place, header in enumerate(trimmed, start=1):
        seen[header] += 1
        name = header
        if not header:
            name = f"#{place}"
            origin.reject("empty_header", line=line, column=name, rows=0)
        elif seen[header] > 1:
            name = f"{header}#{seen[header]}"
            while name in taken:
                name += "#"
            origin.reject("duplicate_header", line=line, column=header, value=name, rows=0)
        taken.add(name)
        names.append(name)
    return names


def plain(
    batch: pa.RecordBatch, *, names: Sequence[str], lines: np.ndarray, origin: Origin
) -> RawBatch:
    """A typed batch as its reader found it, under its headers: dictionaries and large or viewed
    strings as plain ones; of a string that is not UTF-8 only the cell is lost.
    """
    columns = []
    for name, column in zip(names, batch.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
            column = column.cast(pa.string())
        if pa.types.is_string(column.type):
            column, bad = decoded(column.view(pa.binary()))
            for row in bad.tolist():
                origin.reject("undecodable", line=int(lines[row]), column=name, rows=0)
        columns.append(column)
    found = pa.RecordBatch.from_arrays(columns, names=list(names))
    found.validate(full=True)
    return RawBatch(columns=found, lines=lines, file=origin.file)


def no_rows(names: Sequence[str], origin: Origin) -> RawBatch:
    """What a table without rows yields: its headers, so that it counts as supplied."""
    empty = [pa.array([], pa.string())] * len(names)
    columns = pa.RecordBatch.from_arrays(empty, names=list(names))
    return RawBatch(columns=columns, lines=np.zeros(0, np.int64), file=origin.file)
