"""The workbook: every breach, doubt and listed unknown, row by row, in constant memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Text
from mingzheng.reports import limitation, sheets
from mingzheng.reports.figures import grouped
from mingzheng.reports.plain import cell
from mingzheng.reports.reading import Result, read
from mingzheng.reports.sheets import COLUMNS, Headers
from mingzheng.reports.spreadsheet import BOLD, MOST_BYTES, TITLE, WRAPPED, Spreadsheet

MOST_ROWS = 1_000_000
"""Rows of one sheet; what comes after begins the same sheet of a further file."""

SHEETS = {
    "breaches": Text(zh="疑似问题", en="suspected violations"),
    "doubts": Text(zh="疑点与提示", en="doubts and notices"),
    "unknown": Text(zh="待补充", en="unknown: evidence to be supplied"),
}
_FRONT = 1
_TIMES = frozenset(n for n, column in enumerate(COLUMNS) if column.is_time)


def write_workbook(result: Path, *, headers: Headers, most_rows: int = MOST_ROWS) -> list[Path]:
    """Write breaches.xlsx, breaches-2.xlsx … into a result folder and return their paths.

    `headers`: table → contract column → the CA's own header, shown above ours. A sheet holds at
    most `most_rows` rows. The same result gives the same bytes. Raises OutputError where the
    result is damaged or a file can't be written.
    """
    run = read(result)
    writing = _Workbooks(run, headers, most_rows)
    try:
        for place, name in enumerate(SHEETS, start=_FRONT + 1):
            writing.fill(place, name)
        return writing.finish()
    except (OSError, pa.ArrowException) as error:
        raise OutputError(
            zh=f"无法在 {result} 写入 Excel 工作簿：{system_reason(error).zh}。请检查目录权限和磁盘空间。",
            en=f"The workbook can't be written into {result}: {system_reason(error).en}. Check the folder and disk.",
        ) from error


class _Workbooks:
    """As many files as the longest sheet needs; each sheet fills its own part of each."""

    def __init__(self, result: Result, headers: Headers, most_rows: int) -> None:
        self._result = result
        self._titles = [column.title(headers) for column in COLUMNS]
        self._most_rows = most_rows
        self._books: list[Spreadsheet] = []
        self._rows: dict[str, list[int]] = {name: [] for name in SHEETS}

    def fill(self, place: int, name: str) -> None:
        """Write one sheet, on into further files where it is full."""
        batches = self._batches(name)
        left = next(batches, None)
        while left is not None or not self._rows[name]:
            left = self._part(place, name, left, batches)

    def _part(
        self, place: int, name: str, left: pa.RecordBatch | None, batches: Iterator[pa.RecordBatch]
    ) -> pa.RecordBatch | None:
        """One file's part of a sheet; what no longer fitted is left."""
        number = len(self._rows[name])
        book = self._books[number] if number < len(self._books) else self._open(number)
        with book.sheet(place, SHEETS[name].zh, [column.width for column in COLUMNS]) as sheet:
            sheet.begin(self._titles)
            while left is not None and sheet.bytes < MOST_BYTES:
                room = self._most_rows + 1 - sheet.rows
                if not room:
                    break
                now, rest = left.slice(0, room), left.slice(room)
                sheet.append(sheets.cells(self._result, now), numbers=_TIMES)
                left = rest if len(rest) else next(batches, None)
            self._rows[name].append(sheet.rows - 1)
        return left

    def _batches(self, name: str) -> Iterator[pa.RecordBatch]:
        for batch in self._result.verdict_batches():
            rows = sheets.of_sheet(batch, name)
            if len(rows):
                yield rows

    def _open(self, number: int) -> Spreadsheet:
        suffix = f"-{number + 1}" if number else ""
        book = Spreadsheet(
            self._result.folder / f"breaches{suffix}.xlsx",
            title="疑似问题清单",
            created=dt.date.fromisoformat(self._result.run["as_of"]),
        )
        self._books.append(book)
        return book

    def finish(self) -> list[Path]:
        """Complete every file with its front page, and with sheets that hold nothing in it."""
        for number, book in enumerate(self._books):
            for place, (name, title) in enumerate(SHEETS.items(), start=_FRONT + 1):
                if len(self._rows[name]) <= number:
                    self._rows[name].append(0)
                    widths = [column.width for column in COLUMNS]
                    with book.sheet(place, title.zh, widths) as sheet:
                        sheet.begin(self._titles)
            self._front(book, number)
            book.close()
        return [book.path for book in self._books]

    def _front(self, book: Spreadsheet, number: int) -> None:
        with book.sheet(_FRONT, "说明", [34, 90]) as sheet:
            sheet.begin()
            sheet.row([("疑似问题清单 List of what is suspected", TITLE)])
            for label, value in self._explanations(number):
                sheet.row([(label, BOLD), (cell(value), WRAPPED)])

    def _explanations(self, number: int) -> list[tuple[str, str]]:
        run = self._result.run
        lines = [
            ("机构 authority", run["authority"]["name"] or "未提供 not given"),
            ("审计期间 period", f"{run['period']['from']} – {run['period']['until']}"),
            ("截至日 as of", run["as_of"]),
            ("版本 version", f"{run['version']} · {run['rules']['version']}"),
            ("运行指纹 fingerprint", self._result.fingerprint),
            ("文件 file", f"{number + 1} / {len(self._books)}"),
            (
                "性质 nature",
                "所列均为疑似问题，经人工核实确认后方为问题。Everything listed is suspected until "
                "a person has confirmed it.",
            ),
            ("时间 times", run["time_zone"]),
            ("处罚时效 limitation", f"{limitation.NOTE.zh}{limitation.NOTE.en}"),
        ]
        if not run["complete"]:
            shout = "本次审计不完整：有规则或来源运行失败，见报告。This audit is incomplete: "
            lines.insert(0, ("注意 NOTE", shout + "a rule or a source failed, see the report."))
        for name, title in SHEETS.items():
            here, whole = grouped(self._rows[name][number]), grouped(sum(self._rows[name]))
            told = f"本文件 {here} 行，共 {whole} 行。{here} of {whole} rows."
            lines.append((f"{title.zh} {title.en}", told))
        return lines
