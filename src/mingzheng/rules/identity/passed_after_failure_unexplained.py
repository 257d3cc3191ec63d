"""A check failed, and minutes later another method let the same applicant pass.

Changing the method until one of them says yes is how an impostor gets through. The records can't
say why the method was changed, so a person must look.

Not a breach: a second try by the same method (a blurred picture, a slip in the number); a pass
by another method after longer than the time set by `explained_minutes`, as when the applicant is
sent to a counter; checks none of which failed before the pass.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import identity_due, later_by
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="查验未通过后数分钟内换方式通过，未见说明",
    en="Passed by another method minutes after a failure, unexplained",
    doc_zh=(
        "查验未通过，几分钟后换一种方式就通过：冒名者正是这样过关的。记录说明不了为何换方式，"
        "须人工核对。\n\n"
        "不属于问题：以同一方式重试（照片模糊、号码输错）；间隔超过 explained_minutes 的（例"
        "如转到柜台办理）；通过之前没有未通过记录的。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.DOUBT,
)
def passed_after_failure_unexplained(d: Case, p: Parameters) -> Verdict:
    """A failure, then a pass by another method within the minutes of the parameter."""
    minutes = p.number("explained_minutes").as_interval("m")
    soon = ~later_by(d.identity_passed_at, d.identity_failed_at, minutes)
    changed = d.identity_method != d.identity_failed_method
    return Verdict(
        applies=identity_due(d) & (d.checks > 1) & (d.holder_passes > 0),
        breach=d.identity_failed_row.notnull() & changed & soon,
        shows=(
            d.identity_failed_at,
            d.identity_failed_method,
            d.identity_passed_at,
            d.identity_method,
        ),
        rows=(d.identity_failed_row, d.identity_pass_row),
    )
