"""What a PDF says where something could run: looked for in its octets, without opening it.

One pass whatever the octets are, so that no file keeps the server busy for long (ISO 32000-1, 7.5).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)\b")
"""Names of scripts, actions and files inside, and of encryption, behind which all of them hide."""

_DATA = re.compile(rb">>\s{0,8}stream\r?\n")
_DICTIONARY = 2000
"""Octets before a stream's data that are taken for what is said of them."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def parts(octets: bytes, *, most: int) -> Iterator[bytes]:
    """What lies between the data of streams, then the objects packed in streams, names unescaped.

    Data that hold no objects are left out: they are noise in which a short name turns up by
    chance. most: octets of one part at most; a longer one is cut off behind the next octet.
    """
    plain, packed, at = [], [], 0
    while (begins := _DATA.search(octets, at)) is not None:
        ends = octets.find(b"endstream", begins.end())
        if ends < 0:
            break
        said = octets[max(at, begins.start() - _DICTIONARY) : begins.start()]
        if b"/ObjStm" in _unescaped(said):
            packed.append((begins.end(), ends))
        plain.append(octets[at : begins.end()])
        at = ends
    yield _unescaped(b"".join([*plain, octets[at:]]))
    for start, end in packed:
        yield _unescaped(_unpacked(octets[start:end], most))


def _unescaped(names: bytes) -> bytes:
    return _ESCAPED.sub(lambda each: bytes([int(each[1], 16)]), names)


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        return b""
