"""Two certificates of one issuer share a serial number.

A serial number says which certificate is meant, in a revocation list first of all: under one
issuer key it may be given once.

Not a breach: the same certificate found twice; a precertificate and its certificate. Under the
same issuer name and another key it is only a doubt.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import readable
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="证书序列号重复",
    en="Serial number given twice",
    doc_zh=(
        "序列号说明所指的是哪一张证书，首先用在撤销列表里：同一颁发者密钥之下只能给出一次。\n\n"
        "不属于问题：同一张证书出现两次；预证书与其证书。颁发者名称相同而密钥不同的，只列为疑"
        "点。"
    ),
    cites=("esign-law/21(3)", "measures/28(3)"),
    severity=Severity.VIOLATION,
)
def serial_repeated(d: Certificate) -> Verdict:
    """Another certificate under the issuer's key, or its name, has this serial number."""
    same_key = d.serial_same_key > 0
    return Verdict(
        applies=d.in_archive & ~d.is_precertificate,
        breach=readable(d, same_key | (d.serial_same_name > 0)),
        shows=(d.serial_number, d.issuer_dn, d.serial_same_key, d.serial_same_name),
        severity=ibis.ifelse(same_key, Severity.VIOLATION, Severity.DOUBT),
    )
