"""No check of the holder's identity by any link: direct, by batch, by contract or by reuse.

The law has the applicant's identity verified before anything is issued, renewed or, when the
holder asks, revoked: everything a certificate proves rests on that check.

Not a breach: a check by batch, by standing contract or reused from an earlier case; a request
that was refused or withdrawn; a revocation that the CA or a court began. A reused check whose
origin is not on record is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import identity_due, origin_unknown, settled
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="未查验申请人身份",
    en="Identity of the applicant never checked",
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
