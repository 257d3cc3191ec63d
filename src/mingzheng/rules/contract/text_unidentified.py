"""No text of the contract can be produced: no template is named and no signed copy is archived.

The contract is where the rights and duties of both sides are made clear. Where nobody can say
which text was agreed, nobody can say that it made them clear; what the text says is for those to
judge who read it.

Not a breach: a template on record, or the signed contract in the archive; one of several
contracts with a text. A template that is named and not on record is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.2",),
    zh="合同没有可查的文本",
    en="No text of the contract on record",
    doc_zh=(
        "合同是明确双方权利义务的地方。约定的是哪一份文本都说不清，就说不清是否明确了权利义务；"
        "文本写了什么，由审阅文本的人判断。\n\n"
        "不属于问题：所用文本版本在案，或已归档签署的合同；几份合同中有一份文本可查。写明了版本"
        "而该版本未登记的，结论为无法判断。"
    ),
    cites=("measures/22",),
    severity=Severity.DOUBT,
)
def text_unidentified(d: Case) -> Verdict:
    """Every contract names no template and has no archived copy."""
    return Verdict(
        applies=contract_due(d) & recorded(d.contract_text_fault, d.contracts),
        breach=faulty(d.contract_text_fault),
        shows=(d.contract_id, d.contract_document, d.contract_signed_at),
        rows=(d.contract_row,),
    )
