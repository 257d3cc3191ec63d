"""Distinguished names as text, to tell whether two texts name the same.

The CA's tables spell an issuer as their system did: RFC 4514, OpenSSL's line of slashes, or
`C=CN, O=…`. `issuer_key` gives the same key for all of them and for the reader's own columns.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TYPES = {
    "CN": "2.5.4.3",
    "COMMONNAME": "2.5.4.3",
    "SN": "2.5.4.4",
    "SURNAME": "2.5.4.4",
    "SERIALNUMBER": "2.5.4.5",
    "C": "2.5.4.6",
    "COUNTRY": "2.5.4.6",
    "COUNTRYNAME": "2.5.4.6",
    "L": "2.5.4.7",
    "LOCALITY": "2.5.4.7",
    "LOCALITYNAME": "2.5.4.7",
    "S": "2.5.4.8",
    "ST": "2.5.4.8",
    "SP": "2.5.4.8",
    "STATE": "2.5.4.8",
    "PROVINCE": "2.5.4.8",
    "STATEORPROVINCENAME": "2.5.4.8",
    "STREET": "2.5.4.9",
    "STREETADDRESS": "2.5.4.9",
    "O": "2.5.4.10",
    "ORGANIZATION": "2.5.4.10",
    "ORGANIZATIONNAME": "2.5.4.10",
    "OU": "2.5.4.11",
    "ORGANIZATIONALUNIT": "2.5.4.11",
    "ORGANIZATIONALUNITNAME": "2.5.4.11",
    "T": "2.5.4.12",
    "TITLE": "2.5.4.12",
    "DESCRIPTION": "2.5.4.13",
    "POSTALCODE": "2.5.4.17",
    "TELEPHONENUMBER": "2.5.4.20",
    "GN": "2.5.4.42",
    "GIVENNAME": "2.5.4.42",
    "INITIALS": "2.5.4.43",
    "DNQ": "2.5.4.46",
    "DNQUALIFIER": "2.5.4.46",
    "ORGANIZATIONIDENTIFIER": "2.5.4.97",
    "E": "1.2.840.113549.1.9.1",
    "EMAIL": "1.2.840.113549.1.9.1",
    "EMAILADDRESS": "1.2.840.113549.1.9.1",
    "UID": "0.9.2342.19200300.100.1.1",
    "USERID": "0.9.2342.19200300.100.1.1",
    "DC": "0.9.2342.19200300.100.1.25",
    "DOMAINCOMPONENT": "0.9.2342.19200300.100.1.25",
}
"""Spellings of attribute types, without case, and the identifier each means."""

_TYPE = r"\s*((?:OID\.)?[A-Za-z][A-Za-z0-9-]*|(?:[Oo][Ii][Dd]\.)?[0-9]+(?:\.[0-9]+)+)\s*="
_SLASHED = re.compile(r"/(?=" + _TYPE + r")")
_ESCAPE = re.compile(r"((?:\\x?[0-9A-Fa-f]{2})+)|\\(.)", re.DOTALL)
_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"|\\.|[^\\",;+])*', re.DOTALL)


@lru_cache(maxsize=65536)
def issuer_key(text: str) -> str:
    """The key under which a distinguished name is compared, whatever its spelling.

    Blind to the order of RDNs, the spelling of types, case, width (NFKC) and blanks. A text
    that is no distinguished name is its own key, normalised the same way.
    """
    attributes = _slashed(text) if text.lstrip().startswith("/") else _separated(text)
    if not attributes:
        return _normal(text)
    return ",".join(sorted(f"{kind}={_normal(value)}" for kind, value in attributes))


def _normal(value: str) -> str:
    """Without case, width and blanks that mean nothing; separators escaped."""
    text = unicodedata.normalize("NFKC", value).casefold()
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    return text.replace("\\", r"\\").replace(",", r"\,")


def _slashed(text: str) -> list[tuple[str, str]] | None:
    """Attributes of OpenSSL's one-line form; None if it is not that."""
    parts = [part for part in _SLASHED.split(text.strip())[::2] if part.strip()]
    return _typed(parts)


def _separated(text: str) -> list[tuple[str, str]] | None:
    """Attributes of a form with commas, semicolons and plus signs; None if it is not that."""
    parts, start = [], 0
    while start <= len(text):
        match = _PART.match(text, start)
        end = match.end() if match else start
        if end < len(text) and text[end] not in ",;+":
            return None
        parts.append(text[start:end])
        start = end + 1
    return _typed(parts)


def _typed(parts: list[str]) -> list[tuple[str, str]] | None:
    """Each part taken apart at its first equals sign; None if one has no known type."""
    attributes = []
    for part in parts:
        match = re.match(_TYPE, part)
        if not match:
            return None
        kind = match[1].upper().removeprefix("OID.")
        attributes.append((TYPES.get(kind, kind), _value(part[match.end() :])))
    return attributes


def _value(text: str) -> str:
    """A value without its quotes and escapes; hex pairs are octets of UTF-8."""
    text = text.strip() + (" " if text.endswith("\\ ") else "")
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]

    def plain(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[2]
        return bytes.fromhex(re.sub(r"\\x?", "", match[1])).decode("utf-8", "replace")

    return _ESCAPE.sub(plain, text)
