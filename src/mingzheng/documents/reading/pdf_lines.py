"""Characters of a PDF page, with their boxes → lines, top to bottom.

Coordinates are PDF points with the origin at the lower left of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character and its box; `size` is that of its font."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


class Rule(NamedTuple):
    """A drawn line, as the box it fills."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class PageContent:
    """What is drawn on one page: characters in the order drawn, and straight lines."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Line:
    """One line of text; `segments` are its parts between wide gaps, with where each begins."""

    page: int
    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    segments: tuple[tuple[float, str], ...]


_WIDE_GAP, _BLANK_GAP, _WORD_GAP, _DRAWN_GAP = 1.8, 0.6, 0.2, 0.1
"""Gaps in sizes of the font: between columns; that mean a blank in Chinese, in Latin, and where a
blank is drawn."""


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Lines from glyphs in any order: those whose middles are on one height, left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (-(each.top + each.bottom) / 2, each.left)):
        middle = (glyph.top + glyph.bottom) / 2
        last = rows[-1] if rows else None
        if last and last[0].bottom < middle < last[0].top:
            last.append(glyph)
        else:
            rows.append([glyph])
    found = [_line(sorted(row, key=lambda each: each.left), page) for row in rows]
    return [line for line in found if line.text]


def _line(row: Sequence[Glyph], page: int) -> Line:
    drawn = [glyph for glyph in row if not glyph.text.isspace()] or list(row)
    blanks = [glyph.left for glyph in row if glyph.text.isspace()]
    size = Counter(round(glyph.size, 1) for glyph in drawn).most_common(1)[0][0]
    segments = [(drawn[0].left, drawn[0].text)]
    for before, glyph in pairwise(drawn):
        gap = (glyph.left - before.right) / (size or 1.0)
        if gap > _WIDE_GAP:
            segments.append((glyph.left, glyph.text))
            continue
        least = _WORD_GAP if before.text.isascii() and glyph.text.isascii() else _BLANK_GAP
        if any(before.left < blank < glyph.left for blank in blanks):
            least = _DRAWN_GAP
        blank = " " if gap > least else ""
        segments[-1] = (segments[-1][0], segments[-1][1] + blank + glyph.text)
    return Line(
        page,
        " ".join(text for _, text in segments).strip(),
        left=min(glyph.left for glyph in drawn),
        bottom=min(glyph.bottom for glyph in drawn),
        right=max(glyph.right for glyph in drawn),
        top=max(glyph.top for glyph in drawn),
        size=size,
        segments=tuple(segments),
    )
