"""The certificate names no holder.

Without the holder's name the certificate vouches for nobody.

Not a breach: a name read by the issuer's template out of any part of the subject. A subject
that can't be decoded, or that none of the issuer's templates fits, is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import absent
from mingzheng.rules.logic import unless_open
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="证书未载明持有人名称",
    en="Certificate does not name its holder",
    doc_zh=(
        "没有持有人名称，证书就没有为任何人作证。\n\n"
        "不属于问题：按颁发者模板能从主体任何部分读出的名称。主体无法解码，或不符合颁发者任何"
        "模板的，结论为无法判断。"
    ),
    cites=("esign-law/21(2)", "measures/28(2)"),
    severity=Severity.VIOLATION,
)
def holder_not_named(d: Certificate) -> Verdict:
    """No holder, person or organisation is read from the subject."""
    named = d.holder_name.key.fill_null("")
    named += d.holder_person.key.fill_null("") + d.holder_organization.key.fill_null("")
    misfit = ~d.holder_by_template & (d.subject_dn != "")
    return Verdict(
        applies=d.in_archive,
        breach=unless_open(absent(d, named.nullif(""), "subject:"), misfit.fill_null(False)),
        shows=(d.subject_dn,),
    )
