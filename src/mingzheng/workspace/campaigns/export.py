"""The progress table as it is filtered, as an Excel workbook."""

from __future__ import annotations

from mingzheng.language import Text
from mingzheng.workspace.campaigns.progress import Progress
from mingzheng.workspace.site.speech import spoken
from mingzheng.workspace.site.workbooks import Sheet, workbook

HEADINGS = (
    Text(zh="注册地主管部门", en="Province of registration"),
    Text(zh="机构", en="Authority"),
)
WIDTHS = (36, 40, 18)
"""Of provinces, authorities and each stage, in characters."""


def exported(table: Progress) -> bytes:
    """One sheet, a row for each authority."""
    headings = [*HEADINGS, *(column.text for column in table.columns)]
    rows = [
        [
            str(group.province) if group.province else "", str(row.authority),
            *(spoken(cell.text) if cell else "" for cell in row.cells),
        ]
        for group in table.groups
        for row in group.rows
    ]  # fmt: skip
    title = spoken(Text(zh="进度", en="Progress"))
    return workbook([Sheet(title, [spoken(each) for each in headings], rows, WIDTHS)])
