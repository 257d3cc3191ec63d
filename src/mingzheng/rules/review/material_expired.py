"""A document that the application rests on had expired that day.

A lapsed identity document proves nobody's identity. Other lapsed papers, such as a licence, may
have been renewed without the copy on file, and are a question to ask.

Not a breach: the last day of validity; a paper of the same kind and for the same people that was
still in force; an extension by a published policy (`document_extension_days`; without it a
lapsed identity document is only a doubt); papers without an end (长期). Authorisations out of
date are found by `parties.authorisation_does_not_cover`.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.logic import later_by
from mingzheng.rules.review import review_due
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="申请材料当日已过期",
    en="Material had expired that day",
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def material_expired(d: Case, p: Parameters) -> Verdict:
    """Of some kind of paper, all that are on file had lapsed."""
    days = p.number("document_extension_days")
    extension = days.fill_null(0).as_interval("D")
    identity = later_by(d.event_at, d.id_document_until, extension)
    other = later_by(d.event_at, d.material_until, extension)
    lapsed = ibis.ifelse(d.id_document_until.start.isnull(), False, identity)
    other_lapsed = ibis.ifelse(d.material_until.start.isnull(), False, other)
    certain = days.notnull() & lapsed.fill_null(False)
    return Verdict(
        applies=review_due(d) & (d.limited_materials > 0),
        breach=lapsed | other_lapsed,
        shows=(d.id_document_until, d.material_until, d.event_at),
        rows=(d.expired_material_row,),
        severity=ibis.ifelse(certain, Severity.VIOLATION, Severity.DOUBT),
    )
