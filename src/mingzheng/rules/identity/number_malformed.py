"""An identity number on the application fails its own check digit.

A resident identity number (GB 11643) and a unified social credit code (GB 32100) carry a check
digit: one that fails is a slip or an invention, and a check that let it pass deserves a look.

Not a breach: a number that an authority's register confirmed, or that is valid as the other of
the two kinds; residence permits of Hong Kong, Macao and Taiwan (81, 82, 83) and foreigners'
cards (9), which are kinds of their own; anything of up to 15 characters: passports, permits,
military papers, 9-digit organisation codes, 15-digit registration and old identity numbers.
Masked and hashed numbers are unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Number, Value
from mingzheng.rules.logic import identity_due, settled
from mingzheng.rules.rule import Severity, Verdict, rule

KINDS = ("resident_id", "uscc")

LONGEST_OTHER_KIND = 15
"""Characters of the longest number that is of neither kind."""


@rule(
    items=("1.1",),
    zh="证件号码校验位不符",
    en="Identity number fails its check digit",
    doc_zh=(
        "居民身份证号码（GB 11643）和统一社会信用代码（GB 32100）带有校验位：校验位不符，不是"
        "笔误就是编造，放行它的查验值得复核。\n\n"
        "不属于问题：经权威登记数据确认的号码，或按另一种号码校验相符的；港澳台居民居住证（81"
        "、82、83）和外国人永久居留证（9）；不超过15位的护照、通行证、军人证件、9位组织机构代"
        "码、15位注册号和旧身份证号。经遮盖或摘要的号码，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/30", "gb-11643-1999", "gb-32100-2015"),
    severity=Severity.DOUBT,
)
def number_malformed(d: Case) -> Verdict:
    """The subject's or the applicant's number is not what its stated kind demands."""
    subject = _has_check_digit(d.subject_id_type, d.subject_id_number)
    stated = d.applicant_id_type.isin(KINDS).fill_null(False)
    applicant = stated & _has_check_digit(d.applicant_id_type, d.applicant_id_number)
    fails = (subject & _fails(d.subject_id_number)) | (applicant & _fails(d.applicant_id_number))
    return Verdict(
        applies=identity_due(d) & (subject | applicant),
        breach=fails & (d.register_passes == 0),
        shows=(
            d.subject_id_type,
            d.subject_id_number,
            d.applicant_id_type,
            d.applicant_id_number,
        ),
    )


def _has_check_digit(kind: Value, number: Number) -> Value:
    """Is it stated to be of a kind with a check digit, and not plainly of another?"""
    short = number.key.length() <= LONGEST_OTHER_KIND
    permit = (kind == "resident_id") & (number.key.startswith("8") | number.key.startswith("9"))
    return kind.isin(KINDS) & ~(number.comparable & (short | permit))


def _fails(number: Number) -> Value:
    """Valid as neither kind; null where it can't be told."""
    valid = number.passes_resident_id | number.passes_uscc
    return settled(~valid, open_question=~number.comparable)
