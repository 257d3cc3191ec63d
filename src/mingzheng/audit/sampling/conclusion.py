"""What the findings on a sample say of its population.

Every draw tests one statement. Of breaches: *what is suspected is so*. Of unknowns: *the original
proves what the records could not*. An original that shows otherwise is an error. What is only
partly so, was not seen or is not yet filled in counts against the statement in every upper limit
and not in any lower one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Any

from mingzheng.audit.sampling.limits import STEP, Drawn, clopper_pearson, errors_at_most, pooled


class Verdict(StrEnum):
    """What a person found of one original."""

    SO = "so"
    PARTLY = "partly"
    NOT_SO = "not_so"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Counts:
    """How many are in a stratum, were drawn of it, and got which verdict."""

    size: int
    drawn: int
    so: int = 0
    partly: int = 0
    not_so: int = 0
    unseen: int = 0

    @property
    def open(self) -> int:
        """Drawn and not yet filled in."""
        return self.drawn - self.so - self.partly - self.not_so - self.unseen

    @property
    def most_errors(self) -> int:
        """All that does not bear the statement out."""
        return self.drawn - self.so

    @property
    def outcome(self) -> str:
        """confirmed, refuted, mixed or undecided: of what was drawn, never of the rest."""
        if self.so == self.drawn:
            return "confirmed"
        if self.not_so == self.drawn:
            return "refuted"
        return "mixed" if self.so + self.partly + self.not_so else "undecided"

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(_values(self), _values(other), strict=True)))


def _values(counts: Counts) -> tuple[int, ...]:
    return tuple(asdict(counts).values())


@dataclass(frozen=True)
class Rates:
    """The rate of errors in a population, in millionths: what is likeliest, and two-sided limits.

    likeliest: each stratum's rate among what was seen, weighted by its size; None where a
    stratum was not seen at all.
    """

    likeliest: int | None
    lower: int
    upper: int


@dataclass(frozen=True)
class Conclusion:
    """What a sample says, stratum by stratum and in all.

    supported: the rate of errors is below the tolerable one, at the stated confidence; False
    says only that this sample doesn't show it. errors_at_most: how many there may be.
    """

    strata: tuple[tuple[Counts, Rates], ...]
    counts: Counts
    rates: Rates
    errors_at_most: int
    supported: bool

    @property
    def complete(self) -> bool:
        """Every row of the form is filled in."""
        return not self.counts.open


def tally(sizes: Sequence[Drawn], found: Iterable[tuple[int, Verdict]]) -> list[Counts]:
    """Counts per stratum of (stratum, verdict) pairs."""
    counted: list[dict[str, int]] = [dict.fromkeys(map(str, Verdict), 0) for _ in sizes]
    for stratum, verdict in found:
        counted[stratum][verdict] += 1
    return [Counts(s.size, s.drawn, **c) for s, c in zip(sizes, counted, strict=True)]


def conclude(strata: Sequence[Counts], *, confidence: Fraction, tolerable: Fraction) -> Conclusion:
    """The limits of the rate of errors, each stratum's (Clopper–Pearson) and of all.

    The overall interval is `limits.pooled`; of one stratum it is that stratum's own.
    """
    risk = 1 - confidence
    rates = [_rates(counts, risk / 2) for counts in strata]
    whole = sum(strata[1:], start=strata[0])
    drawn = [Drawn(counts.size, counts.drawn) for counts in strata]
    most = errors_at_most(drawn, whole.most_errors, risk)
    overall = rates[0] if len(strata) == 1 else _overall(strata, rates, risk / 2)
    return Conclusion(
        strata=tuple(zip(strata, rates, strict=True)),
        counts=whole,
        rates=overall,
        errors_at_most=most,
        supported=most < tolerable * whole.size,
    )


def _rates(counts: Counts, risk: Fraction) -> Rates:
    """One stratum's; what was seen for certain bounds it too."""
    certain = Fraction(counts.size - counts.so, counts.size)
    seen = counts.so + counts.partly + counts.not_so
    lower = clopper_pearson(counts.not_so, counts.drawn, risk)[0]
    upper = clopper_pearson(counts.most_errors, counts.drawn, risk)[1]
    return Rates(
        likeliest=_nearest(Fraction(counts.not_so, seen)) if seen else None,
        lower=floor(max(lower, Fraction(counts.not_so, counts.size)) * STEP),
        upper=ceil(min(upper, certain) * STEP),
    )


def _overall(strata: Sequence[Counts], rates: Sequence[Rates], risk: Fraction) -> Rates:
    """All strata together: those seen whole are certain, the others pooled."""
    size = sum(counts.size for counts in strata)
    whole = [counts for counts in strata if counts.drawn == counts.size]
    rest = [counts for counts in strata if counts.drawn < counts.size]
    lower = Fraction(sum(counts.not_so for counts in whole))
    upper = Fraction(sum(counts.most_errors for counts in whole))
    if rest:
        low, high = pooled(
            [Drawn(counts.size, counts.drawn) for counts in rest],
            sum(counts.not_so for counts in rest),
            sum(counts.most_errors for counts in rest),
            risk,
        )
        lower, upper = lower + low, upper + high
    known = [rate.likeliest for rate in rates]
    likeliest = None
    if None not in known:
        weighed = (c.size * (rate or 0) for c, rate in zip(strata, known, strict=True))
        likeliest = _nearest(Fraction(sum(weighed), size * STEP))
    return Rates(likeliest, floor(lower / size * STEP), ceil(upper / size * STEP))


def _nearest(rate: Fraction) -> int:
    return (2 * rate.numerator * STEP + rate.denominator) // (2 * rate.denominator)


def described(conclusion: Conclusion) -> Mapping[str, Any]:
    """A conclusion as originals.json holds it; rates in millionths."""
    return {
        **asdict(conclusion.counts),
        **asdict(conclusion.rates),
        "open": conclusion.counts.open,
        "errors_at_most": conclusion.errors_at_most,
        "supported": conclusion.supported,
        "complete": conclusion.complete,
        "strata": [
            {**asdict(counts), **asdict(rates), "open": counts.open, "outcome": counts.outcome}
            for counts, rates in conclusion.strata
        ],
    }
