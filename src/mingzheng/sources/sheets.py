"""One worksheet → an Arrow stream on standard output, in a process of its own.

Started by `workbook`: a workbook may be made to exhaust memory (two cells at opposite corners
are enough) or to crash its parser, and only a process can be bounded in both. It imports
little, so that it starts quickly.

The schema's metadata says what was read (`sheet`, `others`, `line`, `skipped`) or, without
columns, why nothing was (`fault`); the first column holds the row numbers.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
from itertools import islice

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

Cell = str | float | int | bool | dt.date | dt.time | dt.timedelta | None

_CHUNK = 20_000
_CPU_SECONDS = 1800
_LARGEST_EXACT = 1e15
_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    float: pa.float64(),
    int: pa.int64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
    dt.datetime: pa.timestamp("us"),
}


def main(path: str, sheet: str, memory: int, batch_rows: int) -> None:
    """Write the sheet (the first that is not empty, where `sheet` is empty) to stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    table = _read(path, sheet)
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as out:
        out.write_table(table, max_chunksize=batch_rows)


def _read(path: str, sheet: str) -> pa.Table:
    try:
        book = CalamineWorkbook.from_path(path)
        if sheet and sheet not in book.sheet_names:
            return _fault("no_such_sheet", "、".join(book.sheet_names))
        found = _sheet(book, sheet)
        if found is None:
            return _fault("empty_file")
        others = [name for name in book.sheet_names if name != found.name]
        return _table(found, others)
    except PasswordError:
        return _fault("encrypted_workbook")
    except MemoryError:
        return _fault("too_large")
    except CalamineError:
        return _fault("damaged_workbook")


def _fault(reason: str, value: str = "") -> pa.Table:
    return pa.table({}).replace_schema_metadata({"fault": reason, "value": value})


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet | None:
    if name:
        return book.get_sheet_by_name(name)
    for candidate in book.sheet_names:
        sheet = book.get_sheet_by_name(candidate)
        if sheet.height:
            return sheet
    return None


def _table(sheet: CalamineSheet, others: list[str]) -> pa.Table:
    rows = enumerate(sheet.iter_rows(), start=1)
    least = min(2, sheet.width)
    skipped = line = 0
    for line, row in rows:  # noqa: B007
        if sum(cell not in ("", None) for cell in row) >= least:
            break
        skipped += any(cell not in ("", None) for cell in row)
    else:
        return _fault("no_header")
    headers = ["" if cell is None else written(cell).strip() for cell in row]
    lines: list[int] = []
    columns: list[list[tuple[type | None, pa.Array]]] = [[] for _ in headers]
    while chunk := list(islice(rows, _CHUNK)):
        kept = [(at, cells) for at, cells in chunk if any(cell != "" for cell in cells)]
        if not kept:
            continue
        lines += [at for at, _ in kept]
        for column, cells in zip(columns, zip(*(c for _, c in kept), strict=True), strict=True):
            column.append(_typed(cells))
    whole = [_joined(column) for column in columns]
    width = len(headers)
    while width and not headers[width - 1] and whole[width - 1].null_count == len(lines):
        width -= 1
    about = {
        "sheet": sheet.name,
        "others": json.dumps(others),
        "headers": json.dumps(headers[:width]),
        "line": str(line),
        "skipped": str(skipped),
    }
    arrays = [pa.array(lines, pa.int64()), *whole[:width]]
    names = [str(place) for place in range(width + 1)]
    return pa.table(arrays, names=names).replace_schema_metadata(about)


def _typed(cells: tuple[Cell, ...]) -> tuple[type | None, pa.Array]:
    """A run of one column: its one type, or str where it has several."""
    values = [None if cell == "" else cell for cell in cells]
    kinds = set(map(type, values)) - {type(None)}
    if not kinds:
        return None, pa.nulls(len(values))
    if len(kinds) == 1 and (kind := kinds.pop()) in _TYPES:
        return kind, pa.array(values, _TYPES[kind])
    return str, _written(values)


def _joined(runs: list[tuple[type | None, pa.Array]]) -> pa.ChunkedArray:
    """The runs of one column as one type: its own, or text where runs differ."""
    kinds = {kind for kind, _ in runs if kind is not None}
    if len(kinds) == 1:
        type_ = _TYPES[kinds.pop()]
        return pa.chunked_array([run.cast(type_) for _, run in runs], type_)
    texts = [run if kind is str else _written(run.to_pylist()) for kind, run in runs]
    return pa.chunked_array(texts, pa.string())


def _written(values: list[Cell]) -> pa.Array:
    return pa.array([None if v is None else written(v) for v in values], pa.string())


def written(cell: Cell) -> str:
    """A cell of a column of several types as text.

    A number past the fifteen digits that a spreadsheet keeps is written with its exponent, so
    that nobody takes it for an exact one.
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell)) if abs(cell) < _LARGEST_EXACT else f"{cell:.15G}"
        return repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
