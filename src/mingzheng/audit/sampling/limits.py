"""What a sample can say about its population: exact tails, in whole numbers and fractions.

A sample without errors shows no absence of errors, only that there are not many: everything here
is an upper or a lower limit, true with at least the stated confidence.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb, exp, floor, log

STEP = 10**6
"""Rates are told to a millionth, lower limits rounded down and upper ones up."""


@dataclass(frozen=True)
class Drawn:
    """How many of a stratum's subjects were drawn."""

    size: int
    drawn: int

    @property
    def whole(self) -> bool:
        """Everything was drawn: nothing is left to infer."""
        return self.drawn == self.size


def first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The least whole number in [low, high] for which a monotone `holds` is true; high if none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def reached(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """As `first`, from below in growing steps: for a `holds` that costs more further up."""
    step = 1
    while low + step < high and not holds(low + step):
        low, step = low + step, 2 * step
    return first(low, min(low + step, high), holds)


def hypergeometric_at_most(found: int, *, size: int, errors: int, drawn: int) -> Fraction:
    """P(at most `found` errors among `drawn` of `size` subjects of which `errors` are wrong)."""
    errors, drawn = min(errors, drawn), max(errors, drawn)  # the two roles are symmetric
    least = max(0, errors + drawn - size)
    if found < least:
        return Fraction(0)
    term = total = comb(drawn, least) * comb(size - drawn, errors - least)
    for hit in range(least, min(found, errors)):
        term = term * (drawn - hit) * (errors - hit)
        term //= (hit + 1) * (size - drawn - errors + hit + 1)
        total += term
    return Fraction(total, comb(size, errors))


def clopper_pearson(found: int, drawn: int, risk: Fraction) -> tuple[Fraction, Fraction]:
    """The exact binomial limits of a rate (Clopper & Pearson 1934), `risk` at each side.

    Rounded outward to a millionth. In a finite population they are wider than needed.
    """
    lower = STEP - _upper(drawn - found, drawn, risk)
    return Fraction(lower, STEP), Fraction(_upper(found, drawn, risk), STEP)


@cache
def _upper(found: int, drawn: int, risk: Fraction) -> int:
    """The least rate, in steps, at which `found` errors or fewer are that improbable."""
    if found == drawn:
        return STEP

    def improbable(rate: int) -> bool:
        if 2 * found < drawn:
            return _at_most(found, drawn, rate) * risk.denominator <= risk.numerator * STEP**drawn
        more = STEP**drawn - _at_most(drawn - found - 1, drawn, STEP - rate)
        return more * risk.denominator <= risk.numerator * STEP**drawn

    near = first(0, STEP, lambda rate: _roughly_at_most(found, drawn, rate) <= risk)
    low, high = max(near - 2, 0), min(near + 2, STEP)
    if improbable(low):
        low, high = 0, low
    elif not improbable(high):
        low, high = high, STEP
    return first(low, high, improbable)


def _at_most(found: int, drawn: int, rate: int) -> int:
    """P(binomial <= found) at a rate in steps, times STEP to the power of `drawn`."""
    total, choose, power = 0, 1, 1
    for hit in range(found + 1):
        total = total * (STEP - rate) + choose * power
        choose = choose * (drawn - hit) // (hit + 1)
        power *= rate
    return total * (STEP - rate) ** (drawn - found)


def _roughly_at_most(found: int, drawn: int, rate: int) -> float:
    """The same as a probability, in floats: only to know where to look."""
    if rate in (0, STEP):
        return float(rate == 0)
    odds = log(rate) - log(STEP - rate)
    term = drawn * (log(STEP - rate) - log(STEP))
    total = 0.0
    for hit in range(found + 1):
        total += exp(term)
        if hit < drawn:
            term += log(drawn - hit) - log(hit + 1) + odds
    return total


def silence(strata: Sequence[Drawn], errors: int) -> Fraction:
    """The greatest probability that a draw finds none of so many errors, wherever they lie.

    An error more in a stratum is missed with probability (size - drawn - e) / (size - e): as that
    falls with each e, putting every next error where it is missed most is the worst there is.
    """
    placed = _all_but_a_few(strata, errors)
    left = errors - sum(placed)
    chances = [(_next(s, e), n) for n, (s, e) in enumerate(zip(strata, placed, strict=True))]
    heapq.heapify(chances)
    for _ in range(left):
        _, n = chances[0]
        placed[n] += 1
        heapq.heapreplace(chances, (_next(strata[n], placed[n]), n))
    missed = Fraction(1)
    for stratum, here in zip(strata, placed, strict=True):
        missed *= hypergeometric_at_most(0, size=stratum.size, errors=here, drawn=stratum.drawn)
    return missed


def _next(stratum: Drawn, errors: int) -> Fraction:
    """The probability that one error more in a stratum is found, where the others were not."""
    sound = stratum.size - errors
    return Fraction(stratum.drawn, sound) if sound > stratum.drawn else Fraction(1)


def _all_but_a_few(strata: Sequence[Drawn], errors: int) -> list[int]:
    """The errors whose place is beyond doubt: those missed more often than a common level."""

    def placed(level: int) -> list[int]:
        # one goes where drawn / (size - e) < level / STEP
        return [min(s.size - s.drawn, max(0, s.size - (s.drawn * STEP) // level)) for s in strata]

    level = first(1, STEP, lambda level: sum(placed(level)) > errors)
    return placed(level - 1) if level > 1 else [0] * len(strata)


def errors_at_most(strata: Sequence[Drawn], found: int, risk: Fraction) -> int:
    """How many errors a population may hold at most, at this risk, whatever its strata hold.

    Of one stratum: exact (hypergeometric). Of several, where nothing was found: exact for the
    worst spread of errors (`silence`). Else by `pooled`.
    """
    open_ = [stratum for stratum in strata if not stratum.whole]
    if not open_:
        return found
    most = sum(s.size - s.drawn for s in strata) + found
    if len(strata) == 1:
        size, drawn = strata[0].size, strata[0].drawn

        def excluded(errors: int) -> bool:
            tail = hypergeometric_at_most(found, size=size, errors=errors, drawn=drawn)
            return tail <= risk

        return first(found, most + 1, excluded) - 1
    if not found:
        return first(0, most + 1, lambda errors: silence(strata, errors) <= risk) - 1
    return floor(pooled(strata, found, found, risk)[1])


def pooled(
    strata: Sequence[Drawn], least: int, most: int, risk: Fraction
) -> tuple[Fraction, Fraction]:
    """Limits of the errors in all strata, at `risk` each side, of `least` to `most` found.

    Each stratum's count is a sum of independent trials, so their sum is less spread than the
    binomial of its mean (Hoeffding 1956, theorem 4: at least one off the mean). The mean is
    between the errors times the least and the greatest share drawn.
    """
    drawn = sum(s.drawn for s in strata)
    if not drawn:
        return Fraction(0), Fraction(sum(s.size for s in strata))
    shares = [Fraction(s.drawn, s.size) for s in strata]
    lower = min(clopper_pearson(least, drawn, risk)[0], Fraction(max(least - 1, 0), drawn))
    upper = max(clopper_pearson(most, drawn, risk)[1], Fraction(min(most + 1, drawn), drawn))
    certain = sum(s.size for s in strata) - (drawn - most)
    return (
        max(lower * drawn / max(shares), Fraction(least)),
        min(upper * drawn / min(shares), Fraction(certain)) if min(shares) else Fraction(certain),
    )
