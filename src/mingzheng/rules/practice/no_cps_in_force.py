"""For days of a year of service no practice statement was in force.

A provider makes, publishes and files a practice statement and serves by it: between two versions
there is no day without one.

Not a breach: versions that follow one another without a whole day between; a version without an
end, which is in force still; a year that was not licensed throughout. Where the documents of the
year are not all declared to be there it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers.service_year import ServiceYear
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("0",),
    zh="许可期内没有施行中的电子认证业务规则",
    en="No practice statement in force while licensed",
    doc_zh=(
        "机构应当制定、公布电子认证业务规则，向主管部门备案，并据以提供服务；两个版本之间不应有任"
        "何一天没有业务规则。\n\n"
        "不属于问题：各版本前后衔接，中间没有空缺整日的；没有失效日期、仍在施行的；全年并非都在许"
        "可期内的年度。当年的文件没有全部声明完整的，结论为无法判断。"
    ),
    cites=("esign-law/19.1", "measures/15", "measures/16"),
    severity=Severity.VIOLATION,
)
def no_cps_in_force(d: ServiceYear) -> Verdict:
    """At least one whole day without a version."""
    return Verdict(
        applies=d.licensed, breach=d.statement_gap_days > 0, shows=(d.name, d.statement_gap_days)
    )
