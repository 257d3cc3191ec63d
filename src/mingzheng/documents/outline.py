"""The outline of a practice statement against the nine parts and the headings of RFC 3647.

A part is present where a heading has its name, renamed where one holds its words or heads what
belongs under it, and absent where none does. What stands in it is another question (`clauses`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from mingzheng.documents.structure import Document, Section
from mingzheng.language import Text

Standing = Literal["present", "renamed", "absent"]

_LIKE = 0.5
_ENOUGH = 2.0
_PROVIDER = re.compile(r"电子认证服务机构|电子认证服务提供者|认证机构|认证中心|CA机构|本机构|CA")
_JOINING = re.compile(r"[\s　、，,（）()与和及的/·:：.。《》“”\-]")


@dataclass(frozen=True)
class Entry:
    """One part (number 1 to 9) or heading (1.1 …) of the framework, and what stands for it.

    section  place in `Document.sections` of the heading found; None where absent
    score    how alike its title is, 0 to 1
    """

    number: str
    name: Text
    standing: Standing
    section: int | None
    score: float


@dataclass(frozen=True)
class _Heading:
    number: str
    name: Text
    aliases: tuple[str, ...] = ()
    cues: tuple[re.Pattern[str], ...] = ()
    below: tuple[_Heading, ...] = ()


def outline(document: Document) -> tuple[Entry, ...]:
    """Every part followed by its headings, in the order of the framework."""
    tops = _tops(document)
    taken = _assigned(document, tops)
    entries: list[Entry] = []
    for part in _framework():
        place, score = taken.get(part.number, (None, 0.0))
        entries.append(_entry(document, part, place, score))
        entries.extend(_below(document, part, place))
    return tuple(entries)


@cache
def _framework() -> tuple[_Heading, ...]:
    data = tomllib.loads(
        files("mingzheng.documents").joinpath("data/outline.toml").read_text("utf-8")
    )
    return tuple(
        _Heading(
            str(part["number"]),
            Text(zh=part["zh"], en=part["en"]),
            cues=tuple(re.compile(cue) for cue in part["cues"]),
            below=tuple(
                _Heading(row[0], Text(zh=row[1], en=row[2]), tuple("".join(row[3:]).split("|")))
                for row in part["headings"]
            ),
        )
        for part in data["parts"]
    )


def _tops(document: Document) -> list[int]:
    """The sections of the depth at which most parts of the framework are found."""
    best: list[int] = []
    most = 0
    for depth in range(3):
        there = [
            place
            for place, section in enumerate(document.sections)
            if section.depth == depth and section.title
        ]
        found = len(_assigned(document, there))
        if found > most:
            best, most = there, found
    return best


def _assigned(document: Document, places: Sequence[int]) -> dict[str, tuple[int, float]]:
    """Part → the section that stands for it best, each section for one part."""
    scored = sorted(
        (
            (_part_score(document, part, place), -place, part.number)
            for part in _framework()
            for place in places
        ),
        reverse=True,
    )
    taken: dict[str, tuple[int, float]] = {}
    used: set[int] = set()
    for score, negative, number in scored:
        if score >= _ENOUGH and number not in taken and -negative not in used:
            taken[number] = (-negative, min(score / 4, 1.0))
            used.add(-negative)
    return taken


def _part_score(document: Document, part: _Heading, place: int) -> float:
    section = document.sections[place]
    title = _plain(section.title)
    score = 4.0 * (title == _plain(part.name.zh) or title == _plain(part.name.en))
    score += 2.0 * all(cue.search(section.title) for cue in part.cues)
    score += 1.5 * _alike(title, _plain(part.name.zh))
    if section.number is not None and section.number.ordinals == (int(part.number),):
        score += 0.6
    children = [each for each in document.sections if each.parent == place and each.title]
    alike = sum(
        any(_likeness(child, heading) >= 0.8 for child in children) for heading in part.below
    )
    return score + min(alike, 4) * 0.6


def _below(document: Document, part: _Heading, place: int | None) -> list[Entry]:
    """The headings of a part; where the part is absent they may stand anywhere by their name."""
    inside = [
        number
        for number, section in enumerate(document.sections)
        if section.title and (place is None or _is_inside(document, number, place))
    ]
    entries = []
    used: set[int] = set()
    for heading in part.below:
        scored = sorted(
            (
                (_likeness(document.sections[number], heading), -number)
                for number in inside
                if number not in used
            ),
            reverse=True,
        )
        score, negative = scored[0] if scored else (0.0, 0)
        least = _LIKE if place is not None else 0.95
        found = -negative if score >= least else None
        if found is not None:
            used.add(found)
        entries.append(_entry(document, heading, found, score if found is not None else 0.0))
    return entries


def _is_inside(document: Document, number: int, place: int) -> bool:
    parent = document.sections[number].parent
    while parent is not None and parent != place:
        parent = document.sections[parent].parent
    return parent == place


def _likeness(section: Section, heading: _Heading) -> float:
    title = _plain(section.title)
    names = [heading.name.zh, heading.name.en, *filter(None, heading.aliases)]
    score = max(_alike(title, _plain(name)) for name in names)
    number = tuple(int(part) for part in heading.number.split("."))
    same = section.number is not None and section.number.ordinals == number
    return min(score + 0.2 * (same and score > 0.2), 1.0)


def _entry(document: Document, heading: _Heading, place: int | None, score: float) -> Entry:
    standing: Standing = "absent"
    if place is not None:
        title = _plain(document.sections[place].title)
        same = title in (_plain(heading.name.zh), _plain(heading.name.en))
        standing = "present" if same else "renamed"
    return Entry(heading.number, heading.name, standing, place, round(score, 2))


def _plain(title: str) -> str:
    """A title without joining words, in which any name of the provider is one."""
    return _JOINING.sub("", _PROVIDER.sub("", title)).lower().replace("吊销", "撤销")


def _alike(one: str, other: str) -> float:
    """Dice's measure over pairs of characters, 0 to 1."""
    if one == other:
        return 1.0
    first = {one[at : at + 2] for at in range(len(one) - 1)}
    second = {other[at : at + 2] for at in range(len(other) - 1)}
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0
