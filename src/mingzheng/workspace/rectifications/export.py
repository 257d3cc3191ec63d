"""The list of findings as it is filtered, as an Excel workbook."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.rectifications.models import Finding
from mingzheng.workspace.site.speech import spoken
from mingzheng.workspace.site.workbooks import Sheet, workbook

COLUMNS = (
    (Text(zh="编号", en="Number"), 10),
    (Text(zh="机构", en="Authority"), 32),
    (Text(zh="事项", en="Item"), 28),
    (Text(zh="问题", en="Problem"), 44),
    (Text(zh="来源", en="Source"), 12),
    (Text(zh="状态", en="State"), 14),
    (Text(zh="期限", en="Deadline"), 12),
    (Text(zh="逾期", en="Overdue"), 8),
    (Text(zh="逾期未改正", en="Order unmet"), 12),
    (Text(zh="机构意见", en="The authority's view"), 12),
    (Text(zh="整改措施", en="Measure"), 40),
    (Text(zh="措施类别", en="Kind"), 12),
    (Text(zh="责任人", en="Owner"), 12),
    (Text(zh="登记日期", en="Registered"), 12),
    (Text(zh="了结日期", en="Ended"), 12),
)
TITLE = Text(zh="问题", en="Findings")
YES = Text(zh="是", en="yes")


def exported(findings: QuerySet) -> bytes:
    """One sheet, a row for each finding."""
    listed = findings.select_related("organisation").iterator(500)
    header = [spoken(heading) for heading, _ in COLUMNS]
    widths = [width for _, width in COLUMNS]
    rows = (_row(finding) for finding in listed)
    return workbook([Sheet(spoken(TITLE), header, rows, widths)])


def _row(finding: Finding) -> list[str]:
    yes = spoken(YES)
    return [
        finding.number, str(finding.organisation), spoken(finding.item_text), finding.name,
        spoken(finding.source_text), spoken(finding.state_text),
        finding.deadline.isoformat() if finding.deadline else "",
        yes if finding.overdue else "", yes if finding.unmet else "",
        spoken(finding.stance_text) if finding.stance_text else "", finding.measure,
        spoken(finding.kind_text) if finding.kind_text else "", finding.owner,
        timezone.localdate(finding.registered_at).isoformat(),
        timezone.localdate(finding.ended_at).isoformat() if finding.ended_at else "",
    ]  # fmt: skip
