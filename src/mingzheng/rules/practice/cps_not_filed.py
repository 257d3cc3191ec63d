"""A version of the practice statement was not filed, or not in time.

A provider files its practice statement with the ministry before it gives service, and every
change within thirty days of publishing it.

Not a breach: a change filed on the thirtieth day, or still within its thirty days when the
records end; the first version, filed before the first certificate. A version without a date of
filing is unfiled only where the documents are declared complete, other versions bear such a
date, and no cell of that column was refused. A change without a day of publication is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import Moment, Value
from mingzheng.dossiers.public_document import PublicDocument
from mingzheng.rules.logic import later
from mingzheng.rules.practice import after_days
from mingzheng.rules.rule import Severity, Verdict, rule

DAYS_TO_FILE = ibis.interval(days=30)
"""Measures 15: from the day of publication."""


@rule(
    items=("0",),
    zh="电子认证业务规则未按规定备案",
    en="Practice statement not filed in time",
    doc_zh=(
        "电子认证业务规则应当在提供服务前向主管部门备案；发生变更的，应当自公布之日起三十日内备案"
        "。\n\n"
        "不属于问题：第三十日当天备案的；记录截止时尚在三十日内的；首个版本在签发第一张证书之前备"
        "案的。没有备案日期的版本，只有在文件清单已声明完整、其他版本登记了备案日期且该列没有被拒"
        "绝的单元格时，才认定为未备案。没有公布日期的变更，结论为无法判断。"
    ),
    cites=("esign-law/19.1", "measures/15"),
    severity=Severity.VIOLATION,
)
def cps_not_filed(d: PublicDocument) -> Verdict:
    """The first: after service began, or never. A change: after its thirtieth day, or never."""
    unknown = ibis.null("boolean")

    def late(day: Moment) -> Value:
        return ibis.cases(
            (d.earlier_versions == 0, later(day, d.served_from)),
            (d.earlier_versions > 0, after_days(day, d.counted_from, DAYS_TO_FILE)),
            else_=unknown,
        )

    return Verdict(
        applies=d.document_kind == "cps",
        breach=ibis.cases(
            (d.filed, late(d.filed_at)), (~d.filed, late(d.recorded_until)), else_=unknown
        ),
        shows=(d.version, d.published_at, d.filed_at, d.served_from),
    )
