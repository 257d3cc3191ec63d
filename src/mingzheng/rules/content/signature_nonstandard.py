"""An SM2 signature that is the issuer's, but not made over the digest of the standard.

GB/T 32918.2 hashes the signer's identifier and key, ZA, before the text, and GM/T 0009 sets the
identifier where none was agreed on. Software whose default is an empty one, or that leaves ZA
out, makes signatures that others refuse. The law does not say how to hash, hence only a notice,
for the cryptography administration.

Not a breach: the standard's digest. A signature that is nobody's known key's is unknown here.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import ACCEPTED, UNKNOWN, readable
from mingzheng.rules.rule import CRYPTOGRAPHY, Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="SM2签名的杂凑方式不合标准",
    en="SM2 signature hashed in another way",
    doc_zh=(
        "GB/T 32918.2要求先对签名者的标识和公钥作杂凑得到ZA，再与正文一起杂凑；没有另行约定标识"
        "的，GM/T 0009规定用1234567812345678。默认标识为空或者省去ZA的软件，签出的证书别的软件"
        "不认。法律没有规定杂凑方式，因此只作提示，由密码管理部门判断。\n\n"
        "不属于问题：按标准杂凑的签名。用已知的颁发者公钥都不能验证的，结论为无法判断。"
    ),
    cites=("esign-law/21(6)", "gmt-0009"),
    severity=Severity.NOTICE,
    authority=CRYPTOGRAPHY,
)
def signature_nonstandard(d: Certificate) -> Verdict:
    """The issuer's key accepts it with an empty identifier, or without ZA."""
    verdict = d.signature_verdict
    breach = ibis.ifelse(verdict.isin(ACCEPTED), verdict != "valid", UNKNOWN)
    return Verdict(
        applies=d.in_archive & readable(d, d.signature_algorithm == "sm2-sm3"),
        breach=breach,
        shows=(d.issuer_dn, d.signature_algorithm, d.signature_verdict),
    )
