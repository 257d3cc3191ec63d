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
_ENOUGH = 1.2
_STUB = 60
_LEFT_OUT = re.compile(r"保留|预留|暂不|暂无|暂缺|从略|待定|待补|留空")
_PROVIDER = re.compile(r"电子认证服务机构|电子认证服务提供者|认证机构|认证中心|CA机构|本机构|CA")
_ENGLISH = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z,\-]{2,}(?:[ ,&\-]+[A-Za-z,\-]+)*")
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
    cue: re.Pattern[str] | None = None
    about: re.Pattern[str] | None = None
    below: tuple[_Heading, ...] = ()


def outline(document: Document) -> tuple[Entry, ...]:
    """Every part followed by its headings, in the order of the framework."""
    taken = _assigned(document)
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
            cue=re.compile(part["cues"], re.IGNORECASE),
            about=re.compile(part["about"], re.IGNORECASE),
            below=tuple(
                _Heading(row[0], Text(zh=row[1], en=row[2]), tuple("".join(row[3:]).split("|")))
                for row in part["headings"]
            ),
        )
        for part in data["parts"]
    )


def _assigned(document: Document) -> dict[str, tuple[int, float]]:
    """Part → the section that stands for it, at the depth where they fit best."""
    best: dict[str, tuple[int, float]] = {}
    for depth in range(3):
        places = [
            place
            for place, section in enumerate(document.sections)
            if section.depth == depth and section.title and not _is_stub(document, section)
        ]
        found = _aligned(_scores(document, places))
        taken = {
            part.number: (places[column], score)
            for part, (column, score) in zip(_framework(), found, strict=True)
            if column is not None
        }
        if _total(taken) > _total(best):
            best = taken
    return {number: (place, min(score / 4, 1.0)) for number, (place, score) in best.items()}


def _total(taken: dict[str, tuple[int, float]]) -> float:
    return sum(score for _, score in taken.values())


def _aligned(scores: Sequence[Sequence[float]]) -> list[tuple[int | None, float]]:
    """For each row the column that is its, in order, so that the sum is the greatest.

    Parts come in the order of the framework whatever they are called; one that fits none well
    enough is left out.
    """
    rows, columns = len(scores), len(scores[0]) if scores else 0
    sums = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            score = scores[row][column]
            sums[row][column] = max(
                sums[row + 1][column],
                sums[row][column + 1],
                score + sums[row + 1][column + 1] if score >= _ENOUGH else 0.0,
            )
    found: list[tuple[int | None, float]] = []
    column = 0
    for row in range(rows):
        while column < columns and sums[row][column] == sums[row][column + 1]:
            column += 1
        if column < columns and sums[row][column] > sums[row + 1][column]:
            found.append((column, scores[row][column]))
            column += 1
        else:
            found.append((None, 0.0))
    return found


def _scores(document: Document, places: Sequence[int]) -> list[list[float]]:
    """How well each part (row) fits each section (column): by title, by matter, by number."""
    matters = [_matter(document.quote(document.sections[place])) for place in places]
    return [
        [
            _title_score(document, part, place) + 2.5 * matter[part.number]
            for place, matter in zip(places, matters, strict=True)
        ]
        for part in _framework()
    ]


def _matter(text: str) -> dict[str, float]:
    """How much of a text is about each part: its share of the words that any part is told by."""
    counts = {part.number: len(part.about.findall(text)) for part in _framework() if part.about}
    weights = {number: count**1.5 for number, count in counts.items()}
    total = sum(weights.values()) or 1.0
    return {number: weight / total for number, weight in weights.items()}


def _title_score(document: Document, part: _Heading, place: int) -> float:
    section = document.sections[place]
    title = _plain(section.title)
    score = 4.0 * _is_named(section.title, part)
    score += 1.2 * (part.cue is not None and part.cue.search(section.title) is not None)
    score += 1.5 * _alike(title, _plain(part.name.zh))
    if section.number is not None and section.number.ordinals == (int(part.number),):
        score += 0.3
    children = [each for each in document.sections if each.parent == place and each.title]
    alike = sum(
        any(_likeness(child, heading) >= 0.8 for child in children) for heading in part.below
    )
    return score + min(alike, 4) * 0.4


def _is_stub(document: Document, section: Section) -> bool:
    """A heading with nothing under it, or only the word that nothing is."""
    text = re.sub(r"\s+", "", document.text[section.body : section.end])
    return not text or (len(text) < _STUB and _LEFT_OUT.search(text) is not None)


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
        same = _is_named(document.sections[place].title, heading)
        standing = "present" if same else "renamed"
    return Entry(heading.number, heading.name, standing, place, round(score, 2))


def _is_named(title: str, heading: _Heading) -> bool:
    """Whether a title is the specified one, a translation beside it aside."""
    chinese = _plain(_ENGLISH.sub("", title))
    return chinese == _plain(heading.name.zh) or _plain(title) == _plain(heading.name.en)


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
