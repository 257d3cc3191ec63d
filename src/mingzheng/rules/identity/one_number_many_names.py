"""One identity number stands under different names.

A number belongs to one person or organisation. Two names under it mean that at least one check
did not look.

Not a breach: one name written in different ways; masked and hashed numbers, which can't be
compared. A person or company that was renamed shows here too: that is why a person must look.
"""

from __future__ import annotations

from mingzheng.dossiers import Case
from mingzheng.rules.logic import identity_due
from mingzheng.rules.rule import Severity, Verdict, rule


@rule(
    items=("1.1",),
    zh="同一证件号码对应多个名称",
    en="One identity number under several names",
    doc_zh=(
        "一个号码只属于一个人或一个单位。其下出现两个名称，说明至少有一次查验没有认真核对。\n\n"
        "不属于问题：同一名称的不同写法；经遮盖或摘要、无法比较的号码。更名的个人和单位也会出"
        "现在这里，所以需要人工核对。"
    ),
    cites=("esign-law/20", "measures/30"),
    severity=Severity.DOUBT,
)
def one_number_many_names(d: Case) -> Verdict:
    """More than one normalised name under the subject's number."""
    return Verdict(
        applies=identity_due(d),
        breach=d.number_names > 1,
        shows=(d.subject_id_number, d.subject_name, d.number_names),
    )
