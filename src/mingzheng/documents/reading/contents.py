"""A table of contents repeats the headings and is no text: it is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzheng.documents.reading.passages import Passage, Piece

_ENTRY = re.compile(r"[.．…·。\-_ \t　]*\d{1,4}$")
_LEADERS = re.compile(r"(?:[.．·]{4,}|[…]{2,}|(?:[.．·]\s){4,})\s*[\divxIVX-]{1,5}$")
_TITLE = re.compile(r"目\s*[录次]|Contents|Table of Contents", re.IGNORECASE)
_LONGEST = 80
_BLANK = re.compile(r"[\s　.．、·…]+")


def without_contents(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces less the table of contents.

    An entry ends with leaders and a page number; after a title 目录 also any paragraph that
    occurs once more further on, with or without its page number.
    """
    last = {
        _BLANK.sub("", piece.text): place
        for place, piece in enumerate(pieces)
        if isinstance(piece, Passage) and len(piece.text) <= _LONGEST
    }
    kept: list[Piece] = []
    inside = False
    for place, piece in enumerate(pieces):
        if isinstance(piece, Passage):
            if _LEADERS.search(piece.text):
                continue
            if _TITLE.fullmatch(piece.text):
                inside = True
                continue
            if inside and any(last.get(text, -1) > place for text in _spellings(piece.text)):
                continue
        inside = False
        kept.append(piece)
    return kept


def _spellings(entry: str) -> tuple[str, str]:
    return _BLANK.sub("", entry), _BLANK.sub("", _ENTRY.sub("", entry[:_LONGEST]))
