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
