"""The list of filings as it is filtered, as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable

from mingzheng.language import Text
from mingzheng.workspace.filings.models import Filing
from mingzheng.workspace.site.speech import spoken
from mingzheng.workspace.site.templatetags.workspace import day, moment
from mingzheng.workspace.site.workbooks import Sheet
from mingzheng.workspace.site.workbooks import workbook as sheets

COLUMNS = (
    (Text(zh="机构", en="Organisation"), 40),
    (Text(zh="材料", en="Kind"), 26),
    (Text(zh="份", en="Number"), 8),
    (Text(zh="专项行动", en="Campaign"), 44),
    (Text(zh="状态", en="State"), 26),
    (Text(zh="期限", en="Due"), 12),
    (Text(zh="报送时间", en="Submitted"), 18),
    (Text(zh="逾期日数", en="Days late"), 10),
    (Text(zh="回执", en="Receipt"), 18),
    (Text(zh="内容摘要 SHA-256", en="SHA-256 of the content"), 66),
    (Text(zh="退回理由", en="Why it was returned"), 40),
)
MOST = 10_000
"""Rows of a workbook."""


def workbook(filings: Iterable[Filing]) -> bytes:
    """One sheet, a row for each filing."""
    titles, widths = zip(*COLUMNS, strict=True)
    header = [spoken(title) for title in titles]
    title = spoken(Text(zh="报送", en="Filings"))
    return sheets([Sheet(title, header, map(_row, filings), widths)])


def _row(filing: Filing) -> list[str | int]:
    receipt = getattr(filing, "receipt", None)
    return [
        str(filing.organisation), spoken(filing.kind_text), filing.number, str(filing.campaign),
        spoken(filing.state_text), day(filing.due), moment(filing.submitted_at),
        filing.days_late if filing.days_late is not None else "",
        receipt.number if receipt else "", filing.sha256, filing.reason,
    ]  # fmt: skip
