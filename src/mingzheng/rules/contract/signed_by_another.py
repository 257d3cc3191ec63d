"""Only the platform or the agent signed the contract, without the holder's authorisation.

Who signs without authority binds nobody: the applicant then has no contract.

Not a breach: a signature under an authorisation by any link; a signature of the holder, the
applicant or an organisation's own representative on one of several contracts. A signer who is
not recorded is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.1",),
    zh="合同仅由平台或经办人签署且无授权",
    en="Contract signed only by a platform or an agent without authorisation",
    doc_zh=(
        "无权代签的合同不约束任何人：申请人等于没有合同。\n\n"
        "不属于问题：依据任何途径的授权签署；几份合同中有一份由持有人、申请人或单位自己的代表"
        "签署。未登记签署人的，结论为无法判断。"
    ),
    cites=("measures/22",),
    severity=Severity.VIOLATION,
)
def signed_by_another(d: Case) -> Verdict:
    """Every contract is signed by a platform or agent whom nobody authorised."""
    return Verdict(
        applies=contract_due(d) & recorded(d.contract_signer_fault, d.contracts),
        breach=faulty(d.contract_signer_fault),
        shows=(d.contract_id, d.contract_signed_by, d.contract_party_name, d.authorisations),
        rows=(d.contract_row,),
    )
