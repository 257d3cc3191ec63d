"""The person who checked the identity also approved the materials.

Where the practice statement separates the two posts, one person in both breaks it; elsewhere it
is worth a mention: nobody looked a second time.

Not a breach: a check or a review by a machine; a second person among those who approved. Several
checks, of which another person may have made one, are unknown. Without the parameter
`checker_reviewer_separated` it is only a notice.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.logic import recorded, unless_open
from mingzheng.rules.review import review_due
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="查验与审查由同一人完成",
    en="Checker and reviewer are the same person",
    doc_zh=(
        "查验身份的人又审查通过了材料。业务规则要求两岗分离的，一人兼任即违反业务规则；未作"
        "要求的，只作提示：没有第二个人看过。\n\n"
        "不属于问题：由系统自动查验或审查；审查通过的人中另有他人。有多次查验、其中可能有他"
        "人的，无法判断。未给出参数 checker_reviewer_separated 的，只作提示。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def checker_is_reviewer(d: Case, p: Parameters) -> Verdict:
    """One person made the only check that passed and every approval."""
    by_people = recorded(d.operator_fault, d.checks) & recorded(d.reviewer_fault, d.reviews)
    same = (d.identity_operator == d.reviewer) & ~d.several_reviewers
    separated = p.truth("checker_reviewer_separated")
    return Verdict(
        applies=review_due(d) & by_people,
        breach=unless_open(same, d.holder_passes != 1),
        shows=(d.identity_operator, d.reviewer, d.identity_passed_at, d.review_approved_at),
        rows=(d.identity_pass_row, d.review_row),
        severity=ibis.ifelse(separated, Severity.VIOLATION, Severity.NOTICE),
    )
