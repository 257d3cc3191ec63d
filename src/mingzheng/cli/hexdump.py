"""The bytes around a place, as a person may see them: identity numbers hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDTH = 16
AROUND = 32

_NUMBER = re.compile(rb"(?:\x00?[0-9]){6,}(?:\x00?[0-9A-Za-z])*")
"""Digits, of one octet or two each, with the letters that follow."""

_TIMES = (b"\x17\x0d", b"\x18\x0f")
"""What stands before the digits of a UTCTime or GeneralizedTime: these are nobody's number."""

HIDDEN = "··"


def hexdump(data: bytes, at: int) -> Iterator[str]:
    """Lines of 16 octets from before to after an offset; the octet there stands in brackets.

    An offset past the end is the end. Octets of what may be an identity number are shown as dots.
    """
    hidden = {
        place
        for found in _NUMBER.finditer(data)
        if not data[: found.start()].endswith(_TIMES)
        for place in range(*found.span())
    }
    at = max(0, min(at, len(data)))
    first = max(0, at - AROUND) // WIDTH * WIDTH
    last = min(len(data), at + AROUND)
    for start in range(first, max(last, at + 1), WIDTH):
        line = [" "]
        for place in range(start, min(start + WIDTH, len(data))):
            line += [HIDDEN if place in hidden else f"{data[place]:02x}", " "]
        if start <= at < start + WIDTH:
            octet = 2 * (at - start)
            line[octet] = "["
            line += ["  ", " "] if at == len(data) else []
            line[octet + 2] = "]"
        yield f"{start:08x}{''.join(line)}".rstrip()
