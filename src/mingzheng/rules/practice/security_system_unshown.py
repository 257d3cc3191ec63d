"""For days of a year of service no management system was in force among the documents.

A provider has a complete system of security management. Its texts are documents of the kind
*policy*; what they say, a person must read.

Not a breach: one policy or several that follow one another without a whole day between; a
policy without an end, which is in force still; a year that was not licensed throughout. Where
the documents of the year are not all declared to be there it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers.service_year import ServiceYear
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("4.2",),
    zh="未见施行中的安全管理制度",
    en="No management system shown to be in force",
    doc_zh=(
        "机构应当建立完善的安全管理制度。制度文本登记为“管理制度”类文件；内容须由人阅读。\n\n"
        "不属于问题：各版本前后衔接，中间没有空缺整日的；没有失效日期、仍在施行的；全年并非都在许"
        "可期内的年度。当年的文件没有全部声明完整的，结论为无法判断。"
    ),
    cites=("measures/19",),
    severity=Severity.DOUBT,
)
def security_system_unshown(d: ServiceYear) -> Verdict:
    """At least one whole day without a policy."""
    return Verdict(
        applies=d.licensed, breach=d.policy_gap_days > 0, shows=(d.name, d.policy_gap_days)
    )
