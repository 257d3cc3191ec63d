"""Evidence that a record names is not in the archive, though it must still be kept.

Information related to certification must be kept for at least five years after the certificate
lapses: without the evidence nobody can show who was checked, told or contracted with.

Not a breach: paper or a medium off line that has its place; the number of a query of a register
or of a comparison of faces, which with its result is all there is to keep; evidence of which the
holdings are not declared complete, or that had a month or less to reach the archive; evidence
whose certificates lapsed more than the term ago, or of an application that was refused. What the
holdings list as destroyed is judged by its day.
"""

from __future__ import annotations

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.logic import later
from mingzheng.rules.preservation import concerns_a_certificate
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="应保存的凭证不在档案中",
    en="Evidence that must be kept is not in the archive",
    doc_zh=(
        "与认证相关的信息应当保存至证书失效后至少五年：凭证不在，就无法证明查验、告知或签约"
        "的是谁。记录引用了该凭证，而档案保存记录中没有。\n\n"
        "不属于问题：有存放位置的纸质或离线档案；权威数据源核验、人脸比对的流水号（保存流水"
        "号和结果即可）；保存记录未声明完整的；形成后一个月内尚待归档的；所涉证书失效已超过保"
        "存期限的，或申请已被拒绝的。保存记录载明已销毁的，按销毁日期另行判断。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.VIOLATION,
)
def record_not_kept(d: ArchiveObject) -> Verdict:
    """No holding lists it, the holdings are complete, and the term still runs."""
    due = later(d.keep_until, d.audited_at)
    return Verdict(
        applies=concerns_a_certificate(d) & (d.needed | d.listed) & (due | d.kept),
        breach=~d.kept,
        shows=(d.archive_ref, d.made_at, d.lapse_at, d.keep_until, d.form, d.location),
        rows=(d.application_row,),
    )
