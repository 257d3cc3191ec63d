"""More certificates were issued for an application than it asked for.

A certificate beyond those asked for has no applicant.

Not a breach: the encryption twin of a signing certificate, which counts with it; an application
that gives no number.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.parties import asked_for, on_application
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.3",),
    zh="签发数量超过申请数量",
    en="More certificates issued than requested",
    doc_zh=(
        "超出申请数量签发的证书，没有申请人。\n\n"
        "不属于问题：签名证书所附的加密证书，与其合计一张；未写明数量的申请。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def more_issued_than_requested(d: Case) -> Verdict:
    """Issuances, twins as one, exceed the quantity."""
    return Verdict(
        applies=asked_for(d) & on_application(d, d.quantity.notnull()),
        breach=d.issuances > d.quantity,
        shows=(d.subject_name, d.quantity, d.issuances),
    )
