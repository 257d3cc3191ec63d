"""The two integers of SM2 and ECDSA signatures out of their DER, compiled.

SEQUENCE { r INTEGER, s INTEGER } (GM/T 0009-2012, 7.3; RFC 3279, 2.2.3). What is not DER to the
octet is no signature: a length or an integer with slack, a sign, an octet after the end.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from mingzheng.signatures.field import Octets, frozen
from mingzheng.signatures.verdicts import Bounds, Signed

_SEQUENCE, _INTEGER = 0x30, 0x02
_LONGEST = 2 + 2 * (2 + 33)
"""Octets of a signature of two integers of 256 bits: all lengths take one octet."""


@njit(cache=True, nogil=True)
def _integer(octets: Octets, start: int, end: int, number: Octets) -> np.int64:
    """The end of the INTEGER at `start`, whose value goes to `number`; -1 where it is none.

    An integer must be positive, below 2^256 and in the fewest octets.
    """
    if start + 3 > end or octets[start] != _INTEGER or octets[start + 1] == 0:
        return np.int64(-1)
    first = start + 2
    stop = first + np.int64(octets[start + 1])
    if octets[start + 1] >= 0x80 or stop > end or octets[first] >= 0x80:
        return np.int64(-1)
    if octets[first] == 0:
        first += 1
        if first == stop or octets[first] < 0x80:
            return np.int64(-1)
    if stop - first > 32:
        return np.int64(-1)
    for i in range(stop - first):
        number[31 - i] = octets[stop - 1 - i]
    return stop


@njit(cache=True, nogil=True)
def _pairs(octets: Octets, bounds: Bounds, first: Octets, second: Octets) -> None:
    for i in range(len(bounds)):
        start, end = bounds[i]
        size = end - start - 3
        if size < 0 or end - start - 1 > _LONGEST or octets[start] != 0:
            continue
        if octets[start + 1] != _SEQUENCE or octets[start + 2] != size:
            continue
        middle = _integer(octets, start + 3, end, first[i])
        if middle < 0 or _integer(octets, middle, end, second[i]) != end:
            first[i] = 0
            second[i] = 0


def integers(signed: Signed) -> tuple[Octets, Octets]:
    """(r, s) of every signature, each uint8[n, 32] big-endian.

    Both are zero, which is no signature, where the octets are not DER or an integer is not
    positive or has more than 256 bits.
    """
    first, second = np.zeros((2, len(signed.signatures), 32), np.uint8)
    _pairs(frozen(signed.octets), frozen(signed.signatures), first, second)
    return first, second
