"""The other party to the contract is neither the holder nor the applicant.

The measures have the contract signed with the applicant: one with somebody else binds neither
the applicant nor the holder.

Not a breach: the organisation of which the holder is a member, where it applied; the same name
written in another way; one of several contracts with the right party. A contract that names no
party, or masks its name, is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.1",),
    zh="合同相对方不是持有人或申请人",
    en="Contract with a party that is neither holder nor applicant",
    doc_zh=(
        "办法规定与证书申请人签订合同：与别人签的合同，约束不了申请人，也约束不了持有人。\n\n"
        "不属于问题：持有人所属、并由其提出申请的单位；同一名称的另一种写法；几份合同中有一份"
        "相对方相符。合同未写明相对方的，或其名称经遮盖的，结论为无"
        "法判断。"
    ),
    cites=("measures/22",),
    severity=Severity.VIOLATION,
)
def party_is_another(d: Case) -> Verdict:
    """Every contract is with another party."""
    return Verdict(
        applies=contract_due(d) & recorded(d.contract_party_fault, d.contracts),
        breach=faulty(d.contract_party_fault),
        shows=(
            d.contract_id,
            d.contract_party_name,
            d.contract_party_id_number,
            d.subject_name,
            d.applicant_name,
        ),
        rows=(d.contract_row,),
    )
