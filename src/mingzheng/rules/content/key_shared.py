"""One public key in the certificates of different holders.

The key is what tells one signer's signatures from another's: two holders under one key can't be
told apart.

Not a breach: a renewal or change for the same holder, the certificates of one holder's
departments, a precertificate. Where only the names differ it is a doubt: the holder may have
been renamed.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers import Certificate
from mingzheng.rules.content import readable
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.4",),
    zh="不同持有人的证书使用同一公钥",
    en="One public key for different holders",
    doc_zh=(
        "公钥用来区分不同签名人的签名：两个持有人共用一个公钥，就无法区分。\n\n"
        "不属于问题：同一持有人的更新或变更；同一持有人各部门的证书；预证书。只有名称不同的列"
        "为疑点：可能是更名。"
    ),
    cites=("esign-law/21(5)", "measures/28(5)"),
    severity=Severity.VIOLATION,
)
def key_shared(d: Certificate) -> Verdict:
    """More than one holder number, or holder name, is certified with this key."""
    numbers_differ = d.key_holder_numbers > 1
    return Verdict(
        applies=d.in_archive,
        breach=readable(d, numbers_differ | (d.key_holder_names > 1)),
        shows=(d.holder_name, d.holder_number, d.key_holder_numbers, d.key_holder_names),
        severity=ibis.ifelse(numbers_differ, Severity.VIOLATION, Severity.DOUBT),
    )
