"""A renewal or revocation was announced later than the practice statement says.

A provider serves by the practice statement that it has published; how soon changes are announced,
it says there.

Not a breach: an earlier publication by any means that counts, a supplied revocation list that held
it in time among them; an announcement within the hours for revocations, or the days for renewals.
Without `revocation_announcement_hours` or `renewal_announcement_days` it is unknown; so it is
where another announcement bears no time, or where a supplied list of a later day holds it: an
earlier one may have. What stands in lists alone is looked at by
`announcement.missing_from_crl`.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.announcement import announced, late, renewal, revocation
from mingzheng.rules.logic import unless_open
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("2.6",),
    zh="未在业务规则规定的期限内公告",
    en="Announced later than the practice statement says",
    doc_zh=(
        "机构应当按照公布的业务规则提供服务，更新、撤销多久公告，以业务规则为准。\n\n"
        "不属于问题：更早以任何有效方式公布过的，包括提供的撤销列表已按时列入的；在撤销的小时数、更新"
        "的天数之内公告的。未提供 revocation_announcement_hours 或 renewal_announcement_days 的，或者"
        "另有未注明时间的公告的，或者提供的撤销列表较晚、其中已列入（更早的列表可能已列入）的，结论为"
        "无法判断。只列入撤销列表的，由 announcement.missing_from_crl 检查。"
    ),
    cites=("measures/31", "measures/16"),
    severity=Severity.VIOLATION,
)
def announced_late(d: StatusChange, p: Parameters) -> Verdict:
    """Every publication that counts came after the time set."""
    renewed, revoked = renewal(d), revocation(d)
    hours = p.number("revocation_announcement_hours").as_interval("h")
    days = p.number("renewal_announcement_days").as_interval("D")
    openly = (d.announced_at, d.announcements, d.effective_at)
    by_list = late(d.announced_in_crl_at, d.announced_in_crl, d.effective_at, hours)
    # an earlier list, or a part of one that lists share out, may have held it in time
    by_list &= unless_open(
        late(d.listed_at, d.crl_entries, d.effective_at, hours), d.crl_entries > 0
    )
    of_revocation = (
        late(*openly, hours)
        & late(d.announced_by_ocsp_at, d.announced_by_ocsp, d.effective_at, hours)
        & (by_list | ~p.truth("crl_is_announcement"))
    )
    return Verdict(
        applies=(renewed & (d.announcements > 0)) | (revoked & announced(d, p)),
        breach=unless_open(
            ibis.ifelse(revoked, of_revocation, late(*openly, days)), d.announcement_undated
        ),
        shows=(d.action, d.effective_at, d.announced_at, d.announced_in_crl_at, d.listed_at),
        rows=(d.announcement_row,),
    )
