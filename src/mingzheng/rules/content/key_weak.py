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
    doc_zh=(
        "少于2048位的RSA公钥有条件者可以破解；位数由密码管理部门规定，其文件不在已核实的文本"
        "之中，因此只作提示。\n\n"
        "不属于问题：2048位及以上的RSA。椭圆曲线公钥（首先是SM2）不在检查之列。"
    ),
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
