"""Item 1.5: is what certification rests on kept, whole, and for as long as the law says?"""

from __future__ import annotations

from mingzheng.dossiers.facts import Moment, Value


def in_force(d: Value) -> Value:
    """Is the object listed and not destroyed? What is destroyed has a rule of its own."""
    return d.listed & ~d.destroyed


def concerns_a_certificate(d: Value) -> Value:
    """False where every application that rests on it was refused: no certificate, no term.

    Never null: an application whose certificate is not on record may have one.
    """
    return ~(d.certificates == 0).fill_null(False)


def end_of(day: Moment) -> Moment:
    """The end of a day that is inclusive, to compare with an instant."""
    return Moment(day.end, day.end, day.tolerance)


def found_to_be(state: Value, *states: str) -> Value:
    """Is the state of the file one of these? False where no file was asked for."""
    return state.isin(states).fill_null(False)
