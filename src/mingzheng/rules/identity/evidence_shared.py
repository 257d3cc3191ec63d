"""One piece of evidence, by its hash, serves holders who have nothing to do with each other.

A photograph or a recording shows one person. If it vouches for two, one of them was not there.

Not a breach: one holder's several certificates; the licence of an organisation, which serves all
its staff. Checks for which no evidence of the holder is recorded are not looked at.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import identity_due, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="同一查验凭证用于无关联的多名持有人",
    en="One evidence object serves unrelated holders",
    doc_zh=(
        "一张照片、一段录像只能证明一个人到场。同一凭证（按摘要值）用于互不相关的两名持有人，"
        "必有一人不在场。\n\n"
        "不属于问题：同一持有人的多张证书；单位执照用于本单位多名人员。未登记查验凭证的，不在"
        "检查之列。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.DOUBT,
)
def evidence_shared(d: Case) -> Verdict:
    """The evidence of the earliest pass serves more than one unrelated holder."""
    return Verdict(
        applies=identity_due(d) & recorded(d.evidence_holders, d.checks),
        breach=d.evidence_holders > 1,
        shows=(d.evidence_ref, d.evidence_holders, d.identity_passed_at),
        rows=(d.identity_pass_row,),
    )
