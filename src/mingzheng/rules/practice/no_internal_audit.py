"""No internal audit was held in a year of service.

A provider has a complete system of internal audit. How often it audits itself, its practice
statement says: where that is yearly, a year without is a breach of it, elsewhere a doubt.

Not a breach: one audit, of whatever scope, on any day of the year; a year that was not licensed
throughout, or not over by the day of the audit. An audit without a day may be any year's: then
no year is known to be without.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.service_year import ServiceYear
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("4.2",),
    zh="服务年度内未开展内部审计",
    en="No internal audit in a year of service",
    doc_zh=(
        "机构应当建立完善的内部审计制度。多久审计一次，以业务规则为准：规定每年一次而当年没有的，"
        "为违反规则；没有规定的，列为疑点。\n\n"
        "不属于问题：当年任何一天开展过任何范围的内部审计；全年并非都在许可期内的年度；截至审计日"
        "尚未结束的年度。没有日期的内部审计可能属于任何一年，此时不认定任何年度没有审计。"
    ),
    cites=("measures/16", "measures/19"),
    severity=Severity.VIOLATION,
)
def no_internal_audit(d: ServiceYear, p: Parameters) -> Verdict:
    """No audit on record; a violation only where the practice statement says yearly."""
    return Verdict(
        applies=d.licensed,
        breach=d.audits == 0,
        shows=(d.name, d.audits),
        severity=ibis.ifelse(
            p.truth("yearly_internal_audit").fill_null(False),
            Severity.VIOLATION.value,
            Severity.DOUBT.value,
        ),
    )
