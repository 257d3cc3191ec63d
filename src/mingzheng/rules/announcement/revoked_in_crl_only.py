"""A certificate stands in the revocation list, and the records don't say why it was revoked.

A provider revokes at the holder's request, or on one of the grounds of the Measures. An entry of
its own list without a request, and without a ground of the provider or a court, is a doubt.

Not a breach: a suspension (certificateHold); a request on record as an application or with the
revocation; a ground on record with a revocation by the provider or a court. Where applications and
status changes are not declared complete, it is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.sighting import Sighting
from mingzheng.rules.rule import Severity, Verdict, rule

HOLDS = ("certificate_hold", "remove_from_crl")


@rule(
    items=("2.6",),
    zh="撤销列表中有证书，记录中无撤销申请或事由",
    en="Revoked in the list only: no request and no ground on record",
    doc_zh=(
        "机构应持有人申请，或者依办法规定的事由撤销证书。本机构的撤销列表中有此证书，记录中却既没有"
        "申请，也没有机构或者法院撤销的事由，列为疑点。\n\n"
        "不属于问题：冻结（certificateHold）的；申请记录或者撤销记录中有申请的；由机构或者法院撤销并载"
        "明事由的。申请记录和状态变更记录未声明完整的，结论为无法判断。"
    ),
    cites=("measures/29", "measures/31"),
    severity=Severity.DOUBT,
)
def revoked_in_crl_only(d: Sighting) -> Verdict:
    """Of the holder's wish, or unknown, without a request; of an authority, without a ground."""
    held = d.revocation_reason.isin(HOLDS).fill_null(False)
    return Verdict(
        applies=(d.source == "crl") & d.own_issuer & ~held,
        breach=ibis.cases(
            (d.requests > 0, False),
            (d.by_authority > 0, (d.grounds == 0) & (d.requests == 0)),
            (d.by_authority == 0, d.requests == 0),
            else_=ibis.null("boolean"),
        ),
        shows=(d.issuer_dn, d.event_at, d.revocation_reason, d.by_authority),
    )
