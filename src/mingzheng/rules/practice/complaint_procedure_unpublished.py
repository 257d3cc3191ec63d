"""Neither a practice statement nor a notice of its days says how to complain, and by when one is told.

Who is wronged must know where to turn and how long it takes. No article asks for it in so many
words, so it is a doubt.

Not a breach: a notice that says what the statement leaves out, or the reverse. What is only touched,
and texts that were not supplied or can't be read, are unknown. A person's confirmation of the text
decides either way.
"""

from __future__ import annotations

from mingzheng.dossiers.public_document import PublicDocument
from mingzheng.rules.logic import faulty
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("4.1",),
    zh="业务规则和告知书没有公布投诉渠道或答复时限",
    en="No way to complain or no answer time published",
    doc_zh=(
        "受到损害的人应当知道向谁投诉、多久得到答复。施行期间的业务规则和告知书都没有写明投诉渠道"
        "，或都没有写明答复时限；没有条文直接这样规定，因此列为疑点。\n\n"
        "不属于问题：业务规则没有写而告知书写明的，或反之。只是提及的，以及文本没有提供或无法读取"
        "的，结论为无法判断。经人工确认的，以确认为准。"
    ),
    cites=("measures/16",),
    severity=Severity.DOUBT,
)
def complaint_procedure_unpublished(d: PublicDocument) -> Verdict:
    """All texts of its days were read, and one of the two is in none."""
    return Verdict(
        applies=d.document_kind == "cps",
        breach=faulty(d.complaint_fault),
        shows=(d.version, d.said_of_complaints, d.effective_from, d.effective_until),
    )
