"""The provider revoked a certificate of its own accord, and no ground is on record.

The Measures name the cases in which a provider may revoke: at the holder's request, for untrue
information, a broken contract, a certificate no longer secure, or where law says so.

Not a breach: a ground of any of these kinds; a revocation by the holder or a court. Where no row of
the table states a ground, or a cell of it was refused, it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.logic import for_signing
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("0",),
    zh="机构自行撤销证书，未记载事由",
    en="Revoked by the provider without a ground",
    doc_zh=(
        "办法规定了机构可以撤销证书的情形：持有人申请，信息不真实，未履行合同义务，安全性不能得到保证"
        "，法律、行政法规规定的其他情形。\n\n"
        "不属于问题：记载了其中任一事由的；由持有人申请或者法院要求撤销的。整张表都没有填写事由，或者"
        "事由单元格被拒绝读取的，结论为无法判断。"
    ),
    cites=("measures/29",),
    severity=Severity.DOUBT,
)
def revoked_without_ground(d: StatusChange) -> Verdict:
    """By the provider or its systems, without a ground stated."""
    by_provider = d.change_initiated_by.isin(("ca", "system"))
    return Verdict(
        applies=(d.action == "revoked") & by_provider & for_signing(d),
        breach=~d.ground_stated,
        shows=(d.change_initiated_by, d.effective_at, d.ground),
    )
