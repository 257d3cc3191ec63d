"""An archived object was destroyed before the term of keeping was over.

The term ends five years after the certificate lapses, later where the practice statement says so;
of several certificates that rest on one object the last counts.

Not a breach: an object destroyed on the last day of its term or later; one of an application that
was refused. Where a revocation may be missing from the records, or the certificate's end is
unknown, so is the answer, unless even the earliest possible end of the term came later.
"""

from __future__ import annotations

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.logic import later
from mingzheng.rules.preservation import concerns_a_certificate
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="保存期限未满即销毁",
    en="Destroyed before the term of keeping ended",
    doc_zh=(
        "保存期限至证书失效后五年，业务规则规定更长的从其规定；多张证书依据同一档案的，以最后"
        "失效的为准。该档案在期限届满前已销毁。\n\n"
        "不属于问题：期限届满当日或之后销毁的；申请已被拒绝的。撤销记录可能缺失或证书止期不明"
        "的，无法判断；但按最早可能的期限仍属提前销毁的除外。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.VIOLATION,
)
def destroyed_early(d: ArchiveObject) -> Verdict:
    """The term ended, at the earliest, after the day it was destroyed."""
    return Verdict(
        applies=d.destroyed & concerns_a_certificate(d),
        breach=later(d.keep_until, d.destroyed_at),
        shows=(d.archive_ref, d.destroyed_at, d.lapse_at, d.keep_until),
        rows=(d.application_row,),
    )
