"""Items 2.1 to 2.5: was the applicant told the five matters before the application was accepted?"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Value
from mingzheng.rules.logic import carried_out, faulty, for_signing, unless_open
from mingzheng.rules.rule import Parameters, Verdict

ITEMS = ("2.1", "2.2", "2.3", "2.4", "2.5")
"""One notice carries all five matters: without it none was told."""


def disclosure_due(d: Case, p: Parameters) -> Value:
    """Must the applicant be told before this application is accepted?

    Measures 21: whoever applies for a certificate. Renewals, rekeys and changes only as the
    practice statement asks for a new notice; never a revocation. An application that was never
    accepted asks for nothing.
    """
    again = d.kind.isin(("renew", "rekey", "change")) & p.truth("renewal_needs_disclosure")
    accepted = carried_out(d) | d.accepted_at.start.notnull()
    return for_signing(d) & ((d.kind == "issue") | again) & accepted


def unauthorised_agent(d: Case) -> Value:
    """Was whoever of the agents and platforms was told without the holder's authority?"""
    house = d.subject_kind != "person"
    # the office of a legal representative is authority enough
    office = (house & (d.told_agent.key == d.representative.key)).fill_null(False)
    may_hold_office = house & (~d.representative_settled | d.told_agent.key.isnull())
    return unless_open((d.authorisations == 0) & ~office, may_hold_office)


def untold(d: Case, p: Parameters, *, fault: Value, said: Value) -> Verdict:
    """Does no notice that counts tell one of the matters?

    fault: the case's of that matter; said: the words of the earliest notice that touch it.
    """
    return Verdict(
        applies=disclosure_due(d, p) & (d.disclosures > 0),
        breach=faulty(fault),
        shows=(d.disclosure_document, d.disclosure_version, said, d.told_at),
        rows=(d.disclosure_row,),
    )
