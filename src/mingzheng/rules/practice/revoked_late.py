"""A certificate was revoked later after the request than the practice statement says.

A provider serves by the practice statement that it has published, and how soon it revokes at the
holder's request stands there: in between, others can sign in the holder's name.

Not a breach: a revocation in the hours set, as far as clocks allow to tell; one by the provider or
a court. Without `revocation_hours`, or without the time of the request, it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.logic import for_signing, later_by
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("0",),
    zh="收到撤销申请后未在规定期限内撤销",
    en="Revoked later than the practice statement says",
    doc_zh=(
        "机构应当按照公布的业务规则提供服务，收到持有人的撤销申请后多久撤销，以业务规则为准：在此期间"
        "，他人仍可能以持有人名义签名。\n\n"
        "不属于问题：在规定的小时数之内撤销的（时钟误差之内不作认定）；由机构或者法院撤销的。未提供 "
        "revocation_hours，或者没有申请时间的，结论为无法判断。"
    ),
    cites=("esign-law/31", "measures/16"),
    severity=Severity.VIOLATION,
)
def revoked_late(d: StatusChange, p: Parameters) -> Verdict:
    """Effective more than the hours set after the request."""
    hours = p.number("revocation_hours").as_interval("h")
    asked = (d.change_initiated_by == "holder") | (d.ground == "requested")
    return Verdict(
        applies=(d.action == "revoked") & asked & for_signing(d),
        breach=later_by(d.effective_at, d.requested_at, hours),
        shows=(d.requested_at, d.effective_at, d.change_initiated_by),
    )
