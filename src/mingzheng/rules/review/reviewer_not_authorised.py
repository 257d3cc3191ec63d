"""The person who approved had no authority to: without the role, or outside the dates of it.

The practice statement reserves the review to staff who are trained and authorised for it; anyone
else's approval is not the review that was promised.

Not a breach: an approval by a machine; several approvals, one of them by an authorised reviewer;
the first and last day of an authorisation. A reviewer missing from the list is unknown, unless
the list is declared complete and the review is said not to be automated.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, recorded
from mingzheng.rules.review import review_due
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="审查人员未获授权",
    en="Materials approved by a reviewer without authority",
    doc_zh=(
        "审查通过的人没有审查岗位，或当日不在授权期内：业务规则把审查交给经培训并获授权的人"
        "员，其他人的通过不是所承诺的审查。\n\n"
        "不属于问题：系统自动审查；多次通过中有一次由获授权的人员作出；授权期的第一天和最后"
        "一天。名单中没有的审查人员无法判断，除非名单声明完整且该次审查注明不是自动进行。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def reviewer_not_authorised(d: Case) -> Verdict:
    """Every approval by a person is by a reviewer without authority that day."""
    return Verdict(
        applies=review_due(d) & recorded(d.reviewer_fault, d.reviews),
        breach=faulty(d.reviewer_fault),
        shows=(d.reviewer, d.review_approved_at),
        rows=(d.review_row,),
    )
