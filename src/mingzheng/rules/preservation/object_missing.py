"""A file that the holdings name by its path is not in the archive, though the archive was supplied.

Looked at only where the CA says that it supplied the archive whole (`archive_whole`): a list that
names what is not there keeps nothing.

Not a breach: an archive of which only a part was supplied; an object that was destroyed; one whose
term of keeping is over. A file that is there and can't be read is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.logic import later
from mingzheng.rules.preservation import concerns_a_certificate, found_to_be, in_force
from mingzheng.rules.rule import Parameters, Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="保存记录列明的文件不存在",
    en="File named by the holdings is not there",
    doc_zh=(
        "保存记录列明了文件路径，而提供的归档文件中没有：名录上有而实物不存，等于没有保存。仅"
        "在机构声明归档文件已全部提供（archive_whole）时检查。\n\n"
        "不属于问题：只提供了部分归档文件的；已销毁的；保存期限已届满的。文件存在而无法读取的，"
        "无法判断。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.VIOLATION,
)
def object_missing(d: ArchiveObject, p: Parameters) -> Verdict:
    """The archive was supplied whole, the term runs, and no file has this path."""
    asked = found_to_be(d.object_state, "read", "absent", "refused")
    there = found_to_be(d.object_state, "read")
    due = later(d.keep_until, d.audited_at)
    return Verdict(
        applies=p.truth("archive_whole").fill_null(False)
        & in_force(d)
        & asked
        & concerns_a_certificate(d)
        & (due | there),
        breach=ibis.ifelse(d.object_state == "refused", ibis.null("boolean"), ~there),
        shows=(d.archive_ref, d.path, d.keep_until),
        rows=(d.application_row,),
    )
