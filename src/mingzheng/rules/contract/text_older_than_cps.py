"""The contract was signed on a text older than the practice statement then in force.

A contract must not contradict the published practice statement. When the statement is revised and
the contract's text stays, somebody must have compared them; the records can't show that anybody
did. What the texts say is for those to judge who read them: hence a notice.

Not a breach: a contract signed before the revision; a text of the same day as the statement or
younger; one of several contracts on such a text. A template or statement that is not on record
is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.3",),
    zh="合同文本早于当时施行的业务规则",
    en="Text of the contract older than the practice statement then in force",
    doc_zh=(
        "合同内容不得违反公布的电子认证业务规则。业务规则修订而合同文本未动，必须有人比对过两者，"
        "记录却看不出有人比对；文本写了什么，由审阅文本的人判断，因此只作提示。\n\n"
        "不属于问题：修订之前签订的合同；与业务规则同日或更晚的文本；几份合同中有一份使用这样的"
        "文本。合同文本或业务规则未登记的，结论为无法判断。"
    ),
    cites=("measures/22", "esign-law/19"),
    severity=Severity.NOTICE,
)
def text_older_than_cps(d: Case) -> Verdict:
    """The statement was revised after every contract's text and before its signing."""
    return Verdict(
        applies=contract_due(d) & recorded(d.contract_revision_fault, d.contracts),
        breach=faulty(d.contract_revision_fault),
        shows=(d.contract_document, d.contract_signed_at),
        rows=(d.contract_row,),
    )
