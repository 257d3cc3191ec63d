"""An archived object is no longer the one that was stored: its digest differs from that on record.

What has changed proves nothing of what it was. The file is hashed as it was supplied.

Not a breach: a digest in another spelling; two digests on record of which one agrees. A digest
that is none (of another length), or a file that can't be read, is unknown; without the file there
is nothing to compare.
"""

from __future__ import annotations

from mingzheng.dossiers import ArchiveObject
from mingzheng.rules.preservation import found_to_be, in_force
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.5",),
    zh="归档文件与登记的摘要不一致",
    en="Archived file differs from its digest on record",
    doc_zh=(
        "归档文件的摘要与保存记录登记的不一致，说明文件已不是当初归档的那一份，不再能证明什"
        "么。摘要按所提供的文件重新计算。\n\n"
        "不属于问题：摘要只是写法不同；登记两种摘要而其中一种一致的。登记的不是摘要（长度不符"
        "）或文件无法读取的，无法判断；未提供文件的不在检查之列。"
    ),
    cites=("esign-law/24", "measures/18"),
    severity=Severity.VIOLATION,
)
def altered(d: ArchiveObject) -> Verdict:
    """The file was supplied, and no digest on record is the file's."""
    return Verdict(
        applies=in_force(d) & d.digest_stated & found_to_be(d.object_state, "read", "refused"),
        breach=~d.digest_agrees,
        shows=(d.archive_ref, d.path, d.sha256, d.object_sha256, d.sm3, d.object_sm3),
    )
