"""A certificate carries an identity number or credit code whose check digit fails.

A number that can't exist identifies nobody: the content is not accurate.

Not a breach: masked and hashed numbers, whose digits can't be checked; numbers of another kind,
known by their length (9-character organisation codes, 15-digit registration and first-generation
numbers); cards of residents of Hong Kong, Macao and Taiwan (8…) and of foreigners (9…), whose
rule is not verified here. All these are unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import UNKNOWN, readable
from mingzheng.rules.rule import Severity, Verdict, rule

OTHER_KINDS = (9, 15)
"""Characters of organisation codes, and of registration and first-generation numbers."""


@rule(
    items=("1.4",),
    zh="证书载明的证件号码校验位错误",
    en="Identity number in the certificate fails its check digit",
    doc_zh=(
        "不可能存在的号码不能识别任何人：证书内容不准确。\n\n"
        "不属于问题：经遮盖或摘要的号码；从长度可知属于另一种的号码（9位组织机构代码、15位注"
        "册号和旧身份证号）；港澳台居民居住证（8开头）和外国人永久居留证（9开头），其规则未经"
        "核实。以上结论均为无法判断。"
    ),
    cites=("esign-law/21", "measures/28", "gb-11643-1999", "gb-32100-2015"),
    severity=Severity.VIOLATION,
)
def number_malformed(d: Certificate) -> Verdict:
    """A resident number or credit code in the certificate does not pass its check."""
    number, resident = d.holder_number, d.holder_number_kind == "resident_id"
    passes = ibis.ifelse(resident, number.passes_resident_id, number.passes_uscc)
    unverified = resident & number.key.substr(0, 1).isin(("8", "9"))
    uncheckable = ~number.comparable | number.key.length().isin(OTHER_KINDS) | unverified
    carries = number.key.notnull() & d.holder_number_kind.isin(("resident_id", "uscc"))
    return Verdict(
        applies=d.in_archive & readable(d, carries),
        breach=ibis.cases((passes, False), (uncheckable, UNKNOWN), else_=~passes),
        shows=(number, d.holder_number_kind),
    )
