"""The key usage is absent, or does not fit what the certificate is for.

A signing certificate must say that its key signs. The key of an encryption certificate is kept
in escrow, so whoever holds it must not be able to sign with it. The standards on certificate
format say so; the law leaves such content to the ministry, hence only a notice.

Not a breach: a single certificate for both signing and encryption that is issued as a signing
one; a CA's certificate. An extension that can't be decoded is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import absent, end_entity
from mingzheng.rules.logic import for_signing
from mingzheng.rules.rule import Severity, Verdict, rule

SIGNING_BITS = 0b11
"""digitalSignature and nonRepudiation."""


@rule(
    items=("1.4",),
    zh="密钥用法缺失或与证书用途不符",
    en="Key usage absent or unfit",
    cites=(
        "esign-law/21(7)",
        "measures/28(7)",
        "gmt-0015-2012",
        "gmt-0015-2023",
        "gbt-20518-2018",
    ),
    severity=Severity.NOTICE,
)
def usage_wrong(d: Certificate) -> Verdict:
    """No key usage; a signing certificate that may not sign, or an encryption one that may."""
    missing = absent(d, d.key_usage, "extension:2.5.29.15", "extensions:")
    signs = (d.key_usage & SIGNING_BITS) != 0
    unfit = (for_signing(d) & ~signs) | ((d.product == "encryption") & signs)
    return Verdict(
        applies=d.in_archive & end_entity(d),
        breach=missing | unfit,
        shows=(d.product, d.key_usage, d.extended_key_usage),
    )
