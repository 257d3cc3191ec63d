"""What leaves the room as a file: the current filter as a workbook, the register as evidence."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.complaints.counts import Month, Row
from mingzheng.workspace.complaints.models import Submission
from mingzheng.workspace.complaints.states import State
from mingzheng.workspace.complaints.topics import topics
from mingzheng.workspace.site.speech import spoken
from mingzheng.workspace.site.workbooks import CONTENT_TYPE, Sheet, workbook

EVIDENCE = (
    "complaint_id", "received_at", "topic", "serial_number", "answered_at", "closed_at", "outcome",
)  # fmt: skip
"""The columns of `complaints` in the contract of the evidence (`records/tables.toml`)."""


def register(submissions: QuerySet) -> HttpResponse:
    """A workbook of these, one row each; nothing of whoever sent them in."""
    header = [
        spoken(Text(zh=zh, en=en))
        for zh, en in (
            ("编号", "Number"), ("机构", "Authority"), ("收到时间", "Received"),
            ("事由", "Topic"), ("对应事项", "Item"), ("状态", "State"), ("期限", "Due"),
            ("逾期", "Overdue"), ("经办人", "Handler"), ("认定", "Finding"), ("内容", "Text"),
        )
    ]  # fmt: skip
    rows = (_listed(each) for each in submissions.select_related("about", "handler"))
    title = spoken(Text(zh="台账", en="Register"))
    return _workbook("register", [Sheet(title, header, list(rows))])


def _listed(each: Submission) -> list[str]:
    return [
        each.number, str(each.about), _time(each.received_at), spoken(each.topic_text),
        each.item, spoken(each.state_text), each.due.isoformat() if each.due else "",
        spoken(Text(zh="是", en="yes")) if each.overdue else "",
        each.handler.name if each.handler else "",
        spoken(each.outcome_text) if each.outcome_text else "", each.text,
    ]  # fmt: skip


def statistics(rows: Sequence[Row], months: Sequence[Month]) -> HttpResponse:
    """A workbook of the counts: one sheet by authority, one by month."""
    said = {
        "about": Text(zh="机构", en="Authority"), "total": Text(zh="合计", en="Total"),
        "upheld": Text(zh="属实", en="Upheld"), "overdue": Text(zh="逾期", en="Overdue"),
        "month": Text(zh="月份", en="Month"), "received": Text(zh="收到", en="Received"),
    }  # fmt: skip
    words = {name: spoken(text) for name, text in said.items()}
    named = [spoken(topic.text) for topic in topics().values()]
    by_authority: list[list[str | int]] = [
        [str(row.about), *row.by_topic, row.total, row.upheld, row.overdue] for row in rows
    ]
    by_month: list[list[str | int]] = [
        [month.name, month.received, month.upheld] for month in months
    ]
    counted = [words["about"], *named, words["total"], words["upheld"], words["overdue"]]
    return _workbook(
        "statistics",
        [
            Sheet(words["about"], counted, by_authority),
            Sheet(words["month"], [words["month"], words["received"], words["upheld"]], by_month),
        ],
    )


def _workbook(name: str, sheets: Sequence[Sheet]) -> HttpResponse:
    """An answer that the browser keeps as a file."""
    named = f"complaints-{name}-{timezone.localdate()}.xlsx"
    return _file(workbook(sheets), CONTENT_TYPE, named)


def evidence(complaints: QuerySet) -> HttpResponse:
    """An authority's register as the `complaints` table that an audit of its evidence reads.

    The first answer is the one whose time is asked for; what was refused is closed without one.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(EVIDENCE)
    for each in complaints.order_by("received_at", "pk").prefetch_related("answers"):
        first = min((answer.at for answer in each.answers.all()), default=None)
        table.writerow(
            [
                each.number, _stamp(each.received_at), topics()[each.topic].code,
                each.serial_number, _stamp(first), _stamp(each.closed_at), _outcome(each),
            ]
        )  # fmt: skip
    name = f"complaints-{timezone.localdate()}.csv"
    return _file(written.getvalue().encode(), "text/csv; charset=utf-8", name)


def _outcome(each: Submission) -> str:
    ended = {State.WITHDRAWN, State.TRANSFERRED}
    return str(each.state) if each.state in ended else str(each.outcome)


def _time(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _stamp(moment: dt.datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
