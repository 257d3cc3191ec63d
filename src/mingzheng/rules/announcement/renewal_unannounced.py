"""A renewed certificate was not announced.

A provider that renews a certificate announces it, so that whoever relies on the holder's
signature can find the new one: in the directory, on the website or by a public query.

Not a breach: an announcement that names only a serial number; a directory or list that covers
renewals, published in the time the practice statement sets (later, or without such a time, it is
unknown); certificates for one event, and for encryption beside their signing certificate. OCSP
alone is a doubt: it answers those who know the new certificate already.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.announcement import renewal
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("2.6",),
    zh="更新证书未予公告",
    en="Renewal of a certificate not announced",
    doc_zh=(
        "更新证书应当公告，使依赖方能找到新证书：在目录、网站上公布，或者可以公开查询。\n\n"
        "不属于问题：公告只写序列号的；在业务规则规定的期限内公布的目录或者清单涵盖更新的（超过期限"
        "，或者未规定期限的，结论为无法判断）；事件证书，以及随签名证书签发的加密证书。只有 OCSP 的，"
        "列为疑点：它只回答已经知道新证书的人。"
    ),
    cites=("measures/31",),
    severity=Severity.VIOLATION,
)
def renewal_unannounced(d: StatusChange) -> Verdict:
    """Neither in the directory, nor on the website, nor by public query."""
    announced = (d.announcements > 0) | (d.announced_in_crl > 0)
    ocsp = (d.announced_by_ocsp > 0).fill_null(False)
    return Verdict(
        applies=renewal(d),
        breach=~announced,
        shows=(d.action, d.effective_at, d.new_serial_number, d.announced_by_ocsp_at),
        severity=ibis.ifelse(ocsp, Severity.DOUBT.value, Severity.VIOLATION.value),
    )
