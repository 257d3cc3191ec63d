"""Identity checked only after the certificate was issued, or after a revocation took effect.

The law puts the check before issuance: a check that comes later protects nobody in between.

Not a breach: a second, later check beside one that was passed in time; a revocation that the
CPS lets take effect first, on report of loss or compromise, is only a doubt, and so it is where
the parameter `stop_first_on_loss` is not given.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Moment
from mingzheng.rules.logic import for_signing, later, unless_open
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="签发（或撤销）后才查验身份",
    en="Identity checked only after issuance or revocation",
    doc_zh=(
        "法律要求先查验、后签发（或撤销）：事后补做的查验，保护不了其间信赖该证书的任何人。\n\n"
        "不属于问题：签发前已有通过的查验，此后又查验一次；业务规则允许挂失或密钥泄露时先停用"
        "、后查验的撤销，以及未提供 stop_first_on_loss 的撤销，只列为疑点。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def checked_after_issuance(d: Case, p: Parameters) -> Verdict:
    """The earliest pass by any link is later than the issuance or the effect."""
    revoked = d.kind == "revoke"
    acted_at = Moment(
        revoked.ifelse(d.effective_at.start, d.issued_at.start),
        revoked.ifelse(d.effective_at.end, d.issued_at.end),
        d.issued_at.tolerance,
    )
    acted = revoked.ifelse((d.initiated_by == "holder") & d.effective_at.start.notnull(), d.issued)
    breach = unless_open(later(d.identity_passed_at, acted_at), d.identity_undated)
    stop_first = revoked & p.truth("stop_first_on_loss").fill_null(True)
    return Verdict(
        applies=for_signing(d) & acted & (d.holder_passes > 0),
        breach=breach,
        shows=(d.identity_passed_at, d.issued_at, d.effective_at),
        rows=(d.identity_pass_row,),
        severity=ibis.ifelse(stop_first, Severity.DOUBT, Severity.VIOLATION),
    )
