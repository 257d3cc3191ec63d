"""Parts of the national certificate format are missing.

By GM/T 0015, of the edition in force when the certificate begins, a holder's certificate is of
version 3 and carries the identifiers of the issuer's and its own key, a pointer to the
revocation list and a policy. What the ministry requires beyond the law's list is not known, and
only the titles and tables of contents of both editions were seen: hence only a notice.

Not a breach: a certificate from before the first edition (22 November 2012), a CA's certificate;
a pointer to a directory entry instead of an address. An extension that can't be decoded is
unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import absent, end_entity
from mingzheng.rules.rule import Severity, Verdict, rule

FIRST_EDITION = ibis.timestamp("2012-11-21 16:00:00")
"""22 November 2012 begins in China, in UTC."""


@rule(
    items=("1.4",),
    zh="证书缺少规范要求的内容",
    en="Certificate lacks parts of the national format",
    doc_zh=(
        "按证书生效时施行的GM/T 0015版本，持有人证书应为第3版，并载有颁发者密钥标识、主体密钥"
        "标识、CRL地址和证书策略。法律所列之外主管部门要求什么尚不得而知，两个版本也只见到标"
        "题和目录，因此只作提示。\n\n"
        "不属于问题：该标准首次发布（2012年11月22日）之前的证书；CA证书；以目录条目代替地址的"
        "CRL指向。扩展无法解码的，结论为无法判断。"
    ),
    cites=("esign-law/21(7)", "measures/28(7)", "gmt-0015-2012", "gmt-0015-2023"),
    severity=Severity.NOTICE,
)
def profile_incomplete(d: Certificate) -> Verdict:
    """Not version 3, or without AKI, SKI, CRL distribution points or policies."""
    lacks = [
        absent(d, value, f"extension:{oid}", "extensions:")
        for value, oid in (
            (d.authority_key_id, "2.5.29.35"),
            (d.subject_key_id, "2.5.29.14"),
            (d.crl_urls, "2.5.29.31"),
            (d.policies, "2.5.29.32"),
        )
    ]
    dated = d.not_before.start >= FIRST_EDITION
    return Verdict(
        applies=d.in_archive & end_entity(d) & dated,
        breach=ibis.or_(d.version != 3, *lacks),
        shows=(d.version, d.authority_key_id, d.subject_key_id, d.crl_urls, d.policies),
    )
