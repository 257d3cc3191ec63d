"""Blocks → pages of placed lines: A4, in one Chinese font of even width.

Lines are set flush on both sides, as Chinese is: a closing mark begins no line, an opening one
ends none. Measures are points; the origin is the lower left of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingzheng.sample.publishing.composition import Block, Line, Rows

WIDTH, HEIGHT = 595, 842
_LEFT, _TOP, _BOTTOM = 76.0, 762.0, 90.0
_ACROSS = WIDTH - 2 * _LEFT
_SIZES = {0: 10.5, 1: 18.0, 2: 14.0, 3: 12.0}
_LINE = 1.7
"""From one line to the next, in sizes of the type."""
_PADDING = 5.0
_OPENING, _CLOSING = "（《“‘【", "，。、；：？！）》”’】"
_CLUSTER = re.compile(rf"[{_OPENING}]*(?:[!-~]+?(?:[.@/\-]|(?![!-~]))| |.)[{_CLOSING}]*")
"""What no line end comes between."""


@dataclass(frozen=True)
class Placed:
    """One line of text; `spread` is added behind each of its characters."""

    x: float
    y: float
    size: float
    text: str
    spread: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """A straight line between two points."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass
class Page:
    """What is drawn on a page."""

    lines: list[Placed] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)


def pages(blocks: Sequence[Block]) -> list[Page]:
    """The pages, each with its number at the foot."""
    sheet = _Sheet()
    for block in blocks:
        if isinstance(block, Rows):
            sheet.table(block)
        else:
            sheet.paragraph(block)
    for number, page in enumerate(sheet.pages, start=1):
        text = f"- {number} -"
        page.lines.append(Placed((WIDTH - width(text) * 9) / 2, 50.0, 9.0, text))
    return sheet.pages


def width(text: str) -> float:
    """The width of a text in sizes of its type: Latin letters take half."""
    return sum(0.5 if each.isascii() else 1.0 for each in text)


class _Sheet:
    """Pages being filled from the top."""

    def __init__(self) -> None:
        self.pages = [Page()]
        self._y = _TOP

    def paragraph(self, line: Line) -> None:
        size = _SIZES[line.level]
        self._y -= {0: 0.2, 1: 0.5, 2: 0.8, 3: 0.5}[line.level] * size
        indent = 2.0 if line.level == 0 else 0.0
        broken = list(_broken(line.text, _ACROSS / size, indent))
        for place, text in enumerate(broken):
            first, last = place == 0, place == len(broken) - 1
            x = _LEFT + (indent * size if first else 0.0)
            if line.level == 1:
                x = _LEFT + (_ACROSS - width(text) * size) / 2
            left = _LEFT + _ACROSS - x - width(text) * size
            spread = 0.0 if last or line.level == 1 else left / max(len(text) - 1, 1)
            self._take(size * _LINE)
            self.pages[-1].lines.append(Placed(x, self._y, size, text, spread))

    def table(self, rows: Rows) -> None:
        size = _SIZES[0]
        across = _shares(rows)
        tall = [
            max(len(list(_broken(cell, (wide - 2 * _PADDING) / size, 0.0)))
                for cell, wide in zip(row, across, strict=True)) * size * 1.4 + 2 * _PADDING
            for row in rows.cells
        ]  # fmt: skip
        self._y -= size
        if self._y - sum(tall) < _BOTTOM:
            self._turn()
        top = self._y
        for row, height in zip(rows.cells, tall, strict=True):
            self._row(row, across, size)
            self._y -= height
            self._level(self._y)
        self._level(top)
        x = _LEFT
        for wide in (0.0, *across):
            x += wide
            self.pages[-1].strokes.append(Stroke(x, top, x, self._y))

    def _row(self, row: Sequence[str], across: Sequence[float], size: float) -> None:
        x = _LEFT
        for cell, wide in zip(row, across, strict=True):
            y = self._y - _PADDING
            for text in _broken(cell, (wide - 2 * _PADDING) / size, 0.0):
                y -= size * 1.4
                self.pages[-1].lines.append(Placed(x + _PADDING, y + 0.4 * size, size, text))
            x += wide

    def _level(self, y: float) -> None:
        self.pages[-1].strokes.append(Stroke(_LEFT, y, _LEFT + _ACROSS, y))

    def _take(self, height: float) -> None:
        if self._y - height < _BOTTOM:
            self._turn()
        self._y -= height

    def _turn(self) -> None:
        self.pages.append(Page())
        self._y = _TOP


def _shares(rows: Rows) -> list[float]:
    """The width of each column, by its longest cell, none below a sixth."""
    longest = [min(max(map(width, column)), 30.0) for column in zip(*rows.cells, strict=True)]
    shares = [max(each, sum(longest) / 6) for each in longest]
    return [_ACROSS * each / sum(shares) for each in shares]


def _broken(text: str, most: float, indent: float) -> Iterator[str]:
    """The lines of a text, in a measure of so many sizes of its type."""
    held, taken = "", indent
    for cluster in _CLUSTER.findall(text):
        wide = width(cluster)
        if held and taken + wide > most:
            yield held.rstrip()
            held, taken = "", 0.0
            cluster = cluster.lstrip() or cluster
        held += cluster
        taken += wide
    if held:
        yield held.rstrip()
