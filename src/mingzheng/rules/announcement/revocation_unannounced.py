"""A revoked certificate was not announced.

A provider that revokes a certificate announces it, whoever asked for it: until then others go on
trusting what nobody stands for any more.

Not a breach: an entry in a public revocation list, or an answer by OCSP; a certificate that had
expired; a suspension. Where the lists that were supplied should have held it, their silence and
that of the announcements together are one; where no list was supplied that should have, it is
unknown. `crl_is_announcement` says whether a list counts.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.announcement import announced, revocation
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("2.6",),
    zh="撤销证书未予公告",
    en="Revocation of a certificate not announced",
    doc_zh=(
        "撤销证书应当公告，无论由谁提出：在此之前，依赖方仍会信任已失效的证书。\n\n"
        "不属于问题：已列入公开的证书撤销列表或者可以通过 OCSP 查到的；撤销前已到期的；冻结（挂起）的"
        "。提供的撤销列表本应列入而没有列入，公告记录中也没有的，才认定为未公告；没有提供本应列入的撤"
        "销列表的，结论为无法判断。撤销列表是否作为公告，由 crl_is_announcement 设定。"
    ),
    cites=("measures/31",),
    severity=Severity.VIOLATION,
)
def revocation_unannounced(d: StatusChange, p: Parameters) -> Verdict:
    """No announcement, and in no list that should have held it."""
    unlisted = ibis.ifelse(p.truth("crl_is_announcement"), d.crl_entries == 0, True)
    return Verdict(
        applies=revocation(d),
        breach=~announced(d, p) & unlisted,
        shows=(d.change_initiated_by, d.effective_at, d.not_after, d.lists_due),
        rows=(d.list_row,),
    )
