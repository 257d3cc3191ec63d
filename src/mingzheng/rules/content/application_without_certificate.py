"""An issuance on record whose certificate the archive does not hold.

What was issued must be kept, and what the archive does not hold nobody can examine.

Not a breach: a certificate in the archive under another product or twin of the same issuance.
Where the archive is not declared complete for that day and product it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.logic import unless_open
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="签发记录没有对应的证书",
    en="Issuance without its certificate",
    cites=("esign-law/21", "measures/28"),
    severity=Severity.VIOLATION,
)
def application_without_certificate(d: Certificate) -> Verdict:
    """The archive, declared complete there, lacks the certificate of an issuance."""
    return Verdict(
        applies=d.issuance_row.notnull(),
        breach=unless_open(~d.in_archive, ~d.in_certificates),
        shows=(d.serial_number, d.issuer_dn, d.issued_at, d.application_id),
    )
