"""The progress table as it is filtered, as an Excel workbook."""

from __future__ import annotations

import io

import xlsxwriter

from mingzheng.language import Text
from mingzheng.workspace.campaigns.progress import Progress
from mingzheng.workspace.site.speech import spoken

HEADINGS = (
    Text(zh="注册地主管部门", en="Province of registration"),
    Text(zh="机构", en="Authority"),
)
WIDTHS = (36, 40, 18)
"""Of provinces, authorities and each stage, in characters."""


def workbook(table: Progress) -> bytes:
    """One sheet, a row for each authority; every cell is text, never a formula."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    headings = [*HEADINGS, *(column.text for column in table.columns)]
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, spoken(heading), bold)
        sheet.set_column(place, place, WIDTHS[min(place, len(WIDTHS) - 1)])
    rows = [(group, row) for group in table.groups for row in group.rows]
    for line, (group, row) in enumerate(rows, start=1):
        said = [spoken(cell.text) if cell else "" for cell in row.cells]
        province = str(group.province) if group.province else ""
        for place, text in enumerate([province, str(row.authority), *said]):
            sheet.write_string(line, place, text)
    sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    book.close()
    return content.getvalue()
