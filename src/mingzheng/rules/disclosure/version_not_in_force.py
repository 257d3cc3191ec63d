"""The notice was given on a version of the text that was not in force that day.

An outdated notice still tells something. It is a notice; that the old text lacks a required
matter, or contradicts the practice statement, would make it a violation, and only the text can
show that.

Not a breach: the first and last day of a version; one of several notices on the right one; an
earlier notice whose version is still in force. A version missing from the list of documents is
unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.disclosure import ITEMS, disclosure_due
from mingzheng.rules.logic import faulty, recorded
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=ITEMS,
    zh="告知书文本当日未施行",
    en="Notice on a version not in force that day",
    cites=("measures/21",),
    severity=Severity.NOTICE,
)
def version_not_in_force(d: Case, p: Parameters) -> Verdict:
    """Every notice is on a version of the text not in force when it was given."""
    return Verdict(
        applies=disclosure_due(d, p) & recorded(d.disclosure_version_fault, d.disclosures),
        breach=faulty(d.disclosure_version_fault),
        shows=(d.disclosure_document, d.told_at),
        rows=(d.disclosure_row,),
    )
