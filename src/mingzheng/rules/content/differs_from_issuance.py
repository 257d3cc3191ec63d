"""The certificate and the record of its issuance disagree on the issuer, or on the day.

A recorded issuer that is not the certificate's is wrong content. A start of validity far from
the recorded issuance is a doubt: one of the two is not what happened.

Not a breach: validity from the local midnight of the day of issuance; a renewal that begins
where the old certificate ends; backdating as far as the CPS allows, if it does at all. A
record that gives but a part of the issuer's name (its common name alone) is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.dossiers.facts import Value, seconds
from mingzheng.rules.content import readable
from mingzheng.rules.logic import later_by
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule

HOUR, DAY = 3600, 86_400
CHINA = 8 * HOUR
REPLACING = ("renew", "rekey", "change")


@rule(
    items=("1.4",),
    zh="证书与签发记录不一致",
    en="Certificate disagrees with its issuance",
    doc_zh=(
        "登记的颁发者与证书上的不同，属于内容错误；有效期起始远离登记的签发时间，则是疑点：两"
        "者必有一个不是实情。\n\n"
        "不属于问题：有效期自签发当日零点（当地时间）开始；自原证书到期时开始的更新；业务规则"
        "允许范围内的倒签。只登记了颁发者名称的一部分（如仅有通用名）的，结论为无法判断。"
    ),
    cites=("esign-law/21", "esign-law/22", "measures/28"),
    severity=Severity.VIOLATION,
)
def differs_from_issuance(d: Certificate, p: Parameters) -> Verdict:
    """Another issuer is recorded (violation), or the times are too far apart (doubt)."""
    margin = p.number("matched_tolerance_hours").as_interval("h")
    early = later_by(d.issued_at, d.not_before, margin) & ~_at_midnight(d) & ~_backdated(d, p)
    late = later_by(d.not_before, d.issued_at, margin) & ~_at_old_end(d)
    return Verdict(
        applies=d.in_archive & d.issuance_row.notnull(),
        breach=readable(d, d.recorded_issuer_differs | early | late),
        shows=(d.issued_at, d.not_before, d.issuer_dn),
        severity=ibis.ifelse(d.recorded_issuer_differs, Severity.VIOLATION, Severity.DOUBT),
    )


def _at_midnight(d: Certificate) -> Value:
    """Valid from midnight in China of the day of issuance."""
    issued = seconds(d.issued_at.start)
    return seconds(d.not_before.start) == issued - (issued + CHINA) % DAY


def _backdated(d: Certificate, p: Parameters) -> Value:
    """Valid from no earlier than the CPS lets a certificate begin before its issuance."""
    ahead = seconds(d.issued_at.start) - seconds(d.not_before.start)
    days = p.number("backdating_days")
    return ibis.ifelse(days.isnull(), False, ahead <= days * DAY + HOUR)


def _at_old_end(d: Certificate) -> Value:
    """A certificate that replaces another and begins within a day of that one's end."""
    apart = seconds(d.not_before.start) - seconds(d.old_not_after.start)
    return d.kind.isin(REPLACING) & (apart.abs() <= DAY)
