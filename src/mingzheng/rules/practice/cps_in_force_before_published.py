"""A version of the practice statement took effect before it was published.

A provider publishes its practice statement before it gives service by it, and serves by the
statement that is published. A doubt, since the old version may have been served by until then.

Not a breach: a version published on the day it took effect, or earlier. Without the day of
publication it is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.public_document import PublicDocument
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("0",),
    zh="电子认证业务规则公布前已施行",
    en="Practice statement in force before it was published",
    doc_zh=(
        "电子认证业务规则应当先公布、后据以提供服务。版本的生效日早于公布日的，列为疑点：此前可能"
        "仍按旧版提供服务。\n\n"
        "不属于问题：在生效当天或者之前公布的版本。没有公布日期的，结论为无法判断。"
    ),
    cites=("esign-law/19.1", "measures/15", "measures/16"),
    severity=Severity.DOUBT,
)
def cps_in_force_before_published(d: PublicDocument) -> Verdict:
    """Published on a later day than the one it took effect on."""
    published, effective = d.published_at, d.effective_from
    return Verdict(
        applies=d.document_kind == "cps",
        breach=ibis.cases(
            (published.start > effective.end, True),
            (published.start <= effective.end, False),
            else_=ibis.null("boolean"),
        ),
        shows=(d.version, d.effective_from, d.published_at),
    )
