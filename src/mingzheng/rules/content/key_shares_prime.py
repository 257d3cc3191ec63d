"""An RSA key that shares a prime factor with the key of another certificate.

From two such certificates anybody computes both private keys in no time: whoever made the keys
had too little chance at hand. Nobody is told the factor here, only which certificates share one.

Not a breach: one key in several certificates, which `content.key_shared` looks at. A key that
could not be compared, being broken or one of too many, is unknown. Keys of other algorithms have no
such factors and are not looked at.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import readable
from mingzheng.rules.rule import CRYPTOGRAPHY, Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="RSA公钥与其他证书的公钥共用素因子",
    en="RSA key shares a prime factor with another certificate's",
    doc_zh=(
        "两张证书的RSA模数共用一个素因子时，任何人拿到这两张证书即可算出双方私钥：生成密钥时随机"
        "性不足。报告只指出哪些证书共用素因子，不写出该因子。\n\n"
        "不属于问题：几张证书使用同一公钥，由 content.key_shared 检查。公钥有缺陷或数量过多而未"
        "比较的，结论为无法判断；其他算法的公钥不在检查之列。"
    ),
    cites=("esign-law/21(5)", "commercial-cryptography/23"),
    severity=Severity.DOUBT,
    authority=CRYPTOGRAPHY,
)
def key_shares_prime(d: Certificate) -> Verdict:
    """Its modulus and another of the archive have a divisor in common."""
    return Verdict(
        applies=d.in_archive & readable(d, d.public_key_algorithm.isin(("rsa", "rsa-pss"))),
        breach=d.shares_prime,
        shows=(d.public_key_algorithm, d.public_key_bits, d.prime_shared_with),
        rows=(d.prime_shared_row,),
    )
