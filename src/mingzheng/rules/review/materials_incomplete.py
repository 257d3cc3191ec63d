"""A material that the practice statement requires is not on file by any link.

What is not there can't have been reviewed. The practice statement lists what each kind of
subject must submit, and the CA must serve by it.

Not a breach: a paper of the batch or of a standing contract; one that an earlier application of
the same holder brought; a renewal, rekey or change for which no new papers are asked. Without the
list, or where a paper of the batch names somebody unknown, it is unknown.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import unless_open
from mingzheng.rules.review import materials_due, required_kinds
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.2",),
    zh="业务规则要求的申请材料不齐",
    en="Material required by the practice statement is absent",
    doc_zh=(
        "业务规则列明了各类主体须提交的材料，机构应当按其公布的业务规则提供服务；任何途径都"
        "未见其中一种，就不可能审查过它。\n\n"
        "不属于问题：同一批次或长期合同的材料；同一持有人以前的申请提交过的材料；不要求重新"
        "提交材料的更新、补办、变更。没有给出清单的，或批次中有材料载明的人不在记录中的，无"
        "法判断。"
    ),
    cites=("esign-law/20", "measures/16", "measures/30"),
    severity=Severity.VIOLATION,
)
def materials_incomplete(d: Case, p: Parameters) -> Verdict:
    """A kind on the list for this kind of subject is not among those on file."""
    required = required_kinds(d, p)
    lacking = (required & ~d.material_kinds) != 0
    return Verdict(
        applies=materials_due(d, p) & (required > 0),
        breach=unless_open(lacking, ~d.materials_settled),
        shows=(d.subject_kind, d.materials, d.material_kinds, d.applied_at),
    )
