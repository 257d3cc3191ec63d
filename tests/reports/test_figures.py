from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mingzheng.reports.figures import Counts, bar, percent

COUNT = st.integers(0, 10**9)


@given(COUNT, COUNT)
def test_a_share_never_hides_a_breach_nor_a_clear_one(part: int, more: int) -> None:
    said = percent(part, part + more)
    if part and more:
        assert said not in ("0.00%", "100.00%")
    if part + more:
        exact = 100 * part / (part + more)
        assert abs(float(said.strip("<>%")) - exact) <= 0.0101


def test_nothing_has_no_share() -> None:
    assert percent(0, 0) == "–"
    assert percent(1, 3) == "33.33%"
    assert percent(1, 10**9) == "<0.01%"


@given(COUNT, COUNT, COUNT)
def test_a_bar_is_full_and_shows_whatever_is_there(breach: int, unknown: int, clear: int) -> None:
    drawn = str(bar(Counts(breach=breach, unknown=unknown, clear=clear)))
    if not breach + unknown + clear:
        assert 'class="nothing"' in drawn
        return
    for name, count in (("breach", breach), ("unknown", unknown), ("clear", clear)):
        assert (f'class="{name}"' in drawn) == bool(count)
    widths = [float(width) for width in re.findall(r' width="([\d.]+)%"', drawn)]
    assert abs(sum(widths) - 100) < 1e-6
