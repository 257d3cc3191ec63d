"""The workbook: every breach, doubt and listed unknown, row by row, in constant memory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from mingzheng.errors import OutputError
from mingzheng.language import Text
from mingzheng.reports import sheets
from mingzheng.reports.figures import grouped
from mingzheng.reports.plain import cell
from mingzheng.reports.reading import Result, read
from mingzheng.reports.sheets import COLUMNS, Headers, Value

MOST_ROWS = 1_000_000
"""Rows of one sheet; what comes after begins the same sheet of a further file."""

SHEETS = {
    "breaches": Text(zh="疑似问题", en="suspected violations"),
    "doubts": Text(zh="疑点与提示", en="doubts and notices"),
    "unknown": Text(zh="待补充", en="unknown: evidence to be supplied"),
}
_INTERPRETED = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(result: Path, *, headers: Headers, most_rows: int = MOST_ROWS) -> list[Path]:
    """Write breaches.xlsx, breaches-2.xlsx … into a result folder and return their paths.

    `headers`: table → contract column → the CA's own header, shown above ours. A sheet holds at
    most `most_rows` rows. The same result gives the same bytes. Raises OutputError where the
    result is damaged or a file can't be written.
    """
    run = read(result)
    try:
        with _Workbooks(run, headers, most_rows) as books:
            for batch in run.verdict_batches():
                for sheet, cells in sheets.rows(run, batch):
                    books.write(sheet, cells)
        return books.paths
    except (OSError, XlsxWriterException) as error:
        raise OutputError(
            zh=f"无法在 {result} 写入 Excel 工作簿：{error}。请检查目录权限和磁盘空间。",
            en=f"The workbook can't be written into {result}: {error}. Check the folder and disk.",
        ) from error


@dataclass
class _Sheet:
    """One sheet being written, row by row."""

    sheet: Any
    rows: int = 0


@dataclass
class _Book:
    """One file being written."""

    path: Path
    file: Any
    front: Any
    formats: dict[str, Any]
    sheets: dict[str, _Sheet] = field(default_factory=dict)


class _Workbooks:
    """As many files as the longest sheet needs; each sheet fills its own part of each."""

    def __init__(self, result: Result, headers: Headers, most_rows: int) -> None:
        self._result = result
        self._titles = [column.title(headers) for column in COLUMNS]
        self._most_rows = most_rows
        self._books: list[_Book] = []
        self._current: dict[str, int] = {}
        self._open(1)

    def __enter__(self) -> _Workbooks:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, book in enumerate(self._books, start=1):
            if error is None:
                self._explain(book, number)
            for sheet in book.sheets.values():
                sheet.sheet.autofilter(0, 0, sheet.rows, len(COLUMNS) - 1)
            book.file.close()

    @property
    def paths(self) -> list[Path]:
        """The files written."""
        return [book.path for book in self._books]

    def write(self, name: str, cells: tuple[Value, ...]) -> None:
        """Add one row to a sheet; a full sheet goes on in the next file."""
        book = self._books[self._current.setdefault(name, 0)]
        if book.sheets[name].rows == self._most_rows:
            self._current[name] += 1
            if self._current[name] == len(self._books):
                self._open(len(self._books) + 1)
            book = self._books[self._current[name]]
        into = book.sheets[name]
        into.rows += 1
        _write_row(into.sheet, into.rows, cells, book.formats)

    def _open(self, number: int) -> None:
        suffix = "" if number == 1 else f"-{number}"
        path = self._result.folder / f"breaches{suffix}.xlsx"
        file = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        # A fixed day: the wall clock would make each run's bytes its own.
        created = dt.datetime.fromisoformat(self._result.run["as_of"])
        file.set_properties({"title": "疑似问题清单", "created": created})
        top = {"valign": "top"}
        formats = {
            "header": file.add_format(
                {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#F2EFE6", **top}
            ),
            "quoted": file.add_format({"quote_prefix": True, **top}),
            "time": file.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", **top}),
            "title": file.add_format({"bold": True, "font_size": 14}),
            "bold": file.add_format({"bold": True, **top}),
            "wrapped": file.add_format({"text_wrap": True, **top}),
        }
        book = _Book(path, file, file.add_worksheet("说明"), formats)
        for name, title in SHEETS.items():
            book.sheets[name] = _Sheet(self._sheet(file, title, formats))
        self._books.append(book)

    def _sheet(self, file: Any, title: Text, formats: dict[str, Any]) -> Any:
        sheet = file.add_worksheet(title.zh)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 48)
        for place, heading in enumerate(self._titles):
            sheet.write_string(0, place, heading, formats["header"])
        return sheet

    def _explain(self, book: _Book, number: int) -> None:
        run, front = self._result.run, book.front
        front.set_column(0, 0, 34)
        front.set_column(1, 1, 90)
        front.write_string(0, 0, "疑似问题清单 List of what is suspected", book.formats["title"])
        for place, (label, value) in enumerate(self._explanations(run, book, number), start=2):
            front.write_string(place, 0, label, book.formats["bold"])
            front.write_string(place, 1, cell(value), book.formats["wrapped"])

    def _explanations(self, run: Any, book: _Book, number: int) -> list[tuple[str, str]]:
        lines = [
            ("机构 authority", run["authority"]["name"] or "未提供 not given"),
            ("审计期间 period", f"{run['period']['from']} – {run['period']['until']}"),
            ("截至日 as of", run["as_of"]),
            ("版本 version", f"{run['version']} · {run['rules']['version']}"),
            ("运行指纹 fingerprint", self._result.fingerprint),
            ("文件 file", f"{number} / {len(self._books)}"),
            (
                "性质 nature",
                "所列均为疑似问题，经人工核实确认后方为问题。Everything listed is suspected until "
                "a person has confirmed it.",
            ),
            ("时间 times", f"{run['time_zone']}"),
        ]
        if not run["complete"]:
            shout = "本次审计不完整：有规则或来源运行失败，见报告。This audit is incomplete: "
            lines.insert(0, ("注意 NOTE", shout + "a rule or a source failed, see the report."))
        for name, title in SHEETS.items():
            here = grouped(book.sheets[name].rows)
            whole = grouped(sum(each.sheets[name].rows for each in self._books))
            lines.append(
                (
                    f"{title.zh} {title.en}",
                    f"本文件 {here} 行，共 {whole} 行。{here} of {whole} rows.",
                )
            )
        return lines


def _write_row(sheet: Any, row: int, cells: tuple[Value, ...], formats: dict[str, Any]) -> None:
    for place, value in enumerate(cells):
        if value is None or value == "":
            continue
        if isinstance(value, float):
            sheet.write_number(row, place, value, formats["time"])
        elif value.startswith(_INTERPRETED):
            # A quote keeps it text even where someone edits the cell or exports the sheet.
            sheet.write_string(row, place, value, formats["quoted"])
        else:
            sheet.write_string(row, place, value)
