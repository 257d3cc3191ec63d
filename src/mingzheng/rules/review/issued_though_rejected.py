"""A certificate was issued on an application that was rejected or withdrawn.

Whether the outcome of the application says so or the last review before issuance: the CA had
decided against the certificate, or nobody wanted it any more.

Not a breach: a rejection that a later approval lifted; a rejection after issuance; a rejection in
a batch that was approved as well, which may be any of its members. Times that leave the order
open, a result that can't be read, and an application that was approved and is said to be withdrawn,
on no known day, are unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, unless_open
from mingzheng.rules.review import issued_on_application
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="申请被拒绝或撤回仍予签发",
    en="Issued though the application was rejected or withdrawn",
    doc_zh=(
        "申请已被拒绝或撤回，仍签发了证书：无论是办理结果如此，还是签发前最后一次审查为不通"
        "过，机构都已决定不予签发，或者已无人需要该证书。\n\n"
        "不属于问题：拒绝之后又审查通过；签发之后的拒绝；同一批次中既有通过又有拒绝的，拒绝"
        "的可能是其中任何一份。时间先后不能确定、结果无法读出的，审查已通过而办理结果为撤回、撤回"
        "时间不明的，无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def issued_though_rejected(d: Case) -> Verdict:
    """The outcome, or the last review before issuance, is against it."""
    # the outcome bears no time: what was approved may have been withdrawn after issuance
    withdrawn = unless_open(d.outcome == "withdrawn", d.approvals > 0)
    refused = (d.outcome == "rejected") | withdrawn
    last_rejects = faulty(d.last_review_fault) & (d.reviews > 0)
    return Verdict(
        applies=issued_on_application(d),
        breach=refused | last_rejects,
        shows=(d.outcome, d.review_last_approved_at, d.issued_at),
        rows=(d.rejection_row,),
    )
