"""Both opinions on signatures: what the kernels say, and what libcrypto says where it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.algorithms import Algorithm, agreed
from mingzheng.signatures.field import Octets, frozen
from mingzheng.signatures.first_opinion import first_opinion
from mingzheng.signatures.public_keys import PublicKey, public_key
from mingzheng.signatures.second_opinion import second_opinion
from mingzheng.signatures.verdicts import Bounds, Codes, Signed, Verdict, signed

ONE_IN = 1024
"""Of the accepted, how many there are for each that is verified again."""

_SEED = 0x4D696E677A68656E
"""Which of them: other signatures would be chosen by another seed, the same in every run by this."""

_MULTIPLIER = np.uint64(0x100000001B3)
_OFFSET = np.uint64(0xCBF29CE484222325 ^ _SEED)
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_TOP = np.uint64(32)


class Opinions(NamedTuple):
    """What was found of n signatures.

    verdicts  uint8[n] of `Verdict`
    seconds   uint8[n]: what the other implementation says; the same where it was not asked
    """

    verdicts: Codes
    seconds: Codes

    @property
    def disputed(self) -> npt.NDArray[np.bool_]:
        """Where the two implementations disagree: nothing is known of such a signature."""
        return self.verdicts != self.seconds


@njit(cache=True, nogil=True)
def _mark(octets: Octets, bounds: Bounds, marks: npt.NDArray[np.uint64]) -> None:
    """FNV-1a of each signature, mixed: a number that depends on its octets alone."""
    for i in range(len(bounds)):
        mark = _OFFSET
        for place in range(bounds[i, 0], bounds[i, 1]):
            mark = (mark ^ np.uint64(octets[place])) * _MULTIPLIER
        marks[i] = (mark * _MIXER) >> _TOP


def sampled(signed: Signed) -> npt.NDArray[np.bool_]:
    """Which signatures belong to the sample: by their octets, whatever batch they come in."""
    marks = np.empty(len(signed.signatures), np.uint64)
    _mark(frozen(signed.octets), frozen(signed.signatures), marks)
    return marks % np.uint64(ONE_IN) == 0


def opinions(
    keys: Sequence[PublicKey], algorithm: Algorithm, signed: Signed,
    *, accusable: npt.NDArray[np.bool_],
) -> Opinions:  # fmt: skip
    """What the signatures are, of which each may be by any of these keys.

    One that none accepts is INVALID where `accusable` (bool[n]) and the second opinion has been
    heard; else ISSUER_UNKNOWN. ALGORITHM_UNSUPPORTED where no key accepts and one can't verify.
    """
    verdicts = np.full(len(signed.texts), Verdict.ISSUER_UNKNOWN, np.uint8)
    left = np.arange(len(verdicts))
    by: dict[int, PublicKey] = {}
    examined = True
    for key in keys:
        if not len(left):
            break
        found = first_opinion(key, algorithm, signed.take(left))
        if found is None:
            examined = False
            continue
        accepted = found != Verdict.INVALID
        verdicts[left[accepted]] = found[accepted]
        chosen = left[accepted][sampled(signed.take(left[accepted]))]
        by |= dict.fromkeys(chosen.tolist(), key)
        left = left[~accepted]
    accused = left[accusable[left]] if examined else left[:0]
    verdicts[accused] = Verdict.INVALID
    if not examined:
        verdicts[left] = Verdict.ALGORITHM_UNSUPPORTED
    seconds = verdicts.copy()
    for row, key in by.items():
        seconds[row] = _second([key], algorithm, signed, row, first=verdicts[row])
    for row in accused.tolist():
        seconds[row] = _second(keys, algorithm, signed, row, first=verdicts[row])
    return Opinions(verdicts, seconds)


def _second(
    keys: Sequence[PublicKey], algorithm: Algorithm, signed: Signed, row: int, *, first: int
) -> int:
    """What the other implementation says, the first opinion where there is no other."""
    text, value = signed.row(row)
    for key in keys:
        found = second_opinion(key, algorithm, text, value)
        if found is None:
            return first
        if found != Verdict.INVALID:
            return found
    return Verdict.INVALID


def opinion(
    spki: bytes, text: bytes | memoryview, signature: bytes, *, inner: bytes, outer: bytes
) -> tuple[Verdict, Verdict]:
    """Both opinions on one signed text, a certificate's or a revocation list's.

    spki          DER of the signer's SubjectPublicKeyInfo
    text          what was signed: the whole TBSCertificate or TBSCertList
    signature     the content of the BIT STRING, its count of unused bits first
    inner, outer  DER of the two AlgorithmIdentifiers

    The key must be known for the signer's: what it does not accept is INVALID. Where the two
    opinions differ, nothing is known.
    """
    key, algorithm = public_key(spki), agreed(inner, outer)
    if key is None or algorithm is None:
        return Verdict.ALGORITHM_UNSUPPORTED, Verdict.ALGORITHM_UNSUPPORTED
    if algorithm.scheme not in key.schemes:
        return Verdict.INVALID, Verdict.INVALID
    found = opinions([key], algorithm, signed(text, signature), accusable=np.ones(1, np.bool_))
    return Verdict(found.verdicts[0]), Verdict(found.seconds[0])
