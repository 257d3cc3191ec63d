"""The applicant was told only after the application had been accepted.

The measures put the notice before acceptance: who learns the fees and the liability afterwards
could not decide by them.

Not a breach: a second notice after one in time; an earlier notice to the same holder whose
version was still in force; a notice in time to an agent with authority. A notice without a time,
an application whose time of acceptance is not recorded, and a holder whose number can't be compared
with that of an earlier case, are unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.disclosure import ITEMS, disclosure_due, unauthorised_agent
from mingzheng.rules.logic import later, unless_open
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=ITEMS,
    zh="受理申请后才告知有关事项",
    en="Applicant told only after acceptance",
    doc_zh=(
        "受理申请之后才告知：事后才知道收费和责任的人，当时无法据以决定。\n\n"
        "不属于问题：及时告知之后的再次告知；以前对同一持有人作出、其版本当日仍施行的告知；及时"
        "告知有权代理的经办人。告知没有时间的，或申请没有受理时间的，无法判断。"
    ),
    cites=("measures/21",),
    severity=Severity.VIOLATION,
)
def disclosed_after_acceptance(d: Case, p: Parameters) -> Verdict:
    """The earliest notice to anybody with authority to take it is later than acceptance."""
    holder_late = ibis.ifelse(
        d.told_holder_at.start.notnull(), later(d.told_holder_at, d.accepted_at), False
    )
    late = later(d.told_at, d.accepted_at) | (holder_late & unauthorised_agent(d))
    return Verdict(
        applies=disclosure_due(d, p) & (d.disclosures > 0),
        # of a holder whose number can't be compared, an earlier notice can't be found
        breach=unless_open(late, d.told_undated | ~d.subject_id_number.comparable),
        shows=(d.told_at, d.told_holder_at, d.accepted_at, d.disclosure_means),
        rows=(d.disclosure_row,),
    )
