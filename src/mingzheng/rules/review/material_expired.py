"""A document that the application rests on had expired that day.

A lapsed identity document proves nobody's identity. Other lapsed papers, such as a licence, may
have been renewed without the copy on file, and are a question to ask.

Not a breach: the last day of validity; a paper of the same kind and for the same people that was
still in force; an extension by a published policy (`document_extension_days`; without it a
lapsed identity document is only a doubt); papers without an end (长期). Where a newer paper of the
kind names nobody it is unknown. Authorisations out of date are found by
`parties.authorisation_does_not_cover`.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Moment, Value
from mingzheng.rules.logic import later_by
from mingzheng.rules.review import review_due
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="申请材料当日已过期",
    en="Material had expired that day",
    doc_zh=(
        "申请所依据的证件当日已经过期：失效的身份证件不能证明任何人的身份。营业执照等其他材"
        "料可能已经换发而未留存新件，只列为疑点。\n\n"
        "不属于问题：有效期的最后一天；同类、同一人的材料中另有一份仍在有效期内；已公布的政"
        "策延长了有效期（参数 document_extension_days；未给出时，过期的身份证件也只列为疑点"
        "）；长期有效的材料。另有未写明是谁的、尚在有效期内的同类材料的，无法判断。过期的授权书由 parties.authorisation_does_not_cover 认定。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def material_expired(d: Case, p: Parameters) -> Verdict:
    """Of some kind of paper, all that are on file had lapsed."""
    days = p.number("document_extension_days")
    extension = days.fill_null(0).as_interval("D")
    lapsed = _lapsed(d, d.id_document_until, extension)
    other_lapsed = _lapsed(d, d.material_until, extension)
    certain = days.notnull() & lapsed.fill_null(False)
    return Verdict(
        applies=review_due(d) & (d.limited_materials > 0),
        breach=lapsed | other_lapsed,
        shows=(d.id_document_until, d.material_until, d.event_at),
        rows=(d.expired_material_row,),
        severity=ibis.ifelse(certain, Severity.VIOLATION, Severity.DOUBT),
    )


def _lapsed(d: Case, until: Moment, extension: Value) -> Value:
    """Had it ended by that day? An end given as a day is inclusive. False where there is none."""
    end_of_day = ibis.least(until.start + ibis.interval(days=1), until.end)
    inclusive = Moment(end_of_day, until.end, until.tolerance)
    return ibis.ifelse(until.start.isnull(), False, later_by(d.event_at, inclusive, extension))
