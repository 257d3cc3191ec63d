"""An RSA key of fewer than 2048 bits.

Such a key can be broken with enough means; the number of bits is for the cryptography
administration to set, and its rules are not among the verified texts: hence only a notice.

Not a breach: RSA of 2048 bits and more. Keys on curves, SM2 first of all, are not looked at.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import readable
from mingzheng.rules.rule import CRYPTOGRAPHY, Severity, Verdict, rule

FEWEST_BITS = 2048


@rule(
    items=("1.4",),
    zh="RSA公钥不足2048位",
    en="RSA key under 2048 bits",
    cites=("esign-law/21(5)", "commercial-cryptography/23"),
    severity=Severity.NOTICE,
    authority=CRYPTOGRAPHY,
)
def key_weak(d: Certificate) -> Verdict:
    """The modulus has fewer than 2048 bits."""
    return Verdict(
        applies=d.in_archive & readable(d, d.public_key_algorithm.isin(("rsa", "rsa-pss"))),
        breach=d.public_key_bits < FEWEST_BITS,
        shows=(d.public_key_algorithm, d.public_key_bits),
    )
