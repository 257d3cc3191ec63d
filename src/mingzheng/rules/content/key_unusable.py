"""The public key can't verify anything: undecodable, off its curve, an even modulus, exponent 1.

The law asks for the data by which the holder's signatures are verified. With such a key none
can be verified, or everybody's can. What only some software refuses is a doubt: an RSA integer
written as a negative one, which some read without its sign, and an exponent not under its modulus.

Not a breach: a point in compressed or hybrid form; a key of a kind that was not examined, which is
unknown; a key that is merely short, which `content.key_weak` reports.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import UNKNOWN, readable
from mingzheng.rules.rule import Severity, Verdict, rule

DISPUTED = ("negative_modulus", "negative_exponent", "great_exponent")
"""Faults for which some software refuses a key that other software uses."""


@rule(
    items=("1.4",),
    zh="证书公钥不可用",
    en="Public key can't be used",
    doc_zh=(
        "法律要求证书载明电子签名验证数据。无法解码、不在曲线上或为无穷远点、模数为偶数或短得容"
        "不下任何签名、指数为1或偶数的公钥，要么什么都验证不了，要么谁的签名都能验证。RSA的整数"
        "写成负数（有的软件不计符号照样读取）、指数不小于模数的，只有部分软件拒绝，列为疑点。\n\n"
        "不属于问题：压缩或混合形式的点；未予检查的公钥种类，结论为无法判断；仅仅偏短的公钥，由 "
        "content.key_weak 提示。"
    ),
    cites=("esign-law/21(5)", "measures/28(5)"),
    severity=Severity.VIOLATION,
)
def key_unusable(d: Certificate) -> Verdict:
    """The reader found a fault of the key."""
    examined = ibis.ifelse(
        d.public_key_fault == "not_examined", UNKNOWN, d.public_key_fault.notnull()
    )
    return Verdict(
        applies=d.in_archive,
        breach=readable(d, examined),
        shows=(d.public_key_algorithm, d.public_key_bits, d.public_key_fault),
        severity=ibis.ifelse(
            d.public_key_fault.isin(DISPUTED), Severity.DOUBT, Severity.VIOLATION
        ),
    )
