"""A certificate was issued though no review approved the materials.

A review decides: what was sent back or rejected, and never approved, is no ground to issue.

Not a breach: one approval among several reviews; an approval that came after issuance is found
by `review.reviewed_after_issuance`; no review at all by `review.never_reviewed`. A result that
can't be read may be an approval: unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.review import issued_on_application
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="审查未通过仍予签发",
    en="Issued though no review approved",
    doc_zh=(
        "审查的结果决定能否签发：被退回或拒绝、始终没有通过的申请，不能作为签发的依据。\n\n"
        "不属于问题：多次审查中有一次通过。签发之后才通过的，由 "
        "review.reviewed_after_issuance 认定；完全没有审查的，由 review.never_reviewed 认定"
        "。结果无法读出的审查可能是通过：无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def never_approved(d: Case) -> Verdict:
    """There are reviews, and none of them approved."""
    return Verdict(
        applies=issued_on_application(d) & (d.reviews > 0),
        breach=d.approvals == 0,
        shows=(d.reviews, d.outcome, d.issued_at),
        rows=(d.rejection_row,),
    )
