"""The signature on the certificate is not its issuer's.

The law asks that a certificate carry the electronic signature of its provider. Every signature is
verified with the key of the issuer that the certificate names, and each refusal again by an
independent implementation: a suspicion rests on both.

Not a breach: an SM2 signature hashed with an empty identifier or without ZA, which
`content.signature_nonstandard` reports. Where no certificate of the issuer and of the key named
was supplied, where it was not valid on the day, where the algorithm can't be verified or the two
identifiers of it disagree, and where the two implementations disagree, it is unknown. A CA
certificate that was merely found in the archive acquits, and accuses nobody.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import ACCEPTED, UNKNOWN, readable
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="证书上的签名不是颁发者的签名",
    en="Signature is not the issuer's",
    doc_zh=(
        "法律要求证书载有电子认证服务提供者的电子签名。每张证书的签名都用其载明的颁发者的公钥验"
        "证；未通过的，由另一套独立的程序复核，两者一致才列为疑似问题。\n\n"
        "不属于问题：杂凑时使用空的用户标识或者没有ZA的SM2签名，由 content.signature_nonstandard "
        "提示。未提供该颁发者该密钥的证书、颁发者证书当日不在有效期、算法不能验证或者内外算法标识"
        "不一致、两套程序结论不同的，结论为无法判断。只在档案中发现、并非机构提供的CA证书，只能"
        "证明签名有效，不据以认定无效。"
    ),
    cites=("esign-law/21(6)", "measures/28(6)"),
    severity=Severity.VIOLATION,
)
def signature_invalid(d: Certificate) -> Verdict:
    """The key of a supplied issuer refuses it, and nobody else's accepts it."""
    verdict = d.signature_verdict
    breach = ibis.cases(
        (verdict == "invalid", True), (verdict.isin(ACCEPTED), False), else_=UNKNOWN
    )
    return Verdict(
        applies=d.in_archive,
        breach=readable(d, breach),
        shows=(
            d.issuer_dn,
            d.authority_key_id,
            d.signature_algorithm,
            d.signature_verdict,
            d.signature_answers,
        ),
    )
