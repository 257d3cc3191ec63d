"""The key pairs of the synthetic CA and of its holders, drawn from the sample's seed.

A key is known by its kind and its index: the same two give the same key in every run with the same
seed, so a renewal keeps its key by keeping the index. Whoever has the seed has every private key.
"""

from __future__ import annotations

from concurrent.futures import Executor
from enum import IntEnum
from functools import partial

import numpy as np
import numpy.typing as npt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mingzheng.sample.der import (
    INTEGER,
    Bounds,
    Column,
    bit_string,
    choose,
    constant,
    fixed,
    join,
    object_identifier,
    sequence,
    tagged,
    take,
)
from mingzheng.sample.primes import rsa_key
from mingzheng.signatures.curves import P256, SM2, Curve
from mingzheng.signatures.field import Octets
from mingzheng.signatures.multiples import fixed_base_multiply
from mingzheng.signatures.sm3 import sm3, sm3_slices

MOST_RSA_KEYS = 500


class KeyKind(IntEnum):
    """A kind of subject key; all but the first three are planted."""

    SM2 = 0
    P256 = 1
    RSA = 2
    """2048 bits."""
    RSA_1024 = 3
    SM2_OFF_CURVE = 4
    P256_OFF_CURVE = 5
    RSA_EXPONENT_ONE = 6
    """The modulus of `RSA`, the exponent 1."""
    RSA_EVEN_MODULUS = 7
    """The modulus of `RSA` less one."""
    RSA_EXPONENT_EVEN = 8
    """The exponent of `RSA` less one."""
    RSA_NEGATIVE = 9
    """The modulus of `RSA` without the octet that keeps it positive."""
    RSA_SHORT = 10
    """The lowest 256 bits of the modulus of `RSA`."""
    SM2_INFINITY = 11
    SM2_COMPRESSED = 12
    """A sound key."""
    RSA_SHARED = 13
    """2048 bits; the keys of an even index and of the next have one prime in common."""


_CURVES = {
    KeyKind.SM2: SM2,
    KeyKind.P256: P256,
    KeyKind.SM2_OFF_CURVE: SM2,
    KeyKind.P256_OFF_CURVE: P256,
    KeyKind.SM2_INFINITY: SM2,
    KeyKind.SM2_COMPRESSED: SM2,
}
_FULL_RSA = (
    KeyKind.RSA,
    KeyKind.RSA_EXPONENT_ONE,
    KeyKind.RSA_EVEN_MODULUS,
    KeyKind.RSA_EXPONENT_EVEN,
    KeyKind.RSA_NEGATIVE,
    KeyKind.RSA_SHORT,
)
_OFF_CURVE = (KeyKind.SM2_OFF_CURVE, KeyKind.P256_OFF_CURVE)
_CURVE_IDENTIFIERS = {SM2: "1.2.156.10197.1.301", P256: "1.2.840.10045.3.1.7"}
_EC_PUBLIC_KEY = "1.2.840.10045.2.1"
_RSA_ENCRYPTION = "1.2.840.113549.1.1.1"


def rsa_key_count(certificates: int) -> int:
    """How many RSA key pairs a sample of this size should draw: each costs 0.05 s of one core."""
    return min(MOST_RSA_KEYS, max(1, certificates // 2000))


def private_scalars(seed: int, curve: Curve, indices: Bounds) -> Octets:
    """Private keys uint8[n, 32] of the holders' key indices, one SM3 each."""
    octets = indices.astype(">i8").view(np.uint8)
    label = f"mingzheng sample {seed} {curve.name} private key".encode()
    return sm3(octets, np.arange(len(indices) + 1, dtype=np.int64) * 8, prefix=label)


def private_scalar(seed: int, curve: Curve, index: int) -> int:
    """One private key, between 1 and n - 2: an index that gives another is refused."""
    octets = private_scalars(seed, curve, np.array([index])).tobytes()
    scalar = int.from_bytes(octets, "big") % curve.n
    if not 1 <= scalar <= curve.n - 2:
        raise ValueError("this index gives no private key")
    return scalar


def rsa_private_key(seed: int, kind: KeyKind, index: int) -> rsa.RSAPrivateNumbers:
    """The RSA key pair of an index: of 1024 bits for `RSA_1024`, else of 2048."""
    bits = 1024 if kind is KeyKind.RSA_1024 else 2048
    if kind is KeyKind.RSA_SHARED:
        common = f"mingzheng sample {seed} RSA shared {index // 2}"
        return rsa_key(f"mingzheng sample {seed} RSA shared key {index}", bits, common=common)
    return rsa_key(f"mingzheng sample {seed} RSA {bits} {index}", bits)


def public_points(seed: int, curve: Curve, indices: Bounds) -> Octets:
    """Public keys uint8[n, 64] of the key indices."""
    return fixed_base_multiply(curve, private_scalars(seed, curve, indices))


def _curve_keys(seed: int, kind: KeyKind, indices: Bounds) -> Column:
    curve = _CURVES[kind]
    points = public_points(seed, curve, indices)
    if kind in _OFF_CURVE:
        points[:, 63] ^= 1
    algorithm = object_identifier(_EC_PUBLIC_KEY) + object_identifier(_CURVE_IDENTIFIERS[curve])
    return sequence(sequence(constant(algorithm)), bit_string(_encoded(kind, points)))


def _encoded(kind: KeyKind, points: Octets) -> Column:
    """Points in the form of their kind (SEC 1, 2.3.3)."""
    if kind is KeyKind.SM2_INFINITY:
        return fixed(np.zeros((len(points), 1), np.uint8))
    if kind is KeyKind.SM2_COMPRESSED:
        return fixed(np.column_stack([2 + (points[:, 63] & 1), points[:, :32]]))
    return join(constant(b"\x04"), fixed(points))


def _rsa_public_key(seed: int, kind: KeyKind, index: int) -> bytes:
    numbers = rsa_private_key(seed, kind, index).public_numbers
    if kind in (KeyKind.RSA, KeyKind.RSA_1024, KeyKind.RSA_SHARED):
        return numbers.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    modulus = (numbers.n - (kind is KeyKind.RSA_EVEN_MODULUS)).to_bytes(257, "big")
    exponent = numbers.e.to_bytes(3, "big")
    if kind is KeyKind.RSA_EXPONENT_ONE:
        exponent = b"\x01"
    elif kind is KeyKind.RSA_EXPONENT_EVEN:
        exponent = (numbers.e - 1).to_bytes(3, "big")
    elif kind is KeyKind.RSA_NEGATIVE:
        modulus = modulus[1:]
    elif kind is KeyKind.RSA_SHORT:
        modulus = b"\0" + modulus[-32:]
    key = sequence(tagged(INTEGER, constant(modulus)), tagged(INTEGER, constant(exponent)))
    algorithm = sequence(constant(object_identifier(_RSA_ENCRYPTION) + b"\x05\x00"))
    return sequence(algorithm, bit_string(key)).data.tobytes()


def _rsa_keys(seed: int, kind: KeyKind, indices: Bounds) -> Column:
    distinct, which = np.unique(indices, return_inverse=True)
    return take([_rsa_public_key(seed, kind, int(index)) for index in distinct], which)


def public_key_infos(
    seed: int, kinds: npt.NDArray[np.uint8], indices: npt.NDArray[np.int64]
) -> Column:
    """The SubjectPublicKeyInfo of every row, by its `KeyKind` and key index."""
    parts = []
    for kind in KeyKind:
        rows = kinds == kind
        if rows.any():
            encode = _curve_keys if kind in _CURVES else _rsa_keys
            parts.append((rows, encode(seed, kind, indices[rows])))
    return choose(parts)


def key_identifiers(infos: Column) -> Octets:
    """uint8[n, 20]: the first 160 bits of SM3 of the public key info (in the way of RFC 7093)."""
    return np.ascontiguousarray(sm3_slices(infos.data, infos.starts, infos.ends)[:, :20])


def draw_rsa_keys(
    seed: int, kinds: npt.NDArray[np.uint8], indices: Bounds, pool: Executor
) -> None:
    """Draws every RSA key of these rows once, on all cores, before they are encoded."""
    for kind, alike in (
        (KeyKind.RSA, _FULL_RSA),
        (KeyKind.RSA_1024, (KeyKind.RSA_1024,)),
        (KeyKind.RSA_SHARED, (KeyKind.RSA_SHARED,)),
    ):
        wanted = np.unique(indices[np.isin(kinds, alike)]).tolist()
        list(pool.map(partial(rsa_private_key, seed, kind), wanted))
