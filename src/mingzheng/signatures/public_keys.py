"""The keys that signatures are verified with, out of their SubjectPublicKeyInfo (RFC 5280, 4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mingzheng.signatures.algorithms import (
    BIT_STRING,
    OID,
    SEQUENCE,
    Scheme,
    dotted,
    elements,
    inside,
)
from mingzheng.signatures.compression import decompress
from mingzheng.signatures.curves import P256, SM2, Curve, on_curve

_EC_KEY = "1.2.840.10045.2.1"
_CURVES = {"1.2.156.10197.1.301": SM2, "1.2.840.10045.3.1.7": P256}
_SCHEMES = {
    ec.EllipticCurvePublicKey: (Scheme.ECDSA,),
    rsa.RSAPublicKey: (Scheme.RSA, Scheme.RSA_PSS),
    ed25519.Ed25519PublicKey: (Scheme.ED25519,),
    ed448.Ed448PublicKey: (Scheme.ED448,),
}
_WIDTH = 32


@dataclass(frozen=True)
class PublicKey:
    """A key, as its certificate states it.

    schemes  what it can verify
    curve    of the curves that have a kernel here: SM2 or P-256; else None
    point    on such a curve: x then y, 64 octets
    """

    spki: bytes
    schemes: tuple[Scheme, ...]
    curve: Curve | None = None
    point: bytes = b""

    @cached_property
    def loaded(self) -> Any:
        """The key as pyca/cryptography holds it, which knows no SM2."""
        return load_der_public_key(self.spki)


@lru_cache(maxsize=4096)
def public_key(spki: bytes) -> PublicKey | None:
    """The key of the DER of a SubjectPublicKeyInfo; None where nothing can be verified with it."""
    curve = _curve(spki)
    if curve is not None:
        point = _point(spki, curve)
        scheme = Scheme.SM2 if curve is SM2 else Scheme.ECDSA
        return None if point is None else PublicKey(spki, (scheme,), curve, point)
    try:
        loaded = load_der_public_key(spki)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    schemes = next((found for kind, found in _SCHEMES.items() if isinstance(loaded, kind)), ())
    return PublicKey(spki, schemes) if schemes else None


def _curve(spki: bytes) -> Curve | None:
    try:
        (tag, algorithm), _ = inside(SEQUENCE, spki)
        (kind, name), (named, parameters) = elements(algorithm)
        if (tag, kind, named) != (SEQUENCE, OID, OID) or dotted(name) != _EC_KEY:
            return None
        return _CURVES.get(dotted(parameters))
    except ValueError:
        return None


def _point(spki: bytes, curve: Curve) -> bytes | None:
    """The point of a key on such a curve, whatever its form (SEC 1, 2.3.4)."""
    _, (tag, bits) = inside(SEQUENCE, spki)
    form, octets = bits[1:2], bits[2:]
    if tag != BIT_STRING or bits[:1] != b"\0":
        return None
    if form in (b"\2", b"\3") and len(octets) == _WIDTH:
        points, there = decompress(curve, np.frombuffer(form + octets, np.uint8).reshape(1, -1))
    elif form == b"\4" and len(octets) == 2 * _WIDTH:
        points = np.frombuffer(octets, np.uint8).reshape(1, -1)
        there = on_curve(curve, points)
    else:
        return None
    return points.tobytes() if there[0] else None
