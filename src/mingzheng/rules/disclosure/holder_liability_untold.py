"""The notice says nothing of what the holder answers for.

Who is to bear the consequences of a lost key or a false statement must be told so before.

Not a breach: one of several notices that tells it; words that touch the matter without making it
sure, a text that was not supplied or can't be read, and an agreement accepted by then that tells
it, all of which are unknown until a person has read them. Without any notice nothing is looked at
here. A person's confirmation of the text decides either way.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.disclosure import untold
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("2.5",),
    zh="告知书未写明证书持有人的责任范围",
    en="Notice tells no liability of the holder",
    doc_zh=(
        "告知书没有写明证书持有人的责任范围：要由持有人承担失密、提供虚假信息等后果的，应当事先告"
        "知。\n\n"
        "不属于问题：几次告知中有一次写明的。文字只是提及、不能确定的，文本没有提供或无法读取的，"
        "受理前或受理时签订的协议中写明的，结论均为无法判断，须人工审阅。没有任何告知的不在此列。"
        "经人工确认的，以确认为准。"
    ),
    cites=("measures/21",),
    severity=Severity.VIOLATION,
)
def holder_liability_untold(d: Case, p: Parameters) -> Verdict:
    """No notice that counts tells it."""
    return untold(d, p, fault=d.holder_liability_fault, said=d.said_of_holder)
