"""The materials were approved only after the certificate was issued.

Reviewing what has been issued already protects nobody in between.

Not a breach: a second approval after one that came in time; an approval of the whole batch before
the first of it was issued. An approval without a time may be the earliest: unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import later, unless_open
from mingzheng.rules.review import issued_on_application
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="签发证书后才审查材料",
    en="Materials approved only after issuance",
    doc_zh=(
        "证书签发之后才审查通过材料：对已经签发的证书再作审查，其间无人得到保护。\n\n"
        "不属于问题：及时通过之后的再次审查；整批在首张证书签发前通过的审查。没有注明时间的"
        "通过记录可能就是最早的一次：无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def reviewed_after_issuance(d: Case) -> Verdict:
    """The earliest approval by any link is later than the issuance."""
    return Verdict(
        applies=issued_on_application(d) & (d.approvals > 0),
        breach=unless_open(later(d.review_approved_at, d.issued_at), d.review_undated),
        shows=(d.review_approved_at, d.issued_at),
        rows=(d.review_row,),
    )
