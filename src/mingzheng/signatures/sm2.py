"""SM2 signatures (GB/T 32918.2-2016) over SM3, in batches."""

from __future__ import annotations

import numpy as np
from numba import njit

from mingzheng.signatures.curves import SM2
from mingzheng.signatures.field import (
    Limbs,
    Octets,
    add,
    enter,
    frozen,
    invert,
    is_zero,
    leave,
    limbs,
    multiply,
    read,
    subtract,
    write,
)
from mingzheng.signatures.multiples import fixed_base_multiply
from mingzheng.signatures.sm3 import sm3

_ORDER = SM2.order

DEFAULT_IDENTITY = b"1234567812345678"
"""The distinguishing identifier where the parties agreed on no other (GM/T 0009-2012, 10)."""


def identity_hash(public_key: bytes, *, identity: bytes = DEFAULT_IDENTITY) -> bytes:
    """ZA (GB/T 32918.2, 5.5), the 32 octets that a signer's messages are hashed after.

    `public_key` is x then y, 64 octets. e = SM3(ZA || message).
    """
    constants = b"".join(value.to_bytes(32, "big") for value in (SM2.a, SM2.b, SM2.x, SM2.y))
    text = (8 * len(identity)).to_bytes(2, "big") + identity + constants + public_key
    return sm3(np.frombuffer(text, np.uint8), np.array([0, len(text)])).tobytes()


@njit(cache=True, nogil=True)
def _sign(key: Limbs, digests: Octets, nonces: Octets, points: Octets, pairs: Octets) -> bool:
    """Fills uint8[n, 64] with r and s; answers whether every nonce gave one (6.1, A5 and A6)."""
    key = enter(key, _ORDER)
    inverse = invert(add(key, _ORDER.one, _ORDER), _ORDER)
    usable = True
    for i in range(len(digests)):
        nonce = enter(read(nonces[i]), _ORDER)
        r = add(enter(read(digests[i]), _ORDER), enter(read(points[i, :32]), _ORDER), _ORDER)
        s = multiply(subtract(nonce, multiply(r, key, _ORDER), _ORDER), inverse, _ORDER)
        usable &= not (is_zero(r) or is_zero(add(r, nonce, _ORDER)) or is_zero(s))
        write(pairs[i, :32], leave(r, _ORDER))
        write(pairs[i, 32:], leave(s, _ORDER))
    return usable


def sign_sm2(private_key: int, digests: Octets, nonces: Octets) -> tuple[Octets, Octets]:
    """Signs the digests e = SM3(ZA || message): (r, s), each uint8[n, 32] big-endian.

    For the synthetic CA only, never for a real key: it runs in a time that depends on the key, and
    takes the nonces (uint8[n, 32]) from its caller, who derives them from the sample's seed.
    A nonce that gives no signature raises ValueError; so does a private key outside [1, n - 2].
    """
    if not 1 <= private_key <= SM2.n - 2:
        raise ValueError("an SM2 private key lies between 1 and n - 2")
    points = fixed_base_multiply(SM2, nonces)
    pairs = np.empty((len(digests), 64), np.uint8)
    usable = _sign(limbs(private_key), frozen(digests), frozen(nonces), points, pairs)
    if not (usable and points.any(axis=1).all()):
        raise ValueError("a nonce gives no signature: draw another")
    return pairs[:, :32], pairs[:, 32:]
