"""No notice to the applicant by any means before the application was accepted.

Before accepting an application the CA must tell the applicant the five matters: conditions of
use, fees, the handling of information, and the liability of either side.

Not a breach: a notice by batch or contract; an earlier notice to the same holder whose version
was still in force; a click that confirms it; a revocation; a renewal for which no new notice is
asked. What was only posted or read aloud, and nobody confirmed, is a doubt.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.disclosure import ITEMS, disclosure_due
from mingzheng.rules.logic import faulty
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=ITEMS,
    zh="受理申请前未告知申请人有关事项",
    en="Applicant never told the required matters",
    doc_zh=(
        "受理申请之前，应当向申请人告知五个事项：使用条件、收费、信息的保存和使用、双方各自"
        "的责任范围。检查中未见任何方式的告知。\n\n"
        "不属于问题：按批次或合同作出的告知；以前对同一持有人作出、其版本当日仍施行的告知；"
        "点击确认；撤销申请；不要求重新告知的更新、补办、变更。只公示或宣读、无人确认的，列"
        "为疑点。"
    ),
    cites=("measures/21",),
    severity=Severity.VIOLATION,
)
def never_disclosed(d: Case, p: Parameters) -> Verdict:
    """The records are complete and hold no notice, or none that is known to have arrived."""
    none_at_all = d.disclosures == 0
    unheard = ibis.ifelse(d.disclosures > 0, faulty(d.notice_fault), ibis.null("boolean"))
    return Verdict(
        applies=disclosure_due(d, p),
        breach=none_at_all | unheard,
        shows=(d.kind, d.disclosures, d.disclosure_means, d.applied_at, d.accepted_at),
        rows=(d.disclosure_row,),
        severity=ibis.ifelse(none_at_all, Severity.VIOLATION, Severity.DOUBT),
    )
