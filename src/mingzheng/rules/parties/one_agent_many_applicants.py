"""One agent stands behind more unrelated holders than is usual.

An agent of many strangers may be a reseller who applies without them. A pattern that a person
must look at.

Not a breach: an agent of one organisation and its people; fewer holders than the threshold,
which the auditor sets and without which it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.parties import asked_for, on_application
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.3",),
    zh="同一经办人为大量无关联申请人办理",
    en="One agent for many unrelated holders",
    doc_zh=(
        "一名经办人身后有大量互不相关的持有人，可能是转售者在替人申请。这种情形须人工核对。\n\n"
        "不属于问题：为同一单位及其人员办理的经办人；未超过审查人所设数量的。未设数量的，结论"
        "为无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.DOUBT,
)
def one_agent_many_applicants(d: Case, p: Parameters) -> Verdict:
    """The agent's unrelated holders exceed the threshold."""
    return Verdict(
        applies=asked_for(d) & on_application(d, d.agent_name.key.notnull()),
        breach=d.agent_holders > p.number("agent_applicants"),
        shows=(d.agent_name, d.agent_holders, d.subject_name),
    )
