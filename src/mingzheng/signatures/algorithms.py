"""Which signature algorithm an AlgorithmIdentifier names (RFC 5280, 4.1.1.2).

Identifiers: GM/T 0006-2012; RFC 3279, 4055, 5758, 8410, 8692. Parameters that mean nothing may be
NULL or absent, whichever the standard of the algorithm asks for: operating CAs write both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

SEQUENCE, INTEGER, BIT_STRING, NULL, OID = 0x30, 0x02, 0x03, 0x05, 0x06


class Scheme(Enum):
    """How the digest or the text is signed."""

    SM2 = "sm2"
    ECDSA = "ecdsa"
    RSA = "rsa"
    """PKCS #1 v1.5."""
    RSA_PSS = "rsa-pss"
    ED25519 = "ed25519"
    ED448 = "ed448"


@dataclass(frozen=True)
class Algorithm:
    """A signature algorithm.

    digest         OpenSSL's name of the hash; empty where the scheme has its own
    mask_digest    of PSS: the hash of its mask generation function MGF1
    salt_octets    of PSS
    """

    oid: str
    scheme: Scheme
    digest: str = ""
    mask_digest: str = ""
    salt_octets: int = 0


_ALGORITHMS = {
    found.oid: found
    for found in (
        Algorithm("1.2.156.10197.1.501", Scheme.SM2, "sm3"),
        Algorithm("1.2.840.10045.4.1", Scheme.ECDSA, "sha1"),
        Algorithm("1.2.840.10045.4.3.1", Scheme.ECDSA, "sha224"),
        Algorithm("1.2.840.10045.4.3.2", Scheme.ECDSA, "sha256"),
        Algorithm("1.2.840.10045.4.3.3", Scheme.ECDSA, "sha384"),
        Algorithm("1.2.840.10045.4.3.4", Scheme.ECDSA, "sha512"),
        Algorithm("1.2.840.113549.1.1.4", Scheme.RSA, "md5"),
        Algorithm("1.2.840.113549.1.1.5", Scheme.RSA, "sha1"),
        Algorithm("1.3.14.3.2.29", Scheme.RSA, "sha1"),
        Algorithm("1.2.840.113549.1.1.14", Scheme.RSA, "sha224"),
        Algorithm("1.2.840.113549.1.1.11", Scheme.RSA, "sha256"),
        Algorithm("1.2.840.113549.1.1.12", Scheme.RSA, "sha384"),
        Algorithm("1.2.840.113549.1.1.13", Scheme.RSA, "sha512"),
        Algorithm("1.3.101.112", Scheme.ED25519),
        Algorithm("1.3.101.113", Scheme.ED448),
    )
}
_PSS, _MGF1 = "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
_HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_BARE = (Scheme.ED25519, Scheme.ED448)
"""Schemes whose identifiers have no parameters, not even NULL (RFC 8410, 3)."""


def elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of the DER elements one after another; ValueError where it is not DER."""
    while content:
        if len(content) < 2:
            raise ValueError("an element ends before its length")
        tag, size, start = content[0], content[1], 2
        if size >= 0x80:
            start = 2 + (size & 0x7F)
            size = int.from_bytes(content[2:start], "big")
            if not 3 <= start <= 6 or size < 0x80 or content[2] == 0:
                raise ValueError("a length is not in the fewest octets")
        if start + size > len(content):
            raise ValueError("an element is longer than what holds it")
        yield tag, content[start : start + size]
        content = content[start + size :]


def inside(tag: int, element: bytes) -> list[tuple[int, bytes]]:
    """The elements inside the one element given, which must have this tag; else ValueError."""
    [(found, content)] = elements(element)
    if found != tag:
        raise ValueError(f"tag {found:#x} where {tag:#x} belongs")
    return list(elements(content))


def dotted(content: bytes) -> str:
    """The identifier with this content, in dots (X.690, 8.19); ValueError where it has none."""
    if not content or content[-1] >= 0x80:
        raise ValueError("an identifier does not end")
    arcs, arc = [], 0
    for octet in content:
        arc = arc << 7 | octet & 0x7F
        if octet < 0x80:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def agreed(inner: bytes, outer: bytes) -> Algorithm | None:
    """The algorithm that both identifiers of a certificate or list name.

    None where they disagree, or it is none of those that can be verified.
    """
    found = algorithm_of(outer)
    return found if found == algorithm_of(inner) else None


@lru_cache(maxsize=1024)
def algorithm_of(identifier: bytes) -> Algorithm | None:
    """The algorithm of the DER of an AlgorithmIdentifier; None where it can't be verified."""
    try:
        (kind, name), *parameters = inside(SEQUENCE, identifier)
        if kind != OID or len(parameters) > 1:
            return None
        oid = dotted(name)
        if oid == _PSS:
            return _pss(*parameters[0]) if parameters else None
    except ValueError:
        return None
    found = _ALGORITHMS.get(oid)
    if found is None or parameters not in ([], [(NULL, b"")]):
        return None
    return None if parameters and found.scheme in _BARE else found


def _pss(tag: int, content: bytes) -> Algorithm | None:
    """RSASSA-PSS-params (RFC 4055, 3.1), whose defaults are SHA-1, MGF1 of SHA-1 and 20 octets."""
    found = dict(elements(content))
    if tag != SEQUENCE or list(found) != sorted(set(found)) or not found.keys() <= set(_FIELDS):
        return None
    digest = _hash(found[0xA0]) if 0xA0 in found else "sha1"
    mask = _mask(found[0xA1]) if 0xA1 in found else "sha1"
    salt = _number(found[0xA2]) if 0xA2 in found else 20
    trailer = _number(found[0xA3]) if 0xA3 in found else 1
    if digest is None or mask is None or trailer != 1:
        return None
    return Algorithm(_PSS, Scheme.RSA_PSS, digest, mask, salt)


_FIELDS = (0xA0, 0xA1, 0xA2, 0xA3)


def _hash(identifier: bytes) -> str | None:
    (tag, name), *parameters = inside(SEQUENCE, identifier)
    if tag != OID or parameters not in ([], [(NULL, b"")]):
        return None
    return _HASHES.get(dotted(name))


def _mask(identifier: bytes) -> str | None:
    (tag, name), (kind, content) = inside(SEQUENCE, identifier)
    if tag != OID or dotted(name) != _MGF1 or kind != SEQUENCE:
        return None
    return _hash(bytes([SEQUENCE, len(content)]) + content)


def _number(element: bytes) -> int:
    [(tag, content)] = elements(element)
    if tag != INTEGER or not 1 <= len(content) <= 2 or content[0] >= 0x80:
        raise ValueError("not a small number")
    return int.from_bytes(content, "big")
