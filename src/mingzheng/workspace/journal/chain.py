"""The chain: what of an entry is sealed, and how one seal holds the one before.

An entry's seals are SHA-256 and SM3 (GB/T 32905) over the canonical JSON (keys sorted, no white
space, UTF-8) of all its columns and of both seals before it. Knows no Django, so that whoever
verifies needs none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash, HashAlgorithm

FIELDS = (
    "number", "at", "user", "user_name", "role", "acting_for", "verb", "thing_kind", "thing",
    "thing_name", "organisation", "details",
)  # fmt: skip
"""The columns that are sealed: all but the seals themselves."""


@dataclass(frozen=True)
class Seal:
    """Both digests of an entry, in hexadecimal."""

    sha256: str
    sm3: str


FIRST = Seal("0" * 64, "0" * 64)
"""What stands before the first entry."""


def canonical(content: object) -> str:
    """One spelling of a JSON value."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(entry: Mapping[str, object], before: Seal) -> Seal:
    """The seals of an entry, given as its columns, after the one before it."""
    sealed = {name: entry[name] for name in FIELDS}
    sealed["before"] = [before.sha256, before.sm3]
    content = canonical(sealed).encode()
    return Seal(_digest(SHA256(), content), _digest(SM3(), content))


def _digest(algorithm: HashAlgorithm, content: bytes) -> str:
    hashing = Hash(algorithm)
    hashing.update(content)
    return hashing.finalize().hex()
