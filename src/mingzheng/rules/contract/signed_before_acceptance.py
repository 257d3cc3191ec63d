"""The contract was signed before the application was accepted.

The measures put the contract after acceptance. Signing it earlier harms nobody, but shows a form
that runs ahead of the procedure; it is mentioned once per template.

Not a breach: a contract that is part of the application form; a standing contract; several
contracts, any of which may have been signed in time.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, later, recorded, unless_open
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.1",),
    zh="受理申请前已签订合同",
    en="Contract signed before acceptance",
    doc_zh=(
        "办法把签订合同放在受理之后。提前签订不损害任何人，但说明表单走在了程序前面；每个文本"
        "版本只提示一次。\n\n"
        "不属于问题：作为申请表组成部分的合同；长期合同；几份合同中有任何一份按时签订的。"
    ),
    cites=("measures/22",),
    severity=Severity.NOTICE,
)
def signed_before_acceptance(d: Case) -> Verdict:
    """The only contract, a single one, is earlier than acceptance."""
    single = recorded(d.contract_row, d.contracts) & (d.contract_scope == "single")
    of_its_own = d.contract_means != "application_form"
    early = later(d.accepted_at, d.contract_signed_at)
    return Verdict(
        applies=contract_due(d) & single & of_its_own,
        breach=unless_open(early, d.contracts != 1),
        shows=(d.contract_document, d.contract_signed_at, d.accepted_at),
        rows=(d.contract_row,),
    )
