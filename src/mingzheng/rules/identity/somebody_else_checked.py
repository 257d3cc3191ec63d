"""The check was passed, but by somebody other than whom the certificate vouches for.

A certificate for an organisation needs the organisation verified, not only the agent who came;
a person's certificate needs that person, not only the employer.

Not a breach: the same name or number written in another way; agent and organisation both
checked; an employer vouching for staff whose own check is on record. A check without a name and
number is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import faulty, identity_due
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="查验的不是证书主体",
    en="Somebody other than the certificate's subject was checked",
    doc_zh=(
        "单位证书须查验单位，不能只查验前来办理的经办人；个人证书须查验本人，不能只查验其单位"
        "。\n\n"
        "不属于问题：同一名称或号码的另一种写法；经办人和单位都已查验；单位为其人员担保且本人"
        "查验记录在案。查验记录未登记名称和号码的，结论为无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.VIOLATION,
)
def somebody_else_checked(d: Case) -> Verdict:
    """Every pass is another party's, or of the wrong side of agent, person and organisation."""
    unheld = d.holder_passes == 0
    only_agent = (d.agent_passes > 0) & (d.organization_passes == 0) & unheld
    only_employer = (d.organization_passes > 0) & unheld
    wrong_side = ((d.subject_kind == "organization") & only_agent) | (
        (d.subject_kind == "person") & only_employer
    )
    passed = (d.holder_passes > 0) | (d.organization_passes > 0) | (d.agent_passes > 0)
    return Verdict(
        applies=identity_due(d) & passed,
        breach=faulty(d.other_party_fault) | wrong_side,
        shows=(
            d.subject_kind,
            d.subject_name,
            d.subject_id_number,
            d.checked_name,
            d.checked_id_number,
        ),
        rows=(d.identity_pass_row,),
    )
