"""The applicant was told only after the application had been accepted.

The measures put the notice before acceptance: who learns the fees and the liability afterwards
could not decide by them.

Not a breach: a second notice after one in time; an earlier notice to the same holder whose
version was still in force; a notice in time to an agent with authority. A notice without a time,
an application whose time of acceptance is not recorded, and a holder whose number can't be compared
with that of an earlier case, are unknown; so is one in time that names somebody unknown, may not
have been heard, or may be of a version no longer in force. What was posted in time, and confirmed
only afterwards, is a doubt.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.disclosures import BY_AGENT, DOUBTFUL, HEARD, UNHEARD
from mingzheng.dossiers.facts import Moment, Value
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
        "告知有权代理的经办人。告知没有时间的，申请没有受理时间的，或及时的告知对象不明、是否知悉不明"
        "、版本是否施行不明的，无法判断。已及时公示、事后才确认的，列为疑点。"
    ),
    cites=("measures/21",),
    severity=Severity.VIOLATION,
)
def disclosed_after_acceptance(d: Case, p: Parameters) -> Verdict:
    """Whatever reached anybody with authority to take it came later than acceptance."""

    def given(worths: int) -> Value:
        return (d.notice_worths & worths) != 0

    def late(at: Moment, worth: int) -> Value:
        return ibis.cases(
            (at.start.notnull(), later(at, d.accepted_at)),
            (~given(worth), True),
            else_=ibis.null("boolean"),
        )

    agent_late, unheard_late = late(d.agent_told_at, BY_AGENT), late(d.unheard_at, UNHEARD)
    # who was told in time, but not the holder, was not told late: that is `told_another`
    told_late = (
        given(HEARD | DOUBTFUL) | (given(BY_AGENT) & agent_late) | (given(UNHEARD) & unheard_late)
    )
    perhaps_in_time = d.told_undated | ~late(d.doubtful_told_at, DOUBTFUL)
    return Verdict(
        applies=disclosure_due(d, p) & (d.disclosures > 0),
        breach=unless_open(
            late(d.heard_at, HEARD) & (agent_late | unauthorised_agent(d)) & told_late,
            # of a holder whose number can't be compared, an earlier notice can't be found
            perhaps_in_time | ~d.subject_id_number.comparable,
        ),
        shows=(d.told_at, d.heard_at, d.accepted_at, d.disclosure_means),
        rows=(d.disclosure_row,),
        severity=ibis.ifelse(unheard_late.fill_null(False), Severity.VIOLATION, Severity.DOUBT),
    )
