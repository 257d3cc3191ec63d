"""A party outside the CA checked identity without an agreement in force that day.

The duty to verify is the CA's. A registration authority may perform it only under an agreement
that covers this function on that day.

Not a breach: a check by the CA itself beside it; the first and last day of an agreement. A party
missing from the list is unknown, unless the list is declared complete.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, identity_due, recorded
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="由未获委托的机构查验身份",
    en="Identity checked by a party without an agreement",
    doc_zh=(
        "查验是电子认证服务机构的义务。注册机构须有当日有效、且包含查验职能的委托协议，才能代"
        "为查验。\n\n"
        "不属于问题：本机构同时自行查验；协议起止当日。机构未列入名册的，除名册声明完整外，结"
        "论为无法判断。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def checked_by_unauthorised_party(d: Case) -> Verdict:
    """Every pass is by a party without an agreement for it that day."""
    return Verdict(
        applies=identity_due(d) & recorded(d.performer_fault, d.checks),
        breach=faulty(d.performer_fault),
        shows=(d.identity_performer, d.registration_authority, d.identity_passed_at),
        rows=(d.identity_pass_row,),
    )
