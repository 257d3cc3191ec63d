"""Free text of strangers and officers as it is stored: nothing in it controls, numbers masked."""

from __future__ import annotations

import re
import unicodedata

from mingzheng.privacy import mask_text

LONGEST = 4000
"""Characters of one text."""
_NO_LETTERS = {"Cc", "Cf", "Co", "Cs", "Cn"}
"""Control characters, marks that turn the writing around or can't be seen, private ones."""


def clean(text: str) -> str:
    """`text` without what can't be seen, lines ended alike, identity numbers masked.

    Unseen characters go first: a number broken up by them is a number still.
    """
    lines = re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", text)
    seen = "".join(
        each for each in lines if each in "\n\t" or unicodedata.category(each) not in _NO_LETTERS
    )
    return mask_text(seen).strip()


def masks(text: str) -> bool:
    """Whether `clean` finds an identity number to mask."""
    return clean(text).count("*") > text.count("*")
