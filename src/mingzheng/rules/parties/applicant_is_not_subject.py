"""The holder applied for and the holder the certificate names are not the same.

The application is what was checked and reviewed: a certificate that names somebody else was
issued to nobody who was. Of a person within an organisation both are compared.

Not a breach: another spelling of one name (width, spaces, brackets, middle dots); the name of a
seal or role (财务专用章), where the organisation is compared. A doubt only: a long name cut
short, a rare character replaced, a holder renamed with proof. Where the certificate carries the
name among other things, for want of a template, it is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.parties import UNKNOWN, Comparison, compared, of_holders
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.3",),
    zh="证书载明的持有人与申请的主体不一致",
    en="Holder in the certificate is not the one applied for",
    doc_zh=(
        "查验和审查的对象是申请所列的主体：证书载明的是另一个人，就等于发给了从未受查验的人。"
        "单位人员证书，个人和单位都要比对。\n\n"
        "不属于问题：同一名称的不同写法（全半角、空格、括号、间隔号）；印章、岗位名称（如“财"
        "务专用章”），只比对单位。长名称被截短、生僻字被替换、有更名证明的，只列为疑点。没有"
        "模板、名称与其他内容混在一起的，结论为无法判断。"
    ),
    cites=("esign-law/20", "esign-law/21(2)", "measures/28(2)", "measures/30"),
    severity=Severity.VIOLATION,
)
def applicant_is_not_subject(d: Certificate) -> Verdict:
    """Person, organisation or both differ, by the kind of subject."""
    difference = _difference(d)
    return Verdict(
        applies=of_holders(d),
        breach=difference.differs,
        shows=(
            d.subject_kind,
            d.subject_name,
            d.organization_name,
            d.holder_name,
            d.holder_person,
            d.holder_organization,
        ),
        severity=ibis.ifelse(
            difference.lesser | d.rename_proved, Severity.DOUBT, Severity.VIOLATION
        ),
    )


def _difference(d: Certificate) -> Comparison:
    holder, subject = d.holder_name.key, d.subject_name.key
    person = compared((d.holder_person.key, holder), (subject,))
    organization = compared(
        (d.holder_organization.key, holder), (d.organization_name.key, subject)
    )
    employer = compared((d.holder_organization.key,), (d.organization_name.key,))
    kind = d.subject_kind
    return Comparison(
        differs=ibis.cases(
            (kind == "person", person.differs),
            (kind.isin(("organization", "device")), organization.differs),
            (kind == "person_in_organization", person.differs | employer.differs),
            else_=UNKNOWN,
        ),
        lesser=ibis.cases(
            (kind == "person", person.lesser),
            (kind.isin(("organization", "device")), organization.lesser),
            else_=(person.lesser | ~person.differs) & (employer.lesser | ~employer.differs),
        ),
    )
