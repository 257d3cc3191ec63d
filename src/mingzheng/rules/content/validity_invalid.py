"""The validity is reversed, outside the issuer's, or longer than the CPS allows.

A certificate states from when until when it holds; its issuer can't vouch for a time in which
it has no valid certificate itself.

Not a breach: a period up to a day longer than the CPS says, since last days are counted both
ways; a CA's own certificate longer than what the CPS grants to holders; a self-signed one, which
is its own issuer. The law sets no maximum: where the CPS gives none, that part is not asked.
Without the issuer's certificate it is unknown, unless the validity is wrong by itself.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.dossiers.facts import seconds
from mingzheng.rules.content import end_entity, readable, self_signed
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule

DAY = 86_400


@rule(
    items=("1.4",),
    zh="证书有效期不正确",
    en="Validity is wrong",
    doc_zh=(
        "证书写明从何时到何时有效；颁发者在自己没有有效证书的时间里不能作证。\n\n"
        "不属于问题：比业务规则多出不到一天的有效期（首末日计法不同）；机构自己的证书超过给持"
        "有人的期限；自签名证书，其颁发者就是自己。法律没有规定最长期限，业务规则也没有的，不"
        "作此项检查。没有颁发者证书的，除有效期自身有误外，结论为无法判断。"
    ),
    cites=("esign-law/21(4)", "measures/28(4)"),
    severity=Severity.VIOLATION,
)
def validity_invalid(d: Certificate, p: Parameters) -> Verdict:
    """Ends before it begins, leaves the issuer's validity, or exceeds the CPS's maximum."""
    begins, ends = d.not_before.start, d.not_after.start
    outside = (begins < d.issuer_not_before.start) | (ends > d.issuer_not_after.start)
    longest = p.number("max_validity_days")
    span = seconds(ends) - seconds(begins)
    too_long = end_entity(d) & (span > (longest + 1) * DAY)
    return Verdict(
        applies=d.in_archive,
        breach=readable(
            d,
            (begins > ends)
            | ibis.ifelse(self_signed(d), False, outside)
            | ibis.ifelse(longest.isnull(), False, too_long),
        ),
        shows=(d.not_before, d.not_after, d.issuer_not_before, d.issuer_not_after),
    )
