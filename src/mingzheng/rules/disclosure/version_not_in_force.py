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
    doc_zh=(
        "告知所用的文本当日未施行。旧文本仍告知了一些内容，只作提示；旧文本缺少应当告知的事"
        "项，或与业务规则相抵触的，才是违法，而这只有文本本身能够表明。\n\n"
        "不属于问题：版本施行的第一天和最后一天；多次告知中有一次用了当日施行的版本；以前的"
        "告知，其版本仍在施行。文件清单中没有的版本无法判断。"
    ),
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
