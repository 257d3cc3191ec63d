"""Tails and limits, against SciPy, against every way errors can lie, against printed values."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mingzheng.audit.sampling.limits import (
    STEP,
    Drawn,
    clopper_pearson,
    errors_at_most,
    hypergeometric_at_most,
    pooled,
    silence,
)

FIVE_PERCENT = Fraction(5, 100)


@given(st.data())
def test_the_hypergeometric_tail_is_scipys(data):
    size = data.draw(st.integers(1, 3000))
    errors, drawn = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    found = data.draw(st.integers(0, drawn))
    ours = float(hypergeometric_at_most(found, size=size, errors=errors, drawn=drawn))
    assert ours == pytest.approx(stats.hypergeom.cdf(found, size, errors, drawn), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_clopper_pearson_is_scipys_rounded_outward(data):
    drawn = data.draw(st.integers(1, 2000))
    found = data.draw(st.integers(0, drawn))
    risk = data.draw(st.sampled_from([Fraction(1, 200), Fraction(1, 40), FIVE_PERCENT]))
    lower, upper = (float(limit) for limit in clopper_pearson(found, drawn, risk))
    exact = stats.binomtest(found, drawn).proportion_ci(float(1 - 2 * risk), method="exact")
    assert exact.low - 1.01 / STEP <= lower <= exact.low + 1e-9
    assert exact.high - 1e-9 <= upper <= exact.high + 1.01 / STEP


@pytest.mark.parametrize(
    ("found", "drawn", "lower", "upper"),
    [(0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1)],
)
def test_clopper_pearson_is_as_printed_for_ten(found, drawn, lower, upper):
    """The 95 % limits of a binomial proportion that tables give for n = 10."""
    ours = clopper_pearson(found, drawn, Fraction(1, 40))
    assert [round(float(limit), 4) for limit in ours] == [lower, upper]


small = st.lists(
    st.integers(1, 5).flatmap(lambda n: st.builds(Drawn, st.just(n), st.integers(0, n))),
    min_size=1, max_size=3,
)  # fmt: skip


def spreads(strata, errors):
    """Every way in which so many errors can lie in the strata."""
    ways = itertools.product(*(range(s.size + 1) for s in strata))
    return [way for way in ways if sum(way) == errors]


def at_most(strata, way, found):
    """P(at most `found` errors seen) where the errors lie this way, by counting."""
    chances = [Fraction(1)]
    for stratum, errors in zip(strata, way, strict=True):
        cdf = [
            hypergeometric_at_most(k, size=stratum.size, errors=errors, drawn=stratum.drawn)
            for k in range(stratum.drawn + 1)
        ]
        here = [b - a for a, b in zip([Fraction(0), *cdf], cdf, strict=False)]
        sums = [Fraction(0)] * (len(chances) + len(here) - 1)
        for (i, p), (j, q) in itertools.product(enumerate(chances), enumerate(here)):
            sums[i + j] += p * q
        chances = sums
    return sum(chances[: found + 1])


@settings(max_examples=60, deadline=None)
@given(small, st.data())
def test_silence_is_the_worst_of_all_ways_errors_can_lie(strata, data):
    errors = data.draw(st.integers(0, sum(s.size for s in strata)))
    worst = max(at_most(strata, way, 0) for way in spreads(strata, errors))
    assert silence(strata, errors) == worst


@settings(max_examples=60, deadline=None)
@given(small, st.data())
def test_more_errors_than_the_limit_would_have_shown_however_they_lie(strata, data):
    found = data.draw(st.integers(0, sum(s.drawn for s in strata)))
    risk = data.draw(st.sampled_from([FIVE_PERCENT, Fraction(1, 5)]))
    most = errors_at_most(strata, found, risk)
    assert most >= found
    for errors in range(most + 1, sum(s.size for s in strata) + 1):
        for way in spreads(strata, errors):
            assert at_most(strata, way, found) <= risk


@settings(max_examples=60, deadline=None)
@given(small, st.data())
def test_fewer_errors_than_the_lower_limit_would_not_have_shown_so_many(strata, data):
    found = data.draw(st.integers(0, sum(s.drawn for s in strata)))
    lower, upper = pooled(strata, found, found, FIVE_PERCENT)
    assert lower <= upper
    for errors in range(sum(s.size for s in strata) + 1):
        for way in spreads(strata, errors) if errors < lower else []:
            assert 1 - at_most(strata, way, found - 1) <= FIVE_PERCENT


def test_what_was_looked_at_whole_is_known():
    assert errors_at_most([Drawn(5, 5), Drawn(3, 3)], 2, FIVE_PERCENT) == 2


def test_a_silent_sample_leaves_room_for_errors():
    assert errors_at_most([Drawn(1000, 59)], 0, FIVE_PERCENT) > 40
