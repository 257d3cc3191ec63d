"""A complaint was not answered within the practice statement's time.

The notice asks for a complete handling of complaints; how soon one is answered, the CA itself
has published.

Not a breach: an answer on the last day; a complaint that was withdrawn, or whose time still runs
when the records end. A complaint without an answer counts as unanswered only while it is open,
and where the complaints are declared complete, others bear the day of their answer, and no cell
was refused. Without `complaint_answer_days` it is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.complaint import Complaint
from mingzheng.rules.practice import after_days
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("4.1",),
    zh="投诉未在业务规则规定的期限内答复",
    en="Complaint not answered in the time of the practice statement",
    doc_zh=(
        "通知要求完善投诉处理机制；多久答复投诉，以机构公布的业务规则为准。\n\n"
        "不属于问题：在最后一日答复的；投诉人撤回的；记录截止时期限尚未届满的。没有答复时间的投诉"
        "，只有在尚未办结、投诉记录已声明完整、其他投诉登记了答复时间且没有被拒绝的单元格时，才认"
        "定为未答复。未提供 complaint_answer_days 的，结论为无法判断。"
    ),
    cites=("measures/16",),
    severity=Severity.VIOLATION,
)
def complaint_unanswered(d: Complaint, p: Parameters) -> Verdict:
    """Answered after the last day, or open still when it has passed."""
    days = p.number("complaint_answer_days").as_interval("D")
    return Verdict(
        applies=(d.complaint_outcome != "withdrawn").fill_null(True),
        breach=ibis.cases(
            (d.answered, after_days(d.answered_at, d.counted_from, days)),
            (~d.answered, after_days(d.recorded_until, d.counted_from, days)),
            else_=ibis.null("boolean"),
        ),
        shows=(d.topic, d.event_at, d.answered_at, d.closed_at, d.complaint_outcome),
    )
