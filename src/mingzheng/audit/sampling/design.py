"""How many to draw, and from which strata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from mingzheng.audit.sampling.limits import Drawn, errors_at_most, hypergeometric_at_most, reached
from mingzheng.errors import MingzhengError

_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,12})?)\s*([%％])?|\d{1,9}/[1-9]\d{0,8}", re.ASCII)


def rate(text: str) -> Fraction:
    """A share written as 95%, 0.95 or 19/20, exactly; raises ValueError where it is none."""
    found = _RATE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    number, percent = found.groups()
    return Fraction(number or text.strip()) / (100 if percent else 1)


@dataclass(frozen=True)
class Design:
    """What the sample shall be able to show: a rate below `tolerable`, at this `confidence`.

    expected: the rate of errors thought likely; 0 is discovery sampling, in which one error
    already says no. least: how many are drawn from each stratum at least, where it has them.
    """

    confidence: Fraction = Fraction(95, 100)
    tolerable: Fraction = Fraction(5, 100)
    expected: Fraction = Fraction(0)
    least: int = 1

    def __post_init__(self) -> None:
        if not (0 < self.confidence < 1 and 0 < self.tolerable <= 1 and self.least >= 1):
            raise MingzhengError(
                zh="置信度须在 0 与 1 之间（不含），可容忍率须大于 0、不超过 1，每层至少抽 1 件。",
                en="the confidence lies between 0 and 1, the tolerable rate above 0 and up to 1, and at least one is drawn of each stratum.",
            )
        if not 0 <= self.expected < self.tolerable:
            raise MingzhengError(
                zh=f"预计率 {self.expected} 须小于可容忍率 {self.tolerable}：否则任何样本都证明不了。",
                en=f"the expected rate {self.expected} must be below the tolerable {self.tolerable}: else no sample could show it.",
            )

    @property
    def risk(self) -> Fraction:
        """One less the confidence."""
        return 1 - self.confidence


@dataclass(frozen=True)
class Plan:
    """How many of each stratum, and how many errors among them still let the sample say yes."""

    strata: tuple[Drawn, ...]
    acceptable: int

    @property
    def drawn(self) -> int:
        """How many in all."""
        return sum(stratum.drawn for stratum in self.strata)


def plan(sizes: Sequence[int], design: Design) -> Plan:
    """The smallest plan found that shows what the design asks, whatever the strata hold.

    `sizes` are the strata's, each at least 1. For no error expected, and for each number of
    errors then, the size that a simple draw needs (hypergeometric distribution) is raised until
    the draw by strata shows it as well.
    """
    population = sum(sizes)
    too_many = ceil(design.tolerable * population)
    acceptable = drawn = 0
    while True:
        drawn = simple_size(population, too_many, acceptable, risk=design.risk, start=drawn)
        if ceil(design.expected * drawn) <= acceptable or drawn == population:
            break
        acceptable += 1
    drawn = max(drawn, min(len(sizes), population))

    def shown(drawn: int) -> bool:
        strata = allocate(sizes, drawn, least=design.least)
        return errors_at_most(strata, acceptable, design.risk) < too_many

    enough = reached(drawn, population, shown)
    return Plan(tuple(allocate(sizes, enough, least=design.least)), acceptable)


def simple_size(
    population: int, too_many: int, acceptable: int, *, risk: Fraction, start: int = 0
) -> int:
    """The least number to draw so that `too_many` errors would show as more than acceptable ones.

    Of a simple draw; `start`: a number known not to be too large. Gives the whole population
    where nothing less will do.
    """

    def enough(drawn: int) -> bool:
        missed = hypergeometric_at_most(acceptable, size=population, errors=too_many, drawn=drawn)
        return missed <= risk

    return reached(max(start, acceptable + 1), population, enough)


def allocate(sizes: Sequence[int], drawn: int, *, least: int) -> list[Drawn]:
    """`drawn` spread over strata by their sizes (largest remainder), `least` of each at least.

    No more of a stratum than it has. Where the least of each already makes more than `drawn`,
    more are drawn. Of equal remainders the earlier stratum's goes first.
    """
    given = [min(size, least) for size in sizes]
    population = sum(sizes)
    shares = [Fraction(size * drawn, population) for size in sizes]
    given = [max(g, int(share)) for g, share in zip(given, shares, strict=True)]
    rest = sorted(range(len(sizes)), key=lambda n: (given[n] - shares[n], n))
    for n in rest[: max(0, drawn - sum(given))]:
        given[n] = min(given[n] + 1, sizes[n])
    return [Drawn(size, number) for size, number in zip(sizes, given, strict=True)]
