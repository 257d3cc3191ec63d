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
    doc_zh=(
        "签名证书须写明其密钥用于签名；加密证书的密钥由他人托管，因此不得能用来签名。这是证书"
        "格式标准的要求，法律把此类内容留给主管部门规定，因此只作提示。\n\n"
        "不属于问题：作为签名证书签发、兼作签名和加密的单证书；CA证书。扩展无法解码的，结论为"
        "无法判断。"
    ),
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
