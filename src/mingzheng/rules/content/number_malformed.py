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
