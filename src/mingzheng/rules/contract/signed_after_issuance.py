"""The contract was signed only after the certificate was issued.

Where the practice statement puts the contract first, signing it afterwards breaks the order it
promises; elsewhere the order is a question to ask.

Not a breach: a standing contract; an earlier contract beside a later one; a click on download
that signs and takes delivery in one transaction. Without the parameter
`contract_before_issuance` it is only a doubt.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, later, recorded, unless_open, within_tolerance
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("3.1",),
    zh="签发证书后才签订合同",
    en="Contract signed only after issuance",
    doc_zh=(
        "业务规则规定先签约、后发证的，事后签订违反其承诺的顺序；没有这样规定的，顺序也值得询"
        "问。\n\n"
        "不属于问题：长期合同；另有更早签订的合同；下载证书时点击同意，签约与领取同时完成。未"
        "提供 contract_before_issuance 的，只列为疑点。"
    ),
    cites=("measures/22", "measures/16"),
    severity=Severity.VIOLATION,
)
def signed_after_issuance(d: Case, p: Parameters) -> Verdict:
    """The earliest contract, a single one, is later than the issuance."""
    single = recorded(d.contract_row, d.contracts) & (d.contract_scope == "single")
    on_download = (d.contract_means == "click") & within_tolerance(
        d.contract_signed_at, d.delivered_at
    )
    late = later(d.contract_signed_at, d.issued_at) & ~on_download
    first = p.truth("contract_before_issuance")
    return Verdict(
        applies=contract_due(d) & single & d.issued,
        breach=unless_open(late, d.contract_undated),
        shows=(d.contract_signed_at, d.issued_at, d.delivered_at, d.contract_means),
        rows=(d.contract_row,),
        severity=ibis.ifelse(first, Severity.VIOLATION, Severity.DOUBT),
    )
