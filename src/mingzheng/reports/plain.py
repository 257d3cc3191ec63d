"""Text from evidence as a page or a sheet may hold it: masked, harmless, of bounded length.

Names in certificates are written by strangers: they may carry markup, marks that turn the
writing around, control characters, or ten thousand letters. The engine has masked personal
numbers already; what passes here is masked again, as the last line of defence.
"""

from __future__ import annotations

import re
import unicodedata

from mingzheng.privacy import is_resident_number, mask_text

LONGEST_CELL = 32_767
"""Characters that Excel holds in one cell (its published limits)."""

REPLACED = "\ufffd"
_CUT = "…（截断）"
_DIGEST = re.compile(r"(?=[0-9]*[a-f])[0-9a-f]{16,}", re.ASCII)
_DIGITS = re.compile(r"\d{17,}[Xx]?")


def shown(value: str, longest: int = 160) -> str:
    """`value` for the page: printable, masked, at most `longest` characters (… where cut)."""
    # Masked before it is cut: half a number would no longer be recognised as one.
    text = masked(printable(value[: 8 * longest]))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def cell(value: str) -> str:
    """`value` for a sheet: printable, masked, cut with a mark at Excel's limit."""
    if value.isascii() and value.isprintable() and len(value) < 15:
        return value
    return cut(masked(printable(value[: 2 * LONGEST_CELL])))


def cut(text: str) -> str:
    """`text` at Excel's limit, with a mark where it was cut."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT


def identifier(value: str, longest: int = 80) -> str:
    """A record's own number for the page: what is a valid number of a person is masked.

    Request numbers often have eighteen digits: masking by shape alone, as in free text, would
    hide the number by which the CA finds the record.
    """
    text = identified(printable(value[: 8 * longest]))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def identified(value: str) -> str:
    """`value` masked only where it holds a valid resident identity number."""
    for run in _DIGITS.findall(value):
        if any(is_resident_number(run[n : n + 18]) for n in range(len(run) - 17)):
            return mask_text(value)
    return value


def masked(value: str) -> str:
    """`value` with what looks like a person's number masked; a digest in hex stays whole."""
    return identified(value) if _DIGEST.fullmatch(value) else mask_text(value)


def printable(value: str) -> str:
    """`value` in which nothing controls: spaces for spaces, U+FFFD for what can't be seen."""
    if value.isprintable():
        return value
    return "".join(c if c.isprintable() else _visible(c) for c in value)


def _visible(character: str) -> str:
    spaces = unicodedata.category(character) == "Zs" or character in "\t\r\n"
    return " " if spaces else REPLACED
