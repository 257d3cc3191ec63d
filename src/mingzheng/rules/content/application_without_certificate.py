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
    doc_zh=(
        "签发过的证书必须保存；档案里没有的证书，谁也无法检查。\n\n"
        "不属于问题：同一次签发的证书以另一产品或双证之一在档。档案未声明当日、该产品完整的，"
        "结论为无法判断。"
    ),
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
