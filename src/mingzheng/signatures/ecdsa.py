"""ECDSA signatures (FIPS 186-4, 6.4) on P-256, in batches."""

from __future__ import annotations

import numpy as np
from numba import njit

from mingzheng.signatures.curves import P256
from mingzheng.signatures.field import (
    Limbs,
    Octets,
    add,
    enter,
    frozen,
    get,
    invert_all,
    is_zero,
    leave,
    limbs,
    multiply,
    put,
    read,
    write,
)
from mingzheng.signatures.multiples import fixed_base_multiply

_ORDER = P256.order


@njit(cache=True, nogil=True)
def _sign(key: Limbs, digests: Octets, nonces: Octets, points: Octets, pairs: Octets) -> bool:
    """Fills uint8[n, 64] with r and s; answers whether every nonce gave a signature."""
    key = enter(key, _ORDER)
    inverses = np.empty((len(digests), 4), np.uint64)
    for i in range(len(digests)):
        put(inverses, i, enter(read(nonces[i]), _ORDER))
    invert_all(inverses, _ORDER)
    usable = True
    for i in range(len(digests)):
        r = enter(read(points[i, :32]), _ORDER)
        s = add(enter(read(digests[i]), _ORDER), multiply(r, key, _ORDER), _ORDER)
        s = multiply(s, get(inverses, i), _ORDER)
        usable &= not (is_zero(r) or is_zero(s))
        write(pairs[i, :32], leave(r, _ORDER))
        write(pairs[i, 32:], leave(s, _ORDER))
    return usable


def sign_ecdsa(private_key: int, digests: Octets, nonces: Octets) -> tuple[Octets, Octets]:
    """Signs digests of 256 bits with a P-256 key: (r, s), each uint8[n, 32] big-endian.

    A shorter digest is given with zeros before it. For the synthetic CA only, never for a real
    key: it runs in a time that depends on the key, and takes the nonces (uint8[n, 32]) from its
    caller, who derives them from the sample's seed. A nonce that gives no signature raises
    ValueError; so does a private key outside [1, n - 1].
    """
    if not 1 <= private_key <= P256.n - 1:
        raise ValueError("a P-256 private key lies between 1 and n - 1")
    points = fixed_base_multiply(P256, nonces)
    pairs = np.empty((len(digests), 64), np.uint8)
    usable = _sign(limbs(private_key), frozen(digests), frozen(nonces), points, pairs)
    if not (usable and points.any(axis=1).all()):
        raise ValueError("a nonce gives no signature: draw another")
    return pairs[:, :32], pairs[:, 32:]
