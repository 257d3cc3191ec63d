"""The materials were approved before the last of those required had come in.

Nobody can have reviewed a paper that was not there yet: either a time is wrong, or the approval
was a formality.

Not a breach: a later approval, before issuance, when everything was there; a paper on file from
an earlier case; papers that the practice statement does not ask for. A required paper without a
time of receipt, and a practice statement whose list is not given, are unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Case
from mingzheng.rules.logic import later, settled, unless_open
from mingzheng.rules.review import materials_due, required_kinds
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="必需材料收齐之前已审查通过",
    en="Approved before the last required material was received",
    doc_zh=(
        "必需的最后一份材料尚未收到，就已审查通过：没有到手的材料无人能够审查，不是时间有误"
        "，就是审查流于形式。\n\n"
        "不属于问题：材料收齐之后、签发之前又审查通过一次；以前的申请已提交而在档的材料；业"
        "务规则没有要求的材料。必需材料没有收到时间的，或没有给出材料清单的，无法判断。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.DOUBT,
)
def reviewed_before_materials(d: Case, p: Parameters) -> Verdict:
    """The last approval is earlier than the receipt of the last required paper."""
    some_required = (d.material_kinds & required_kinds(d, p)) != 0
    early = later(d.materials_received_at, d.review_last_approved_at)
    # of several approvals the last may have come after an issuance that is not on record
    last_unsure = ibis.ifelse(d.issued.isnull(), d.approvals > 1, False)
    return Verdict(
        applies=materials_due(d, p) & (d.approvals > 0) & some_required,
        breach=settled(
            unless_open(early, d.materials_undated | d.review_undated), open_question=last_unsure
        ),
        shows=(d.review_last_approved_at, d.materials_received_at),
        rows=(d.review_row,),
    )
