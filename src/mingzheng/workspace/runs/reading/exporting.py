"""The verdicts that a filter finds, as an Excel workbook like the audit's own."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import IO

import pyarrow as pa

from mingzheng.audit.verdicts import SCHEMA
from mingzheng.language import Text
from mingzheng.reports import sheets
from mingzheng.reports.spreadsheet import Spreadsheet
from mingzheng.workspace.runs.reading.browsing import (
    VERDICTS,
    Filter,
    conditions,
    files_of,
    rows_of,
)
from mingzheng.workspace.runs.reading.results import opened

MOST_ROWS = 50_000
"""Rows of one workbook; who needs more has the audit's own breaches.xlsx."""

_VERDICT = Text(zh="结论", en="verdict")
_BATCH = 10_000


def export(folder: Path, asked: Filter, *, within: Path) -> IO[bytes]:
    """The first `MOST_ROWS` verdicts of a filter, as an open file that is gone once it is closed.

    `within`: a folder where it can lie meanwhile.
    """
    path = within / f"{uuid.uuid4()}.upload.xlsx"
    try:
        _write(folder, asked, path)
        return path.open("rb")
    finally:
        path.unlink(missing_ok=True)


def _write(folder: Path, asked: Filter, path: Path) -> None:
    result = opened(folder)
    book = Spreadsheet(
        path, title="疑似问题清单", created=dt.date.fromisoformat(result.run["as_of"])
    )
    # the verdict first: what can't be shown must not read like what is suspected
    times = frozenset(n + 1 for n, column in enumerate(sheets.COLUMNS) if column.is_time)
    titles = [f"{_VERDICT.zh} {_VERDICT.en}", *(column.title({}) for column in sheets.COLUMNS)]
    table = _rows(folder, asked)
    with book.sheet(1, "筛选结果", [10, *(column.width for column in sheets.COLUMNS)]) as sheet:
        sheet.begin(titles)
        for batch in table.to_batches(max_chunksize=_BATCH):
            verdicts = sheets.worded(batch["verdict"], lambda value: VERDICTS[value].zh)
            sheet.append([verdicts, *sheets.cells(result, batch)], numbers=times)
    book.close()


def _rows(folder: Path, asked: Filter) -> pa.Table:
    files = files_of(folder, asked)
    if not files:
        return SCHEMA.empty_table()
    where, values = conditions(folder, asked)
    columns = ", ".join(SCHEMA.names)
    tail = f"ORDER BY filename, file_row_number LIMIT {MOST_ROWS}"
    return rows_of(files, columns, where, values, tail).cast(SCHEMA)
