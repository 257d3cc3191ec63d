"""Which of two terms says more, exactly: whole fractions, never floats.

Twelve months are a year and a week is seven days. A working day or a month has no fixed length:
where either could be the longer one, the order isn't sure, and the customary length decides
which is probable.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mingzheng.documents.terms import Term

_HOURS = {
    "minute": Fraction(1, 60),
    "hour": Fraction(1),
    "day": Fraction(24),
    "week": Fraction(168),
}
_MONTHS = {"month": Fraction(1), "year": Fraction(12)}
# Days that n of a unit last at least and at most: in February, in a leap year, over long holidays.
_DAYS = {"month": (28, 31), "year": (365, 366)}
_CUSTOMARY = Fraction(7, 5)
_HOLIDAYS = 9


@dataclass(frozen=True)
class Order:
    """How one value stands to another.

    sign  -1 less, 0 equal, 1 more; None where they can't be compared at all (yuan and dollars)
    sure  whether it is so whatever the calendar
    """

    sign: int | None
    sure: bool


def ordered(one: Term, other: Term) -> Order:
    """The order of two quantities of one key."""
    unit, its = one.unit or "", other.unit or ""
    for exact in (_HOURS, _MONTHS, {unit: Fraction(1)}):
        if unit in exact and its in exact:
            return Order(_sign(_value(one) * exact[unit], _value(other) * exact[its]), sure=True)
    first, second = _bounds(one), _bounds(other)
    if first is None or second is None:
        return Order(None, sure=False)
    if first[1] < second[0] or second[1] < first[0]:
        return Order(_sign(_middle(first), _middle(second)), sure=True)
    if "working_day" not in (one.unit, other.unit):
        return Order(0, sure=False)  # thirty days and a month
    return Order(_sign(_probable(one, first), _probable(other, second)), sure=False)


def _value(term: Term) -> Fraction:
    return Fraction(term.value)


def _bounds(term: Term) -> tuple[Fraction, Fraction] | None:
    """The least and most days a duration may last; None for what is no duration."""
    value = _value(term)
    if term.unit in _HOURS:
        return value * _HOURS[term.unit] / 24, value * _HOURS[term.unit] / 24
    if term.unit in _DAYS:
        least, most = _DAYS[term.unit]
        return value * least, value * most
    if term.unit == "working_day":
        return value, value * _CUSTOMARY + _HOLIDAYS
    return None


def _probable(term: Term, bounds: tuple[Fraction, Fraction]) -> Fraction:
    return _value(term) * _CUSTOMARY if term.unit == "working_day" else _middle(bounds)


def _middle(bounds: tuple[Fraction, Fraction]) -> Fraction:
    return (bounds[0] + bounds[1]) / 2


def _sign(one: Fraction, other: Fraction) -> int:
    return (one > other) - (one < other)
