"""Certificates in LDIF (RFC 2849), as a directory exports them (RFC 4523).

`userCertificate;binary::` and `cACertificate;binary::` with folded base64; other attributes
pass by. A value given by URL is never fetched.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

_VALUE = re.compile(
    rb"^(?:user|ca)certificate(?:;[a-z0-9;-]+)?:(?P<how>[:<]?)"
    rb"[ ]*(?P<value>[^\r\n]*(?:\r?\n [^\r\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_FOLD = re.compile(rb"\r?\n ")


@dataclass(frozen=True)
class Value:
    """One certificate attribute: its line, and its DER or why there is none."""

    line: int
    der: bytes | None
    reason: str | None


@dataclass
class LdifReader:
    """Reads LDIF by windows; what a window leaves unfinished waits for the next."""

    longest: int
    line: int = 1
    _rest: bytes = field(default=b"", repr=False)

    def read(self, window: bytes, *, final: bool) -> list[Value]:
        """The certificates of the lines that are complete with `window`."""
        text = self._rest + window
        cut = len(text) if final else _last_whole_line(text)
        if cut == 0 and len(text) > 4 * self.longest:
            cut = len(text)  # a line nobody writes: given up, with what is in it
        found, line, seen = [], self.line, 0
        for match in _VALUE.finditer(text, 0, cut):
            line += text.count(b"\n", seen, match.start())
            seen = match.start()
            found.append(self._value(line, match["how"], match["value"]))
        self.line = line + text.count(b"\n", seen, cut)
        self._rest = text[cut:]
        return found

    def _value(self, line: int, how: bytes, folded: bytes) -> Value:
        if how == b"<":
            return Value(line, None, "ldif_reference")
        if len(folded) > 2 * self.longest:
            return Value(line, None, "too_large")
        try:
            der = binascii.a2b_base64(_FOLD.sub(b"", folded).strip(), strict_mode=True)
        except binascii.Error:
            return Value(line, None, "damaged_base64")
        if how != b":" or not der:
            return Value(line, None, "damaged_base64")
        return Value(line, der, None)


def _last_whole_line(text: bytes) -> int:
    """Where the last line begins that a later window could still continue."""
    at = text.rfind(b"\n", 0, max(0, len(text) - 1))
    while at >= 0 and text[at + 1 : at + 2] == b" ":
        at = text.rfind(b"\n", 0, at)
    return at + 1
