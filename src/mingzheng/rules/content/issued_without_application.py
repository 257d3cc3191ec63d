"""A certificate for signing to which no application leads.

Verification of identity, disclosure and contract all hang on an application: a certificate
without one was issued on nobody's request.

Not a breach: an application by batch or by the signing twin; a certificate taken over from
another CA; one that begins before, or soon after, the declared records begin, since its
application may lie before them; a CA's own or a test certificate. Where the applications are
not declared complete it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.dossiers.facts import seconds
from mingzheng.rules.content import end_entity, readable
from mingzheng.rules.logic import for_signing
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule

DAY = 86_400


@rule(
    items=("1.4",),
    zh="证书没有对应的申请",
    en="Certificate without an application",
    doc_zh=(
        "查验、告知、合同都系于申请：没有申请的证书，是在无人请求的情况下签发的。\n\n"
        "不属于问题：经由批次或签名证书可以查到的申请；承接自其他机构的证书；在声明的记录起始"
        "之前或之后不久生效的证书，其申请可能在此之前；机构自用或测试证书。申请记录未声明完整"
        "的，结论为无法判断。"
    ),
    cites=("esign-law/20.2", "esign-law/21", "measures/30"),
    severity=Severity.VIOLATION,
)
def issued_without_application(d: Certificate, p: Parameters) -> Verdict:
    """The records, complete and begun long enough before, hold no application for it."""
    production = d.issuer_role.fill_null("production") == "production"
    since = seconds(d.not_before.start) - seconds(d.coverage_from.start)
    accountable = ~d.taken_over & (since >= p.number("coverage_lead_days") * DAY)
    asked = for_signing(d) & production & ~d.is_precertificate
    return Verdict(
        applies=d.in_archive
        & readable(d, asked & end_entity(d) & ((d.applications > 0) | accountable)),
        breach=d.applications == 0,
        shows=(d.product, d.not_before, d.applications, d.coverage_from),
    )
