"""Evidence about a person is still kept though every term of keeping is over.

Personal information is to be deleted when its term of keeping has ended: the statutory one, and
the one that the archive itself planned.

Not a breach: an object whose planned term still runs, as where another law or a contract asks for
longer; evidence about an organisation; one whose last certificate lapsed less than the term ago.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.logic import later
from mingzheng.rules.preservation import end_of, in_force
from mingzheng.rules.rule import PERSONAL_INFORMATION, Severity, Verdict, rule


@rule(
    items=("0",),
    zh="个人信息超过保存期限仍未删除",
    en="Personal evidence kept past its term",
    doc_zh=(
        "保存期限已届满的个人信息应当主动删除：法定期限和保存记录载明的期限均已届满，而档案仍"
        "在。\n\n"
        "不属于问题：保存记录载明的期限尚未届满的（如其他法律或合同要求更长）；单位的凭证；所"
        "涉证书失效未满保存期限的。"
    ),
    cites=("esign-law/24", "pipl/47"),
    severity=Severity.NOTICE,
    authority=PERSONAL_INFORMATION,
)
def kept_past_term(d: ArchiveObject) -> Verdict:
    """Both the statutory term and the planned one ended before the day of the audit."""
    of_person = d.subject_kind.isin(("person", "person_in_organization"))
    planned_over = ibis.cases(
        (d.planned, later(d.audited_at, end_of(d.retain_until))),
        (~d.planned, True),
        else_=ibis.null("boolean"),
    )
    return Verdict(
        applies=in_force(d) & of_person & d.deletion_due,
        breach=later(d.audited_at, d.keep_until) & planned_over,
        shows=(d.archive_ref, d.lapse_at, d.keep_until, d.retain_until),
        rows=(d.application_row,),
    )
