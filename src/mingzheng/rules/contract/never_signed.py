"""No contract with the applicant by any link: direct, by batch or by a standing one.

After acceptance the CA must sign a contract with the applicant: without it neither side knows
what it owes.

Not a breach: a standing contract that covers the day; an application form that carries the
agreement; a click that accepts it; a request that was refused or withdrawn; a revocation. A case
that names no contract, of a party with a standing one that covers the day, is unknown. A renewal
or change without one, and a contract that does not cover the day, are only doubts: the earlier
agreement may still hold.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, known
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.1",),
    zh="未与证书申请人签订合同",
    en="No contract with the applicant",
    doc_zh=(
        "受理申请后，应当与证书申请人签订合同：没有合同，双方都不清楚各自的义务。检查中未见任"
        "何途径的合同：直接、批量或长期合同。\n\n"
        "不属于问题：覆盖当日的长期合同；载有协议内容的申请表；点击同意；被拒绝或撤回的申请；"
        "撤销申请。申请未注明合同编号，而其当事人另有覆盖当日的长期合同的，结论为无法判断。更新、"
        "变更时没有合同的，或合同不覆盖当日的，只列为疑点：原协议可能仍然有效。"
    ),
    cites=("measures/22",),
    severity=Severity.VIOLATION,
)
def never_signed(d: Case) -> Verdict:
    """The records are complete and hold no contract that covers the day."""
    none_at_all = (d.kind == "issue") & (d.contracts == 0)
    return Verdict(
        applies=contract_due(d) & known(d.accepted_at),
        breach=d.contracts_in_force == 0,
        shows=(d.kind, d.accepted_at, d.issued_at, d.contracts),
        severity=ibis.ifelse(none_at_all, Severity.VIOLATION, Severity.DOUBT),
    )
