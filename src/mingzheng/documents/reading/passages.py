"""What a reader of a format yields: passages and grids in reading order, before any structure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f]+")
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True)
class Passage:
    """One paragraph.

    page   the page it begins on, from 1; None where the format has none
    turns  offsets in `text` at which further pages begin
    rank   of a heading that the format declares or shows: 1 is the highest; None for others
    """

    text: str
    page: int | None = None
    turns: tuple[int, ...] = ()
    rank: int | None = None


@dataclass(frozen=True)
class Grid:
    """One table: rows of cells, and the page of each row.

    goes_on  whether it continues the table just before it, over a page's end
    """

    rows: tuple[tuple[str, ...], ...]
    pages: tuple[int | None, ...]
    goes_on: bool = False


Piece = Passage | Grid


def tidy(text: str) -> str:
    """One line: runs of blanks are one blank, nothing invisible, none at the ends.

    The ideographic space stays: between characters it separates a title from its text.
    """
    shown = _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", shown).strip(" \u3000")


def joined(before: str, after: str) -> str:
    """Two lines of one paragraph: a blank between words of Latin letters, none in Chinese."""
    if before and after and before[-1].isascii() and after[0].isascii():
        return f"{before} {after}"
    return before + after
