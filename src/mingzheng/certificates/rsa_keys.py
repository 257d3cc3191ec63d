"""RSA public keys, in compiled code: where their two integers lie, and which can't be used.

RFC 8017 3.1: the modulus is the product of odd primes, the exponent is odd and between 3 and the
modulus.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.der import INTEGER, SEQUENCE, bits, inside

Octets = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]

FEWEST_BITS = 353
"""Of a modulus of 45 octets: with fewer no signature of RFC 8017 9.2 fits, by whatever hash, and a
household computer finds the factors in minutes."""


class RsaFault(IntEnum):
    """What is wrong with an RSA key; of several faults the first named."""

    NONE = 0
    UNDECODABLE = 1
    NEGATIVE_MODULUS = 2
    NEGATIVE_EXPONENT = 3
    """An INTEGER of which the first bit is set: negative in DER, read without a sign by some."""
    SHORT_MODULUS = 4
    EVEN_MODULUS = 5
    EXPONENT_ONE = 6
    EVEN_EXPONENT = 7
    GREAT_EXPONENT = 8
    """Not under the modulus."""


_UNDECODABLE = int(RsaFault.UNDECODABLE)
_NEGATIVE_MODULUS = int(RsaFault.NEGATIVE_MODULUS)
_NEGATIVE_EXPONENT = int(RsaFault.NEGATIVE_EXPONENT)
_SHORT_MODULUS = int(RsaFault.SHORT_MODULUS)
_EVEN_MODULUS = int(RsaFault.EVEN_MODULUS)
_EXPONENT_ONE = int(RsaFault.EXPONENT_ONE)
_EVEN_EXPONENT = int(RsaFault.EVEN_EXPONENT)
_GREAT_EXPONENT = int(RsaFault.GREAT_EXPONENT)


@kernel
def _not_under(b, p, end, q, stop):
    """Whether the non-negative INTEGER b[p:end] is at least the one in b[q:stop]."""
    size, other = bits(b, p, end), bits(b, q, stop)
    if size != other:
        return size > other
    octets = (size + 7) // 8
    for i in range(octets, 0, -1):
        if b[end - i] != b[stop - i]:
            return b[end - i] > b[stop - i]
    return True


@kernel
def _fault(b, place):
    modulus, modulus_end, exponent, exponent_end = place[0], place[1], place[2], place[3]
    if b[modulus] >= 0x80:
        return _NEGATIVE_MODULUS
    if b[exponent] >= 0x80:
        return _NEGATIVE_EXPONENT
    if bits(b, modulus, modulus_end) < FEWEST_BITS:
        return _SHORT_MODULUS
    if b[modulus_end - 1] & 1 == 0:
        return _EVEN_MODULUS
    if bits(b, exponent, exponent_end) == 1:
        return _EXPONENT_ONE
    if b[exponent_end - 1] & 1 == 0:
        return _EVEN_EXPONENT
    if _not_under(b, exponent, exponent_end, modulus, modulus_end):
        return _GREAT_EXPONENT
    return 0


@kernel
def _examine(b, starts, ends, places, faults):
    for i in range(starts.size):
        faults[i] = _UNDECODABLE
        places[i, :] = -1
        p, stop = inside(b, starts[i], ends[i], SEQUENCE)
        if p < 0 or stop != ends[i]:
            continue
        modulus, modulus_end = inside(b, p, stop, INTEGER)
        if modulus < 0:
            continue
        exponent, exponent_end = inside(b, modulus_end, stop, INTEGER)
        if exponent_end != stop or modulus == modulus_end or exponent == exponent_end:
            continue
        places[i, 0], places[i, 1] = modulus, modulus_end
        places[i, 2], places[i, 3] = exponent, exponent_end
        faults[i] = _fault(b, places[i])


def examine(octets: Octets, starts: Positions, ends: Positions) -> tuple[Octets, Positions]:
    """`RsaFault` and places of each RSAPublicKey octets[starts[i]:ends[i]]: uint8[n], int64[n, 4].

    The places are start and end of the modulus and of the exponent, -1 where the key is
    undecodable. The slices must lie inside the octets.
    """
    faults = np.empty(len(starts), np.uint8)
    places = np.empty((len(starts), 4), np.int64)
    view = octets.view()
    view.flags.writeable = False
    _examine(view, starts, ends, places, faults)
    return faults, places
