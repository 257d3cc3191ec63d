"""Bar charts as SVG, drawn by hand: the same bytes for the same figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LABEL, VALUE = 720, 210, 120
ROW, TITLE = 26, 34
COLOURS = ("#1f6f8b", "#b0b7bd", "#d5dade")


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, how long, what is written at its end, and which colour it has."""

    label: str
    value: float
    words: str
    colour: int = 0


def chart(title: str, bars: list[Bar], *, logarithmic: bool = False) -> str:
    """Bars under one another, from nothing; logarithmic: each tenfold is as long as the next."""
    height = TITLE + ROW * len(bars) + 8
    longest = max(_long(bar.value, logarithmic) for bar in bars)
    drawn = "".join(
        _bar(bar, TITLE + ROW * place, _long(bar.value, logarithmic) / longest)
        for place, bar in enumerate(bars)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" font-family="sans-serif" font-size="13" role="img">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n'
        f'<text x="8" y="21" font-size="15" fill="#1b1f23">{escape(title)}</text>\n'
        f"{drawn}</svg>\n"
    )


def _long(value: float, logarithmic: bool) -> float:
    return math.log10(max(value, 1)) + 0.2 if logarithmic else value


def _bar(bar: Bar, top: int, share: float) -> str:
    width = max(1, round((WIDTH - LABEL - VALUE) * share))
    text = top + 17
    return (
        f'<text x="{LABEL - 8}" y="{text}" text-anchor="end" fill="#1b1f23">'
        f"{escape(bar.label)}</text>\n"
        f'<rect x="{LABEL}" y="{top + 4}" width="{width}" height="18"'
        f' fill="{COLOURS[bar.colour]}"/>\n'
        f'<text x="{LABEL + width + 6}" y="{text}" fill="#1b1f23">{escape(bar.words)}</text>\n'
    )
