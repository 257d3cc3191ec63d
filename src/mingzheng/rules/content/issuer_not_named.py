"""The certificate does not name the provider that issued it.

A relying party must be able to tell who vouches: the first thing the law lists is the
provider's name.

Not a breach: a former registered name of the CA; a certificate taken over from another CA,
which names that one. Of a CA's own certificate, which its superior may have issued, another
name leaves it unknown, and so does an issuer that can't be decoded.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import UNKNOWN, readable
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="证书未载明电子认证服务提供者名称",
    en="Certificate does not name the provider",
    doc_zh=(
        "依赖方须知道由谁作证：法律所列内容的第一项就是电子认证服务提供者名称。\n\n"
        "不属于问题：机构登记过的曾用名；承接自其他机构、载明该机构名称的证书。机构自己的证书"
        "可能由上级签发，载明其他名称的，以及颁发者无法解码的，结论为无法判断。"
    ),
    cites=("esign-law/21(1)", "measures/28(1)"),
    severity=Severity.VIOLATION,
)
def issuer_not_named(d: Certificate) -> Verdict:
    """The issuer is empty, or holds no name this CA registered."""
    may_be_another = d.is_ca.fill_null(False) | d.damaged.fill_null("").contains("issuer:")
    unnamed = ibis.ifelse(may_be_another & ~d.issuer_named, UNKNOWN, ~d.issuer_named)
    return Verdict(
        applies=d.in_archive & ~d.taken_over,
        breach=readable(d, d.issuer_empty | unnamed),
        shows=(d.issuer_dn, d.issuer_common_name, d.issuer_organization),
    )
