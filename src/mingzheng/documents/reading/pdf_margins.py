"""Headers, footers and page numbers of a PDF: lines at a page's edge that come back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mingzheng.documents.reading.pdf_lines import Line

_EDGE = 0.11
_NUMBER = re.compile(
    r"[-—–\s]*(?:第\s*)?[\dⅰ-ⅻⅠ-Ⅻ]{1,4}(?:\s*页)?[-—–\s]*"
    r"(?:[/／,，\s]*(?:共|of)?\s*\d{1,4}\s*页?)?[-—–\s]*"
    r"|(?:Page|P\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def without_margins(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of each page less its header, footer and number.

    A line near an edge goes where, digits aside, it stands near that edge of another page too,
    or is nothing but a page number.
    """
    seen = Counter(
        key
        for lines, height in zip(pages, heights, strict=True)
        for key in {_key(line, height) for line in lines}
        if key
    )
    enough = 2 if len(pages) < 6 else 3

    def stays(line: Line, height: float) -> bool:
        key = _key(line, height)
        return key is None or not (_NUMBER.fullmatch(line.text) or seen[key] >= enough)

    return [
        [line for line in lines if stays(line, height)]
        for lines, height in zip(pages, heights, strict=True)
    ]


def _key(line: Line, height: float) -> tuple[str, str] | None:
    """Edge and text without digits, for a line near an edge."""
    if line.bottom > height * (1 - _EDGE):
        return "top", _DIGITS.sub("#", line.text)
    if line.top < height * _EDGE:
        return "bottom", _DIGITS.sub("#", line.text)
    return None
