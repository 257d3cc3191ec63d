"""No review of the materials by any link: direct, by batch or by contract.

The law has the CA review the materials of every application, renewal and revocation that the
holder asks for, beside verifying identity.

Not a breach: a review of the whole batch or contract; a review that sent the materials back; an
automated review, where its result and the version of its rules are kept. The records hold the
result; whether versions are kept is for `automated_review_traceable` to say, and without it a
case reviewed by machines alone is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.review import review_due
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="未对申请材料进行审查",
    en="Materials never reviewed",
    doc_zh=(
        "收到申请后，应当对有关材料进行审查；更新和持有人申请的撤销也一样。检查中未见任何途"
        "径的审查记录：直接、批量或按合同。\n\n"
        "不属于问题：整批或按合同进行的审查；退回补正的审查；结果和所用规则版本均有留存的自"
        "动审查。审查记录中只有结果，规则版本是否留存由参数 automated_review_traceable 说明"
        "；未说明的，只有自动审查的申请无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def never_reviewed(d: Case, p: Parameters) -> Verdict:
    """The records are complete and hold no review that counts."""
    untraceable = ibis.ifelse(
        d.machine_reviews > 0, ~p.truth("automated_review_traceable"), ibis.null("boolean")
    )
    by_machines_alone = (d.personal_reviews == 0) & untraceable
    return Verdict(
        applies=review_due(d),
        breach=(d.reviews == 0) | by_machines_alone,
        shows=(d.kind, d.reviews, d.machine_reviews, d.applied_at, d.issued_at),
    )
