"""What findings say, and what they don't."""

from __future__ import annotations

from fractions import Fraction

from scipy import stats

from mingzheng.audit.sampling.conclusion import Counts, conclude

ASKED = {"confidence": Fraction(95, 100), "tolerable": Fraction(5, 100)}


def test_no_error_in_a_sample_is_an_upper_limit_only():
    found = conclude([Counts(10_000, 59, so=59)], **ASKED)
    assert found.supported
    assert found.rates.lower == 0
    assert found.rates.upper > 49_000
    assert 0 < found.errors_at_most < 500


def test_one_error_in_a_discovery_sample_supports_nothing():
    assert not conclude([Counts(10_000, 59, so=58, not_so=1)], **ASKED).supported


def test_one_stratum_has_the_interval_of_clopper_and_pearson():
    found = conclude([Counts(10_000, 80, so=70, not_so=10)], **ASKED)
    exact = stats.binomtest(10, 80).proportion_ci(0.95, method="exact")
    assert abs(found.rates.lower / 1e6 - exact.low) < 2e-6
    assert abs(found.rates.upper / 1e6 - exact.high) < 2e-6
    assert found.rates.likeliest == 125_000


def test_what_is_not_seen_or_open_raises_upper_limits_only():
    whole = conclude([Counts(1000, 59, so=59)], **ASKED)
    for doubtful in ({"unseen": 3}, {"partly": 3}, {}):
        found = conclude([Counts(1000, 59, so=56, **doubtful)], **ASKED)
        assert not found.supported
        assert found.rates.lower == 0
        assert found.rates.upper > whole.rates.upper
        assert found.complete == bool(doubtful)


def test_strata_are_weighed_by_their_size():
    large, small = Counts(900, 30, so=30), Counts(100, 30, so=15, not_so=15)
    found = conclude([large, small], **ASKED)
    assert found.rates.likeliest == 50_000
    assert found.rates.lower <= 50_000 <= found.rates.upper


def test_a_stratum_seen_whole_is_certain():
    found = conclude([Counts(10, 10, so=6, not_so=4), Counts(5, 5, so=5)], **ASKED)
    assert [rates.lower for _, rates in found.strata] == [400_000, 0]
    assert found.rates.lower == 266_666
    assert found.rates.upper == 266_667
    assert found.errors_at_most == 4


def test_outcomes_speak_of_what_was_drawn():
    told = [
        Counts(9, 3, so=3),
        Counts(9, 3, not_so=3),
        Counts(9, 3, so=1, not_so=2),
        Counts(9, 3, unseen=3),
        Counts(9, 3),
        Counts(9, 3, so=2, unseen=1),
    ]
    assert [counts.outcome for counts in told] == [
        "confirmed", "refuted", "mixed", "undecided", "undecided", "mixed",
    ]  # fmt: skip
