"""Signatures of one key verified in batches: SM2 (GB/T 32918.2-2016, 7.1) and ECDSA on P-256.

An archive has few issuer keys and millions of signatures by each, so both points of
s*G + t*Q have a table and a verification needs no doubling. Nothing here hashes, and nothing
reads DER: digests and the integers r and s come in as octets.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.curves import P256, SM2, Curve, on_curve
from mingzheng.signatures.field import (
    Field,
    Limbs,
    Octets,
    Words,
    add,
    enter,
    equal,
    frozen,
    get,
    invert_all,
    is_zero,
    leave,
    less,
    multiply,
    put,
    read,
    write,
)
from mingzheng.signatures.multiples import (
    BATCH,
    Sums,
    add_multiples,
    generator_table,
    infinities,
    multiples_table,
)

SM2_ORDER, SM2_FIELD = SM2.order, SM2.equation.field
P256_ORDER, P256_FIELD = P256.order, P256.equation.field

Answers = npt.NDArray[np.bool_]


class VerifyingKey(NamedTuple):
    """A public key with the multiples that verifying takes."""

    curve: Curve
    table: Words


def verifying_key(curve: Curve, point: bytes) -> VerifyingKey:
    """The key of a point, x then y in 64 octets; ValueError where it is not on the curve.

    Takes about 10 ms, and 0.85 MB as long as it is kept.
    """
    octets = np.frombuffer(point, np.uint8)
    if len(octets) != 64 or not on_curve(curve, octets.reshape(1, 64))[0]:
        raise ValueError(f"not a public key on {curve.name}")
    x, y = int.from_bytes(point[:32], "big"), int.from_bytes(point[32:], "big")
    return VerifyingKey(curve, multiples_table(curve, x, y))


def verify_sm2(key: VerifyingKey, digests: Octets, r: Octets, s: Octets) -> Answers:
    """Which signatures over the digests e = SM3(ZA || message) are the key's: bool[n].

    digests, r, s: uint8[n, 32], big-endian. r and s outside [1, n - 1] are no signature, and
    neither are those with r + s = n. Runs on one core and releases the interpreter.
    """
    answers = np.zeros(len(digests), np.bool_)
    for part in _batches(len(digests)):
        e, first, second = frozen(digests[part]), frozen(r[part]), frozen(s[part])
        of_generator, of_key = np.zeros((2, len(e), 32), np.uint8)
        _factors_of_sm2(first, second, of_generator, of_key)
        sums = _sums(key, of_generator, of_key)
        _agree_in_sm2(e, first, sums, answers[part])
    return answers


def verify_ecdsa(key: VerifyingKey, digests: Octets, r: Octets, s: Octets) -> Answers:
    """Which signatures over digests of 256 bits are the key's, which is on P-256: bool[n].

    digests, r, s: uint8[n, 32], big-endian; a shorter digest has zeros before it. r and s
    outside [1, n - 1] are no signature (FIPS 186-4, 6.4; SEC 1, 4.1.4). As `verify_sm2` runs.
    """
    answers = np.zeros(len(digests), np.bool_)
    for part in _batches(len(digests)):
        e, first, second = frozen(digests[part]), frozen(r[part]), frozen(s[part])
        of_generator, of_key = np.zeros((2, len(e), 32), np.uint8)
        _factors_of_ecdsa(e, first, second, of_generator, of_key)
        sums = _sums(key, of_generator, of_key)
        _agree_in_ecdsa(first, sums, answers[part])
    return answers


def _batches(count: int) -> list[slice]:
    return [slice(start, start + BATCH) for start in range(0, count, BATCH)]


def _sums(key: VerifyingKey, of_generator: Octets, of_key: Octets) -> Sums:
    """of_generator * G + of_key * Q of every row."""
    sums = infinities(len(of_key))
    equation = key.curve.equation
    add_multiples(generator_table(key.curve), frozen(of_generator), equation, sums)
    add_multiples(key.table, frozen(of_key), equation, sums)
    return sums


@njit(cache=True, nogil=True)
def _in_range(value: Limbs, order: Field) -> bool:
    """Whether 1 <= value <= n - 1."""
    return not is_zero(value) and less(value, order.modulus)


# A row that is no signature keeps its scalars at zero: its sum is the point at infinity, which
# agrees with nothing.


@njit(cache=True, nogil=True)
def _factors_of_sm2(r: Octets, s: Octets, of_generator: Octets, of_key: Octets) -> None:
    """Fills s, and t = r + s, which may not be zero (7.1, B5)."""
    for i in range(len(r)):
        first, second = read(r[i]), read(s[i])
        if _in_range(first, SM2_ORDER) and _in_range(second, SM2_ORDER):
            total = add(first, second, SM2_ORDER)
            if not is_zero(total):
                write(of_generator[i], second)
                write(of_key[i], total)


@njit(cache=True, nogil=True)
def _agree_in_sm2(digests: Octets, r: Octets, sums: Sums, answers: Answers) -> None:
    """Whether e + x = r modulo n, x being the sum's first coordinate (7.1, B7)."""
    for i in range(len(r)):
        if sums.finite[i]:
            x = leave(get(sums.x, i), SM2_FIELD)
            total = add(enter(read(digests[i]), SM2_ORDER), enter(x, SM2_ORDER), SM2_ORDER)
            answers[i] = equal(leave(total, SM2_ORDER), read(r[i]))


@njit(cache=True, nogil=True)
def _factors_of_ecdsa(
    digests: Octets, r: Octets, s: Octets, of_generator: Octets, of_key: Octets
) -> None:
    """Fills e / s and r / s modulo n."""
    inverses = np.zeros((len(r), 4), np.uint64)
    for i in range(len(r)):
        if _in_range(read(r[i]), P256_ORDER) and _in_range(read(s[i]), P256_ORDER):
            put(inverses, i, enter(read(s[i]), P256_ORDER))
    invert_all(inverses, P256_ORDER)
    for i in range(len(r)):
        inverse = get(inverses, i)
        if not is_zero(inverse):
            e, first = enter(read(digests[i]), P256_ORDER), enter(read(r[i]), P256_ORDER)
            write(of_generator[i], leave(multiply(e, inverse, P256_ORDER), P256_ORDER))
            write(of_key[i], leave(multiply(first, inverse, P256_ORDER), P256_ORDER))


@njit(cache=True, nogil=True)
def _agree_in_ecdsa(r: Octets, sums: Sums, answers: Answers) -> None:
    """Whether x = r modulo n, x being the sum's first coordinate."""
    for i in range(len(r)):
        if sums.finite[i]:
            x = leave(get(sums.x, i), P256_FIELD)
            answers[i] = equal(leave(enter(x, P256_ORDER), P256_ORDER), read(r[i]))
