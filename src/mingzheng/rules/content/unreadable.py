"""Bytes kept in the archive as a certificate, and no certificate.

The law lists what a certificate states: bytes that nobody can read state nothing.

Not a breach: an export damaged on its way, whose bytes no longer match the hash that the
archive keeps; that file is a reject. Without a hash to compare with it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="存档的证书无法读取",
    en="Archived certificate can't be read",
    doc_zh=(
        "法律列明证书应当载明的内容：无法读取的数据什么也没有载明。\n\n"
        "不属于问题：导出途中损坏、与档案所存摘要不再相符的数据，列入无法采用的数据。没有可供"
        "比对的摘要的，结论为无法判断。"
    ),
    cites=("esign-law/21", "measures/28"),
    severity=Severity.VIOLATION,
)
def unreadable(d: Certificate) -> Verdict:
    """Its bytes are what was archived, and no certificate."""
    return Verdict(
        applies=d.in_archive & (d.unreadable.isnull() | d.bytes_archived),
        breach=d.unreadable.notnull(),
        shows=(d.fingerprint, d.unreadable, d.unreadable_at, d.bytes_archived),
    )
