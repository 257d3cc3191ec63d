"""The archive plans to keep an object for less than the term.

Nothing is lost yet; a person must look before the planned day comes.

Not a breach: a planned day on which the term ends, or later; no end (长期); an object of an
application that was refused. Without a planned day there is nothing to look at.
"""

from __future__ import annotations

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.logic import later
from mingzheng.rules.preservation import concerns_a_certificate, end_of, in_force
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="计划保存期限短于法定期限",
    en="Planned to be kept for less than the term",
    doc_zh=(
        "保存记录载明的保存期限早于应保存的期限。档案尚在，到期前须人工核对。\n\n"
        "不属于问题：计划期限等于或晚于应保存期限的；长期保存的；申请已被拒绝的。未载明计划期"
        "限的不在检查之列。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.DOUBT,
)
def term_too_short(d: ArchiveObject) -> Verdict:
    """The term ends, at the earliest, after the planned day."""
    return Verdict(
        applies=in_force(d) & d.planned & concerns_a_certificate(d),
        breach=later(d.keep_until, end_of(d.retain_until)),
        shows=(d.archive_ref, d.retain_until, d.lapse_at, d.keep_until),
        rows=(d.application_row,),
    )
