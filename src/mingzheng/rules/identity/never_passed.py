"""The holder's identity was checked, but no check was passed.

A check that fails is no verification: to go on all the same is to issue to nobody in particular.

Not a breach: a failure with a later pass by any link; a request refused because the check failed.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import identity_due, origin_unknown, settled
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="身份查验未通过仍予办理",
    en="No identity check was passed",
    doc_zh=(
        "查验未通过就等于没有查验：仍予办理，等于把证书发给了身份不明的人。\n\n"
        "不属于问题：未通过之后，又经任何途径查验通过；因未通过而拒绝的申请。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def never_passed(d: Case) -> Verdict:
    """There are checks of the holder, and none of them was passed."""
    return Verdict(
        applies=identity_due(d) & (d.holder_checks > 0),
        breach=settled(d.holder_passes == 0, open_question=origin_unknown(d)),
        shows=(d.holder_checks, d.holder_passes, d.identity_failed_at, d.identity_failed_method),
        rows=(d.identity_failed_row,),
    )
