"""RSA keys drawn from a seed: OpenSSL's own generator can't be seeded, and a sample must repeat.

For the synthetic CA only: whoever has the seed has the keys.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from cryptography.hazmat.primitives.asymmetric import rsa
from numba import njit

from mingzheng.signatures.field import ONE, ZERO, Words, add_carry, multiply_add, subtract_borrow

PUBLIC_EXPONENT = 65537
WINDOW = 16_384
"""Odd numbers tried from one start: some twenty times the usual gap between 1024-bit primes."""


def _small_primes(limit: int) -> np.ndarray:
    sieve = np.ones(limit, np.bool_)
    sieve[:2] = False
    for n in range(2, int(limit**0.5) + 1):
        if sieve[n]:
            sieve[n * n :: n] = False
    return np.flatnonzero(sieve)[1:].astype(np.uint64)


_SMALL_PRIMES = _small_primes(1 << 16)


@njit(cache=True, nogil=True)
def _remainder(number: Words, divisor: np.uint64) -> np.uint64:
    rest = ZERO
    for i in range(len(number) - 1, -1, -1):
        rest = ((rest << np.uint64(32)) | (number[i] >> np.uint64(32))) % divisor
        rest = ((rest << np.uint64(32)) | (number[i] & np.uint64(0xFFFFFFFF))) % divisor
    return rest


@njit(cache=True, nogil=True)
def _reduce(number: Words, high: np.uint64, modulus: Words, spare: Words) -> None:
    """Brings `number + high * 2^(64 k)`, known to be under twice the modulus, below it."""
    borrow = ZERO
    for i in range(len(number)):
        spare[i], borrow = subtract_borrow(number[i], modulus[i], borrow)
    if high != ZERO or borrow == ZERO:
        number[:] = spare


@njit(cache=True, nogil=True)
def _square(number: Words, modulus: Words, negated_inverse: np.uint64, total: Words) -> np.uint64:
    """number^2 / 2^(64 k) in Montgomery form into total[:k]; answers the limb above."""
    count = len(number)
    total[:] = ZERO
    for i in range(count):
        carry = ZERO
        for j in range(count):
            total[j], carry = multiply_add(number[i], number[j], total[j], carry)
        total[count], over = add_carry(total[count], carry, ZERO)
        k = total[0] * negated_inverse
        _, carry = multiply_add(k, modulus[0], total[0], ZERO)
        for j in range(1, count):
            total[j - 1], carry = multiply_add(k, modulus[j], total[j], carry)
        total[count - 1], carry = add_carry(total[count], carry, ZERO)
        total[count] = over + carry
    return total[count]


@njit(cache=True, nogil=True)
def _passes_fermat(modulus: Words) -> bool:
    """Whether 2^(modulus - 1) = 1 for an odd modulus whose highest bit is set."""
    count = len(modulus)
    inverse = modulus[0]
    for _ in range(5):
        inverse *= np.uint64(2) - modulus[0] * inverse
    one = np.empty(count, np.uint64)
    borrow = ZERO
    for i in range(count):
        one[i], borrow = subtract_borrow(ZERO, modulus[i], borrow)
    power = one.copy()
    total = np.empty(count + 1, np.uint64)
    spare = np.empty(count, np.uint64)
    for bit in range(64 * count - 1, -1, -1):
        high = _square(power, modulus, ZERO - inverse, total)
        power[:] = total[:count]
        _reduce(power, high, modulus, spare)
        if bit and (modulus[bit // 64] >> np.uint64(bit % 64)) & ONE:
            carry = ZERO
            for i in range(count):
                power[i], carry = add_carry(power[i], power[i], carry)
            _reduce(power, carry, modulus, spare)
    difference = ZERO
    for i in range(count):
        difference |= power[i] ^ one[i]
    return difference == ZERO


@njit(cache=True, nogil=True)
def _search(start: Words) -> int:
    """The first k < WINDOW for which start + 2k passes sieve and Fermat's test, or -1."""
    composite = np.zeros(WINDOW, np.bool_)
    for prime in _SMALL_PRIMES:
        rest = _remainder(start, prime)
        away = np.int64((prime - rest) % prime)
        step = np.int64(prime)
        first = away // 2 if away % 2 == 0 else (away + step) // 2
        composite[first:WINDOW:step] = True
    candidate = np.empty_like(start)
    for k in range(WINDOW):
        if composite[k]:
            continue
        carry = np.uint64(2 * k)
        for i in range(len(start)):
            candidate[i], carry = add_carry(start[i], carry, ZERO)
        if carry == ZERO and _passes_fermat(candidate):
            return k
    return -1


def _is_prime(number: int) -> bool:
    """Miller and Rabin's test to base 3, after Fermat's to base 2 has been passed.

    A random number of 512 bits that passes one such test is composite with a chance under 2^-56
    (Damgård, Landrock and Pomerance, 1993).
    """
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    power = pow(3, odd, number)
    if power == 1:
        return True
    for _ in range(twos):
        if power == number - 1:
            return True
        power = power * power % number
    return False


def prime(label: str, bits: int) -> int:
    """A prime of exactly `bits` bits (a multiple of 64) that depends on the label alone.

    Its two highest bits are set, so that the product of two has twice the bits, and 65537 does
    not divide it less one.
    """
    attempt = 0
    while True:
        octets = hashlib.shake_256(f"{label} {attempt}".encode()).digest(bits // 8)
        start = int.from_bytes(octets, "big") | 3 << (bits - 2) | 1
        limbs = np.frombuffer(start.to_bytes(bits // 8, "little"), np.uint64)
        k = _search(limbs)
        number = start + 2 * k
        if k >= 0 and number % PUBLIC_EXPONENT != 1 and _is_prime(number):
            return number
        attempt += 1


@lru_cache(maxsize=2048)
def rsa_key(label: str, bits: int, *, common: str | None = None) -> rsa.RSAPrivateNumbers:
    """The RSA key that belongs to a label: two real primes and the exponent 65537.

    common: the label of the first prime, for keys that share it. 2048 bits take about 0.05 s on one
    core; threads may share the work.
    """
    p = prime(f"{label} p" if common is None else common, bits // 2)
    q = prime(f"{label} q", bits // 2)
    d = pow(PUBLIC_EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=d % (p - 1),
        dmq1=d % (q - 1),
        iqmp=pow(q, -1, p),
        public_numbers=rsa.RSAPublicNumbers(PUBLIC_EXPONENT, p * q),
    )
