"""A practice statement lacks a part of the framework, or a matter that the law names.

Article 19 wants it to cover responsibility, operating procedures and safeguards of information
security; the ministry's specification gives it nine parts.

Not a breach: a part under another name; headings in another order. A matter that is only touched,
and a text that was not supplied or can't be read, are unknown until a person has read it. A
person's confirmation of the text decides either way.
"""

from __future__ import annotations

from mingzheng.dossiers.public_document import PublicDocument
from mingzheng.rules.logic import faulty
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("0",),
    zh="电子认证业务规则内容不全",
    en="Practice statement lacks a part or matter",
    doc_zh=(
        "电子认证业务规则应当包括责任范围、作业操作规范、信息安全保障措施等事项，并按规范由九个部"
        "分组成；文本中没有其中的部分或事项。\n\n"
        "不属于问题：名称不同的部分；次序不同的章节。只是提及的事项，以及没有提供或无法读取的文本"
        "，结论为无法判断，须人工审阅。经人工确认的，以确认为准。"
    ),
    cites=("esign-law/19", "measures/15"),
    severity=Severity.VIOLATION,
)
def cps_incomplete(d: PublicDocument) -> Verdict:
    """A part or matter was looked for and not found."""
    return Verdict(
        applies=d.document_kind == "cps",
        breach=faulty(d.outline_fault),
        shows=(d.version, d.lacks, d.unsure, d.effective_from, d.effective_until),
    )
