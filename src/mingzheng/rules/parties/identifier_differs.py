"""The identity number in the certificate is not the one applied for.

Names are shared by many, numbers by nobody: another number is another holder.

Not a breach: any number of the case itself, whatever kind it was taken for; numbers of
different kinds, which are not compared; an organisation code that is
characters 9 to 17 of the credit code; a first-generation number of fifteen digits inside the
one of eighteen. Masked and hashed numbers are unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.dossiers.facts import Number, Value
from mingzheng.rules.parties import UNKNOWN, of_holders
from mingzheng.rules.rule import Severity, Verdict, rule

OF_ORGANIZATIONS = ("uscc", "organisation_code")


@rule(
    items=("1.3",),
    zh="证书载明的证件号码与申请的不一致",
    en="Number in the certificate is not the one applied for",
    doc_zh=(
        "姓名会重复，号码不会：号码不同，就是另一个持有人。\n\n"
        "不属于问题：与本次申请中任何一个号码相同；种类不同、不作比较的号码；与统一社会信用代"
        "码第9至17位相同的组织机构代码；包含在18位号码之中的15位旧号码。经遮盖或摘要的号码，"
        "结论为无法判断。"
    ),
    cites=("esign-law/20", "esign-law/22", "measures/30"),
    severity=Severity.VIOLATION,
)
def identifier_differs(d: Certificate) -> Verdict:
    """Two numbers of one kind are not the same number."""
    certified, kind = d.holder_number, d.holder_number_kind
    read = d.in_archive & d.unreadable.isnull()
    carries = ibis.ifelse(read, certified.key.notnull(), UNKNOWN)
    of_organization = kind.isin(OF_ORGANIZATIONS)
    by_organization = of_organization & d.organization_id_number.key.notnull()
    same_kind = by_organization | _same_kind(kind, d.subject_id_type)
    applied = _either(by_organization, d.organization_id_number, d.subject_id_number)
    return Verdict(
        applies=of_holders(d) & carries & same_kind,
        breach=_differ(certified, applied, kind) & ~_is_either(d),
        shows=(d.holder_number, d.subject_id_number, d.organization_id_number),
    )


def _is_either(d: Certificate) -> Value:
    """Is it one of the case's own numbers? Never null.

    One resident number in some three hundred passes the check of a credit code by chance, so the
    kind read off a number can be wrong where the number itself is right.
    """
    own = (d.subject_id_number.key, d.organization_id_number.key)
    return ibis.or_(*[(d.holder_number.key == key).fill_null(False) for key in own])


def _same_kind(a: Value, b: Value) -> Value:
    return (a == b) | (a.isin(OF_ORGANIZATIONS) & b.isin(OF_ORGANIZATIONS))


def _either(first: Value, a: Number, b: Number) -> Number:
    return Number(
        ibis.ifelse(first, a.text, b.text),
        ibis.ifelse(first, a.key, b.key),
        ibis.ifelse(first, a.form, b.form),
    )


def _differ(a: Number, b: Number, kind: Value) -> Value:
    """Null unless both can be compared and are of lengths that can be one number."""
    same = (a.key == b.key) | _inside(a.key, b.key) | _inside(b.key, a.key)
    both = a.key.length() + b.key.length()
    as_long = a.key.length() == b.key.length()
    shorter_form = both == ibis.ifelse(kind == "resident_id", 15 + 18, 9 + 18)
    return ibis.cases(
        (~(a.comparable & b.comparable), UNKNOWN),
        (same, False),
        (as_long | shorter_form, True),
        else_=UNKNOWN,
    )


def _inside(short: Value, long: Value) -> Value:
    """The organisation code in a credit code; the old resident number in the new one."""
    code = short == long.substr(8, 9)
    first_generation = short == long.substr(0, 6).concat(long.substr(8, 9))
    return (long.length() == 18) & (code | first_generation)
