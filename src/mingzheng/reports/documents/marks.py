"""Marks: the stretches of a text on which findings rest, none overlapping another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

MOODS = ("breach", "unknown", "clear", "term")
"""How a mark looks, the gravest first: a contradiction, a doubtful item, a covered one, a term."""


@dataclass(frozen=True)
class Rest:
    """One finding rests on `text[start:end]`."""

    start: int
    end: int
    mood: str
    finding: int


@dataclass(frozen=True)
class Mark:
    """A stretch, the numbers of the findings that rest on it, and the gravest of their moods.

    starts  where what rests on it begins
    """

    start: int
    end: int
    mood: str
    findings: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True)
class Marks:
    """The marks of one text in order."""

    marks: tuple[Mark, ...]
    _starts: tuple[int, ...]

    @classmethod
    def of(cls, rests: Iterable[Rest]) -> Marks:
        """What overlaps becomes one mark: a row and a cell of it are shown as the row."""
        merged = tuple(_merged(sorted(rests, key=lambda rest: (rest.start, rest.finding))))
        return cls(merged, tuple(mark.start for mark in merged))

    def within(self, start: int, end: int) -> Sequence[Mark]:
        """The marks that share a character with `text[start:end]`."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1)
        return [mark for mark in self.marks[first:last] if mark.end > start and mark.start < end]


def _merged(rests: Sequence[Rest]) -> Iterator[Mark]:
    together: list[Rest] = []
    end = -1
    for rest in rests:
        if together and rest.start >= end:
            yield _one(together, end)
            together = []
        end = max(end, rest.end) if together else rest.end
        together.append(rest)
    if together:
        yield _one(together, end)


def _one(rests: Sequence[Rest], end: int) -> Mark:
    mood = min((rest.mood for rest in rests), key=MOODS.index)
    findings = tuple(sorted({rest.finding for rest in rests}))
    starts = tuple(sorted({rest.start for rest in rests}))
    return Mark(rests[0].start, end, mood, findings, starts)
