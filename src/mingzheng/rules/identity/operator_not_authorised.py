"""The person who checked had no authority to: without the role, or outside the dates of it.

The practice statement reserves the check to trained and authorised staff; a check by anyone else
is not the verification that was promised.

Not a breach: a check by a machine; several checks, one of them by an authorised operator; the
first and last day of an authorisation. An operator missing from the list is unknown, unless the
list is declared complete.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, identity_due, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="查验人员未获授权",
    en="Identity checked by an operator without authority",
    doc_zh=(
        "业务规则把查验交给经培训并获授权的人员；其他人所做的查验，不是承诺过的查验。\n\n"
        "不属于问题：系统自动查验；多次查验中有一次由获授权人员完成；授权起止当日。人员未列入"
        "名册的，除名册声明完整外，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def operator_not_authorised(d: Case) -> Verdict:
    """Every pass by a person is by an operator without authority that day."""
    return Verdict(
        applies=identity_due(d) & recorded(d.operator_fault, d.checks),
        breach=faulty(d.operator_fault),
        shows=(d.identity_operator, d.identity_passed_at, d.identity_method),
        rows=(d.identity_pass_row,),
    )
