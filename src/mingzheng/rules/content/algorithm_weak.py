"""Signed with MD2 or MD5, or with SHA-1 after a collision of SHA-1 was published.

Whoever can make two texts with one digest can move a signature to a certificate that was never
issued. No verified text of law sets a date. What this rests on is public record: collisions of
MD5 were shown in August 2004, before the Electronic Signature Law took effect, and one of SHA-1
on 23 February 2017. Hence a notice, for the cryptography administration.

Not a breach: SHA-1 in a certificate that begins earlier; a self-signed root, whose own signature
nobody relies on. Where the name of the algorithm does not tell the digest (RSA-PSS, an unknown
identifier) it is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import UNKNOWN, readable, self_signed
from mingzheng.rules.rule import CRYPTOGRAPHY, Severity, Verdict, rule

ALWAYS_WEAK = ("rsa-md2", "rsa-md5")
WEAK_LATER = ("rsa-sha1", "ecdsa-sha1", "dsa-sha1")
SHA1_COLLISION = ibis.timestamp("2017-02-23 00:00:00")


@rule(
    items=("1.4",),
    zh="证书签名使用不安全的杂凑算法",
    en="Signed with a broken digest",
    doc_zh=(
        "能找到摘要相同的两段内容的人，就能把签名移到从未签发过的证书上。经核实的法律条文没有"
        "规定日期，这里依据公开事实：MD5的碰撞于2004年8月公布，SHA-1的碰撞于2017年2月23日公布"
        "。因此只作提示，由密码管理部门判断。\n\n"
        "不属于问题：在此之前开始生效的SHA-1证书；自签名的根证书，无人依赖其自身签名。从算法"
        "名称看不出摘要算法的（RSA-PSS、未知标识），结论为无法判断。"
    ),
    cites=("esign-law/21(6)", "commercial-cryptography/23"),
    severity=Severity.NOTICE,
    authority=CRYPTOGRAPHY,
)
def algorithm_weak(d: Certificate) -> Verdict:
    """The digest was broken in public before the certificate begins."""
    algorithm = d.signature_algorithm
    untold = (algorithm == "rsa-pss") | algorithm.substr(0, 1).between("0", "9")
    weak = ibis.cases(
        (algorithm.isin(ALWAYS_WEAK), True),
        (algorithm.isin(WEAK_LATER), d.not_before.start >= SHA1_COLLISION),
        (untold | algorithm.isnull(), UNKNOWN),
        else_=False,
    )
    return Verdict(
        applies=d.in_archive & readable(d, ~self_signed(d)),
        breach=weak,
        shows=(d.signature_algorithm, d.not_before),
    )
