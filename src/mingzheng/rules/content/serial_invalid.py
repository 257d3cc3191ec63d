"""The serial number is absent, not positive, or longer than twenty octets.

The law asks for a serial number; that it be positive and fit twenty octets is asked by
RFC 5280 section 4.1.2.2 alone, and is a notice.

Not a breach: a serial number of twenty octets, and any shorter one, however guessable.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import readable
from mingzheng.rules.rule import Severity, Verdict, rule

MOST_OCTETS = 20


@rule(
    items=("1.4",),
    zh="证书序列号缺失或不规范",
    en="Serial number absent or irregular",
    doc_zh=(
        "法律要求载明序列号；序列号为正数且不超过20字节，只是RFC 5280第4.1.2.2节的要求，因此"
        "只作提示。\n\n"
        "不属于问题：20字节以及更短的序列号，无论是否容易猜到。"
    ),
    cites=("esign-law/21(3)", "measures/28(3)", "rfc-5280"),
    severity=Severity.VIOLATION,
)
def serial_invalid(d: Certificate) -> Verdict:
    """Absent; else zero, negative, or over twenty octets."""
    lacking = d.serial_number.isnull()
    irregular = (d.serial_number == "0") | d.serial_number.startswith("-")
    return Verdict(
        applies=d.in_archive,
        breach=readable(d, lacking | irregular | (d.serial_octets > MOST_OCTETS)),
        shows=(d.serial_number, d.serial_octets),
        severity=ibis.ifelse(lacking, Severity.VIOLATION, Severity.NOTICE),
    )
