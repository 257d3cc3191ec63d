"""An archived object was not verified for a year, or never since it was stored.

Media fail silently: only looking at what is kept shows that it is still whole.

Not a breach: an object stored or verified within the last year, or within the `verification_days`
that the practice statement sets; one that was destroyed. Without any day of verification in the
table, that can't be told.
"""

from __future__ import annotations

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.logic import later_by
from mingzheng.rules.preservation import in_force
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="归档后一年以上未核对",
    en="Not verified for more than a year",
    doc_zh=(
        "归档后从未核对，或最近一次核对已在一年以前。介质失效并无征兆，只有核对才知道档案是否"
        "完好。\n\n"
        "不属于问题：一年内（或业务规则规定的 verification_days 内）归档或核对过的；已销毁的。保存"
        "记录没有核对时间的，无法判断。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.NOTICE,
)
def never_verified(d: ArchiveObject, p: Parameters) -> Verdict:
    """More than that time lies between the last look at it and the audit."""
    days = p.number("verification_days").as_interval("D")
    return Verdict(
        applies=in_force(d),
        breach=later_by(d.audited_at, d.intact_at, days),
        shows=(d.archive_ref, d.stored_at, d.verified_at),
    )
