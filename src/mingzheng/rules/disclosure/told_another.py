"""Only the platform or the agent was told, without the holder's authorisation.

The notice is owed to the applicant. Who acts for the applicant may take it only as far as the
applicant said so.

Not a breach: a notice to the holder, the holder's organisation or the applicant beside it; an
authorisation by any link; an organisation's legal representative. A notice that names nobody, or
somebody who is no party on record, is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.disclosure import ITEMS, disclosure_due, unauthorised_agent
from mingzheng.rules.logic import faulty, recorded
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=ITEMS,
    zh="仅告知平台或经办人且无持有人授权",
    en="Only a platform or an agent was told without authorisation",
    doc_zh=(
        "告知的对象应当是申请人。代申请人办理的平台或经办人，只有在申请人授权的范围内才能代"
        "为接受告知；检查中只见对未获授权者的告知。\n\n"
        "不属于问题：同时告知了持有人、其所在单位或申请人；任何途径的授权；单位的法定代表人"
        "。告知没有写明对象的，或写明的人不是记录中任何一方的，无法判断。"
    ),
    cites=("measures/21",),
    severity=Severity.VIOLATION,
)
def told_another(d: Case, p: Parameters) -> Verdict:
    """Every notice went to a platform or agent whom nobody authorised."""
    return Verdict(
        applies=disclosure_due(d, p) & recorded(d.told_fault, d.disclosures),
        breach=faulty(d.told_fault) & unauthorised_agent(d),
        shows=(d.told_agent, d.told_at, d.subject_name, d.authorisations),
        rows=(d.told_agent_row,),
    )
