"""Sizes as the tables of auditors print them, and shares of strata."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.audit.sampling.design import Design, allocate, plan, rate
from mingzheng.audit.sampling.limits import errors_at_most, hypergeometric_at_most
from mingzheng.errors import MingzhengError


@pytest.mark.parametrize(
    ("expected", "tolerable", "size", "acceptable"),
    [
        (0, 2, 149, 0), (0, 3, 99, 0), (0, 4, 74, 0), (0, 5, 59, 0), (0, 6, 49, 0), (0, 7, 42, 0),
        (0, 8, 36, 0), (0, 9, 32, 0), (0, 10, 29, 0), (0, 15, 19, 0), (0, 20, 14, 0),
        (25, 5, 93, 1), (50, 3, 157, 1), (100, 4, 156, 2), (100, 5, 93, 1), (150, 5, 124, 2),
        (150, 6, 103, 2), (200, 10, 46, 1), (200, 20, 22, 1),
    ],
)  # fmt: skip
def test_sizes_are_those_of_the_auditors_tables(expected, tolerable, size, acceptable):
    """Attribute sampling at 95 % confidence (the AICPA's tables), of a very large population.

    expected: hundredths of a per cent; tolerable: per cent.
    """
    design = Design(tolerable=Fraction(tolerable, 100), expected=Fraction(expected, 10_000))
    planned = plan([10**9], design)
    assert (planned.drawn, planned.acceptable) == (size, acceptable)


def test_discovery_in_a_finite_population_is_the_least_that_will_do():
    planned = plan([600], Design())
    for drawn, enough in ((planned.drawn, True), (planned.drawn - 1, False)):
        missed = hypergeometric_at_most(0, size=600, errors=30, drawn=drawn)
        assert (missed <= Fraction(5, 100)) is enough


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=12),
    st.sampled_from([Fraction(2, 100), Fraction(5, 100), Fraction(1, 5)]),
    st.integers(1, 3),
)
def test_a_plan_shows_what_was_asked_of_it(sizes, tolerable, least):
    planned = plan(sizes, Design(tolerable=tolerable, least=least))
    assert [s.size for s in planned.strata] == sizes
    assert all(min(least, s.size) <= s.drawn <= s.size for s in planned.strata)
    assert errors_at_most(planned.strata, 0, Fraction(5, 100)) < tolerable * sum(sizes)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20), st.data())
def test_shares_follow_sizes(sizes, data):
    drawn = data.draw(st.integers(1, sum(sizes)))
    given_ = allocate(sizes, drawn, least=1)
    assert sum(s.drawn for s in given_) >= drawn
    for stratum in given_:
        share = Fraction(stratum.size * drawn, sum(sizes))
        assert int(share) <= stratum.drawn <= max(1, int(share) + 1)


def test_largest_remainders_come_first():
    assert [s.drawn for s in allocate([50, 30, 20], 11, least=1)] == [6, 3, 2]
    assert [s.drawn for s in allocate([97, 2, 1], 10, least=1)] == [9, 1, 1]


@pytest.mark.parametrize(
    "wrong",
    [{"confidence": Fraction(1)}, {"tolerable": Fraction(0)}, {"expected": Fraction(1, 20)}],
)
def test_what_no_sample_could_show_is_said(wrong):
    with pytest.raises(MingzhengError):
        Design(**wrong)


@pytest.mark.parametrize("text", ["95%", "95 %", "95％", "0.95", "19/20", " 0.950 "])
def test_a_rate_is_exact(text):
    assert rate(text) == Fraction(19, 20)


@pytest.mark.parametrize("text", ["", "%", "-1", "1e9", "nan", "1/0", "٥%", "0.1.2", "1" * 99])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        rate(text)
