"""Tables as Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

from mingzheng.reports.plain import cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 18


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, its header, its rows; widths of columns in characters, the last repeated."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[str | int]]
    widths: Sequence[int] = (WIDTH,)


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as a file: counts are numbers, all else is text and never a formula."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    bold = book.add_format({"bold": True})
    for each in sheets:
        sheet = book.add_worksheet(each.title)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(each.header):
            sheet.set_column(place, place, each.widths[min(place, len(each.widths) - 1)])
            sheet.write_string(0, place, heading, bold)
        line = 0
        for line, row in enumerate(each.rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, place, value)
                else:
                    sheet.write_string(line, place, cell(value))
        sheet.autofilter(0, 0, line, len(each.header) - 1)
    book.close()
    return content.getvalue()
