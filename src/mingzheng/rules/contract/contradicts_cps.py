"""The contract's text contradicts the practice statement in force when it was signed.

A contract must not go against the published practice statement: holders rely on what is public.
Terms of both are compared: periods, caps and prices that are worse for the holder, and rules that
can't both hold.

Not a breach: terms better for the holder; silence of either side; one of several contracts on a
text that agrees. Terms that may be about something else, what the statement says the contract will
tell and it doesn't, texts that were not supplied or can't be read, a contract without a day of
signing, and a day on which several statements were in force that disagree about it, are unknown.
A person's confirmation decides either way.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import contract_due, faulty
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("3.3",),
    zh="合同内容与当时施行的业务规则相抵触",
    en="Contract contradicts the practice statement in force",
    doc_zh=(
        "合同内容不得违反公布的电子认证业务规则，持有人信赖的是公布的内容。逐项比对两份文本：期限、"
        "限额、价格对持有人更不利的，或两者不能同时成立的。\n\n"
        "不属于问题：对持有人更有利的；一方没有写的；几份合同中有一份的文本没有抵触。可能并非同一"
        "事项的，业务规则写明由合同约定而合同没有写的，文本没有提供或无法读取的，合同没有签署日期的，"
        "当日有几份业务规则施行而说法不一的，结论均为无法判断。经人工确认的，以确认为准。"
    ),
    cites=("measures/22", "esign-law/19"),
    severity=Severity.VIOLATION,
)
def contradicts_cps(d: Case) -> Verdict:
    """Every contract that may cover the case is on a text that contradicts the statement."""
    return Verdict(
        applies=contract_due(d) & (d.contracts > 0),
        breach=faulty(d.contract_statement_fault),
        shows=(
            d.contract_document,
            d.contract_version,
            d.contract_signed_at,
            d.contract_statement,
            d.contract_contradiction,
        ),
        rows=(d.contract_row,),
    )
