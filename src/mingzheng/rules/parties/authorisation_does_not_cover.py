"""The authorisation on record is not by this holder for this agent, or not for that day.

An authorisation vouches for the two it names and the time it gives, for nobody and nothing else.

Not a breach: one good authorisation beside others; one that states no end; one for the platform
whose people act. An authorisation that gives no names or dates, or masked names, is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, for_signing
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.3",),
    zh="授权文件与当事人或日期不符",
    en="Authorisation does not cover the parties or the day",
    doc_zh=(
        "授权文件只对其载明的双方和期限有效，对其他人、其他日期无效。\n\n"
        "不属于问题：多份授权中有一份相符；未载明止期的授权；授权给平台、由其人员办理的。未载明姓"
        "名或日期的，或姓名经遮盖的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def authorisation_does_not_cover(d: Case) -> Verdict:
    """Every authorisation names others, or every one is out of date."""
    return Verdict(
        applies=for_signing(d) & (d.authorisations > 0),
        breach=faulty(d.authorisation_names_fault) | faulty(d.authorisation_dates_fault),
        shows=(d.subject_name, d.agent_name, d.applicant_name, d.authorised_at, d.applied_at),
        rows=(d.authorisation_row,),
    )
