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
