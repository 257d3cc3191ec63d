"""No check of the holder's identity by any link: direct, by batch, by contract or by reuse.

The law has the applicant's identity verified before anything is issued, renewed or, when the
holder asks, revoked: everything a certificate proves rests on that check.

Not a breach: a check by batch, by standing contract or reused from an earlier case; a request
that was refused or withdrawn; a revocation that the CA or a court began. A reused check whose
origin is not on record is unknown, and so is a case whose batch has a check of nobody known there:
a masked name may be anybody's.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import identity_due, origin_unknown, settled
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="未查验申请人身份",
    en="Identity of the applicant never checked",
    doc_zh=(
        "法律要求在签发、更新证书以及应持有人申请撤销证书之前查验申请人身份，证书所能证明的一"
        "切都以此为基础。检查中未见任何途径的查验：直接、批量、合同或沿用。\n\n"
        "不属于问题：经由批次、长期合同完成或沿用既往的查验；被拒绝或撤回的申请；由本机构或法"
        "院发起的撤销。所沿用的查验未登记来源的，以及本批次、合同中另有查验对"
        "象不明（如姓名经遮盖）的记录的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def never_checked(d: Case) -> Verdict:
    """The records are complete and hold no check of the holder."""
    return Verdict(
        applies=identity_due(d),
        breach=settled(d.holder_checks == 0, open_question=origin_unknown(d)),
        shows=(d.kind, d.initiated_by, d.applied_at, d.issued_at),
    )
