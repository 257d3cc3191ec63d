"""The contract was signed on a template that was not in force that day.

An outdated text still binds. It is a notice; that the old text lacks a required matter, or
contradicts the practice statement, would make it a violation, and only the text can show that.

Not a breach: the first and last day of a version; one of several contracts on the right one. A
version missing from the list of documents is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.1",),
    zh="合同文本当日未施行",
    en="Contract on a template not in force that day",
    doc_zh=(
        "用旧文本签订的合同仍有约束力，因此只作提示；旧文本缺少必备内容或与业务规则抵触的才属"
        "违反，而这要看文本本身。\n\n"
        "不属于问题：版本施行的首日和末日；几份合同中有一份使用正确版本。所用版本未列入文件登"
        "记的，结论为无法判断。"
    ),
    cites=("measures/22",),
    severity=Severity.NOTICE,
)
def template_not_in_force(d: Case) -> Verdict:
    """Every contract is on a version of the text not in force when it was signed."""
    return Verdict(
        applies=contract_due(d) & recorded(d.contract_template_fault, d.contracts),
        breach=faulty(d.contract_template_fault),
        shows=(d.contract_document, d.contract_signed_at),
        rows=(d.contract_row,),
    )
