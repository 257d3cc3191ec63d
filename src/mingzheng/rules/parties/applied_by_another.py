"""Somebody applied who is neither the holder nor authorised by the holder before applying.

The law has the signer apply, and the provider verify the applicant: who applies in another's
name needs that other's authority first.

Not a breach: a holder under another spelling of the name, or the same number; the organisation
of a person within it; an organisation's legal representative, whose office is authority enough.
An organisation's applicant who is not said to be an agent, platform or employer may be just
that, and is unknown; so is a case that does not say who applied.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Value
from mingzheng.rules.logic import later, numbers_differ
from mingzheng.rules.parties import UNKNOWN, asked_for, compared, representative_known
from mingzheng.rules.rule import Severity, Verdict, rule

FOR_ANOTHER = ("agent", "platform", "employer")


@rule(
    items=("1.3",),
    zh="申请人不是持有人且申请前未获授权",
    en="Applied for by another without prior authority",
    doc_zh=(
        "法律规定由电子签名人提出申请，并由电子认证服务机构查验申请人：以他人名义申请，须先取"
        "得其授权。\n\n"
        "不属于问题：持有人名称的另一种写法，或号码相同；单位为其人员申请；单位的法定代表人，"
        "其职务即为授权。单位申请人未注明是经办人、平台或雇主的，以及未登记申请人的，结论为无"
        "法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def applied_by_another(d: Case) -> Verdict:
    """The applicant is another party, and no authorisation precedes the application."""
    unauthorised = ibis.cases(
        (d.authorisations == 0, True),
        (d.authorisations > 0, later(d.authorised_at, d.applied_at)),
        else_=UNKNOWN,
    )
    return Verdict(
        applies=asked_for(d),
        # whoever was authorised may be anybody: names are compared for want of that
        breach=ibis.ifelse(~unauthorised, False, _another(d) & unauthorised),
        shows=(
            d.subject_name,
            d.organization_name,
            d.applicant_name,
            d.applicant_role,
            d.authorisations,
            d.authorised_at,
            d.applied_at,
        ),
        rows=(d.authorisation_row,),
    )


def _another(d: Case) -> Value:
    """Is the applicant another party than the holder? Null where that can't be told."""
    a_person = (d.subject_kind == "person").fill_null(False)
    organization = ibis.ifelse(a_person, ibis.null("string"), d.organization_name.key)
    names = compared((d.applicant_name.key,), (d.subject_name.key, organization))
    same_type = d.applicant_id_type == d.subject_id_type
    numbers = numbers_differ(d.applicant_id_number, d.subject_id_number)
    represents = (d.applicant_name.key == d.representative.key).fill_null(False)
    for_another = d.applicant_role.isin(FOR_ANOTHER)
    may_represent = ~a_person & (~for_another.fill_null(False) | ~representative_known(d))
    return ibis.cases(
        (~numbers | represents, False),
        (~names.differs, same_type & numbers.fill_null(False) & a_person),
        (may_represent | names.lesser, UNKNOWN),
        else_=names.differs,
    )
