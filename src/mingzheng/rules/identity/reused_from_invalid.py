"""The check or certificate relied on proves nothing: failed, another's, lapsed or revoked.

To reuse a verification is to repeat what it said. One that failed, that was of somebody else, or
a certificate that no longer held that day, says nothing of this applicant.

Not a breach: a pass of its own beside the reused one; several origins of which one is in order.
An origin that is not on record is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, identity_due, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="沿用了无效的查验或证书",
    en="Relied on an invalid check or certificate",
    doc_zh=(
        "沿用查验，就是重复它当时所说的话。未通过的查验、对他人的查验、当日已失效或已撤销的证"
        "书，都不能证明本次申请人的身份。\n\n"
        "不属于问题：另有本次通过的查验；所沿用的几项中有一项有效。来源未登记的，结论为无法判"
        "断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def reused_from_invalid(d: Case) -> Verdict:
    """Every origin relied on is invalid, and no check was made anew."""
    return Verdict(
        applies=identity_due(d) & recorded(d.reuse_fault, d.checks),
        breach=faulty(d.reuse_fault) & (d.fresh_passes == 0),
        shows=(d.relied_on, d.identity_method, d.applied_at),
        rows=(d.identity_pass_row,),
    )
