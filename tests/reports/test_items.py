"""How an item stands, from its counts."""

from __future__ import annotations

import pytest

from mingzheng.reports.figures import Counts
from mingzheng.reports.items import standing


@pytest.mark.parametrize("counts", [Counts(), Counts(clear=7)])
def test_hints_alone_are_never_more_than_pointed_at(counts):
    said, mood = standing(counts, checked=True, shown=True, bound=False)
    assert said.zh == "仅提示疑点，须人工审阅"
    assert mood == "open"


@pytest.mark.parametrize(
    ("counts", "shown", "said", "mood"),
    [
        (Counts(clear=3), True, "未发现疑似问题", "clear"),
        (Counts(clear=3), False, "无法证明", "unknown"),
        (Counts(clear=2, unknown=1), True, "无法证明", "unknown"),
        (Counts(clear=2, breach=1), True, "有疑似问题", "breach"),
        (Counts(clear=2, breach=1), False, "有疑似问题；其余无法证明", "breach"),
        (Counts(), True, "没有审查对象", "open"),
    ],
)
def test_a_rule_that_binds_says_how_an_item_stands(counts, shown, said, mood):
    found = standing(counts, checked=True, shown=shown, bound=True)
    assert (found[0].zh, found[1]) == (said, mood)
