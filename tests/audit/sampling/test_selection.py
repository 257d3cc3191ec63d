"""A draw that anybody can repeat, whatever order the result is in."""

from __future__ import annotations

import datetime as dt
import random
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from mingzheng.audit.sampling import Design, Question, Wanted, opened, repeated, select
from mingzheng.errors import MingzhengError, OutputError

RULE = "identity.never_checked"
HELD = Wanted(Question.HELD, (RULE,))


def subjects(sample):
    return sample.rows["subject"].to_pylist()


def test_the_order_of_rows_changes_nothing(make_sealed, a_verdict):
    rows = [a_verdict(number) for number in range(200)]
    shuffled = random.Random(3).sample(rows, len(rows))
    one, other = make_sealed(rows, name="one"), make_sealed(shuffled, name="other")
    samples = [select(r, HELD, Design(), seed="s") for r in (one, other)]
    assert samples[0].parameters() == samples[1].parameters()
    assert subjects(samples[0]) == subjects(samples[1])


def test_another_seed_draws_others_and_more_goes_on_from_less(held):
    few, others = (select(held, HELD, Design(), seed=seed) for seed in ("a", "b"))
    more = select(held, HELD, Design(tolerable=Fraction(2, 100)), seed="a")
    assert subjects(few) != subjects(others)
    assert set(subjects(few)) < set(subjects(more))


def test_every_original_is_in_its_stratum(held):
    sample = select(held, HELD, Design(), seed="s")
    for number, row in enumerate(sample.rows.to_pylist(), start=1):
        product, authority, year = sample.population.names[sample.stratum(number)]
        assert (row["product"], row["registration_authority"]) == (product, authority)
        assert row["event_at"].year == year


def test_years_are_those_of_the_cas_calendar(make_sealed, a_verdict):
    late = dt.datetime(2018, 12, 31, 16, 30)  # already 2019 in Shanghai
    result = make_sealed([a_verdict(n, event_at=late) for n in range(5)])
    assert select(result, HELD, Design(), seed="s").population.names[0][-1] == 2019


def test_a_sample_is_drawn_again_from_its_parameters(held):
    sample = select(held, HELD, Design(expected=Fraction(1, 100), least=2), seed="s")
    assert repeated(held, sample.parameters()).rows.equals(sample.rows)


def test_only_the_kind_asked_for_is_drawn(make_sealed, a_verdict):
    rows = [a_verdict(0), a_verdict(1, held=False), a_verdict(2, severity="doubt", held=False)]
    result = make_sealed([*rows, a_verdict(3, verdict="unknown", held=False)])
    drawn = {
        question: len(select(result, Wanted(question, (RULE,)), Design(), seed="s").places)
        for question in (Question.HELD, Question.VIOLATIONS, Question.DOUBTS, Question.UNKNOWN)
    }
    assert list(drawn.values()) == [1, 2, 1, 1]


@pytest.mark.parametrize("seed", ["", " ", "a\nb", "x" * 201])
def test_a_seed_that_cant_be_published_is_refused(held, seed):
    with pytest.raises(MingzhengError):
        select(held, HELD, Design(), seed=seed)


def test_nothing_to_draw_from_is_said(held):
    with pytest.raises(MingzhengError, match="无可抽取"):
        select(held, Wanted(Question.DOUBTS, (RULE,)), Design(), seed="s")


def test_a_result_that_was_touched_is_refused(held):
    (held.folder / "verdicts/more.parquet").write_bytes(b"")
    with pytest.raises(OutputError, match="封存"):
        opened(held.folder)


def test_the_lines_of_the_documentation_draw_the_same(make_sealed, a_verdict):
    page = (Path(__file__).parents[3] / "docs/sampling.md").read_text("utf-8")
    (lines,) = re.findall(r"^```python\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    documented: dict[str, Any] = {}
    exec(lines, documented)
    rows = [a_verdict(n, registration_authority="RA", event_at=None) for n in range(300)]
    result = make_sealed([*rows, a_verdict(301, held=False)])
    sample = select(result, HELD, Design(), seed="种子")
    drawn = documented["draw"](result.folder / f"verdicts/{RULE}.parquet", "种子", 60)
    assert [row["subject"] for row in drawn][: len(sample.places)] == subjects(sample)
