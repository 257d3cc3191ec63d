"""The check relied on is older than the practice statement lets a check be reused.

People move, names change, documents lapse: the practice statement says for how long an earlier
verification still speaks, and the CA must keep to it.

Not a breach: any pass within that time beside an older one; a first issuance with checks of its
own. Without the time set by `identity_reuse_days` nothing is too old: unknown. So is a reused
check whose origin is not on record.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Moment
from mingzheng.rules.logic import identity_due, later_by, origin_unknown, unless_open
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="沿用的身份查验已超过业务规则许可期限",
    en="Identity check relied on is older than permitted",
    doc_zh=(
        "业务规则载明既往查验可以沿用多久；人会搬迁、改名，证件会失效，超过该期限的查验不能再"
        "作为依据。\n\n"
        "不属于问题：另有在期限内通过的查验；首次申请且有本次查验。未提供 identity_reuse_days"
        " 的，或所沿用的查验未登记来源的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def check_too_old(d: Case, p: Parameters) -> Verdict:
    """The newest pass lies further before the application than it may."""
    # Only the application's own times can accuse: an issuance may come long after it.
    requested_at = Moment(
        ibis.coalesce(d.applied_at.start, d.accepted_at.start),
        ibis.coalesce(d.applied_at.end, d.accepted_at.end, d.event_at.end),
        d.applied_at.tolerance,
    )
    days = p.number("identity_reuse_days").as_interval("D")
    older = later_by(requested_at, d.identity_latest_passed_at, days)
    renewal = d.kind.isin(("renew", "rekey"))
    reused = (d.reused_passes > 0) & (d.fresh_passes == 0)
    return Verdict(
        applies=identity_due(d) & (d.holder_passes > 0) & (renewal | reused),
        breach=unless_open(older, d.identity_undated | origin_unknown(d)),
        shows=(d.identity_latest_passed_at, d.applied_at, d.relied_on),
        rows=(d.identity_pass_row,),
    )
