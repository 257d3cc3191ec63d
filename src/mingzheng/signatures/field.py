"""Arithmetic modulo a 256-bit prime in Montgomery form, compiled: the ground under every curve.

An element is a tuple of four 64-bit limbs, the least significant first. Values are kept times
2^256 modulo the prime, which turns the division of a modular product into shifts (Montgomery,
"Modular multiplication without trial division", 1985). One code serves the field of a curve and
the integers modulo its order; what differs travels in a `Field`.

Nothing here runs in constant time: it verifies public values and signs for a synthetic CA only.

Whoever edits a kernel removes the `__pycache__` of the kernels that call it from other files:
numba's cache notices a change of the calling file alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

Scalar = TypeVar("Scalar", bound=np.generic)

Limb = np.uint64
Limbs = tuple[Limb, Limb, Limb, Limb]
FiveLimbs = tuple[Limb, Limb, Limb, Limb, Limb]
SixLimbs = tuple[Limb, Limb, Limb, Limb, Limb, Limb]
Octets = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]

ZERO = np.uint64(0)
ONE = np.uint64(1)
BYTE = np.uint64(8)
ZEROS = (ZERO, ZERO, ZERO, ZERO)


class Field(NamedTuple):
    """A prime between 2^255 and 2^256, with what Montgomery multiplication needs."""

    modulus: Limbs
    negated_inverse: np.uint64
    """-1 / modulus, modulo 2^64."""
    one: Limbs
    """2^256 modulo the prime: 1 in Montgomery form."""
    square: Limbs
    """2^512 modulo the prime: multiplying by it enters Montgomery form."""


def limbs(value: int) -> Limbs:
    """The four 64-bit limbs of an integer below 2^256, the least significant first."""
    mask = 2**64 - 1
    return (
        np.uint64(value & mask),
        np.uint64(value >> 64 & mask),
        np.uint64(value >> 128 & mask),
        np.uint64(value >> 192),
    )


def field_of(prime: int) -> Field:
    """The `Field` of an odd prime between 2^255 and 2^256."""
    return Field(
        modulus=limbs(prime),
        negated_inverse=np.uint64(-pow(prime, -1, 2**64) % 2**64),
        one=limbs(2**256 % prime),
        square=limbs(2**512 % prime),
    )


def frozen(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """A read-only, contiguous view: what Arrow's buffers are, so one compiled form serves all."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


@intrinsic
def multiply_add(context: Any, a: Any, b: Any, c: Any, d: Any) -> tuple[Any, Any]:
    """(low, high) 64 bits of a*b + c + d, which never exceeds 128 bits."""
    signature = types.UniTuple(types.uint64, 2)(*[types.uint64] * 4)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide, narrow = ir.IntType(128), ir.IntType(64)
        a, b, c, d = (builder.zext(argument, wide) for argument in arguments)
        total = builder.add(builder.add(builder.mul(a, b), c), d)
        low = builder.trunc(total, narrow)
        high = builder.trunc(builder.lshr(total, ir.Constant(wide, 64)), narrow)
        return context.make_tuple(builder, signature.return_type, (low, high))

    return signature, generate


@njit(cache=True, nogil=True)
def add_carry(a: Limb, b: Limb, carry: Limb) -> tuple[Limb, Limb]:
    """(sum, carry out) of two limbs and a carry."""
    first = a + b
    second = first + carry
    return second, (ONE if first < a else ZERO) | (ONE if second < first else ZERO)


@njit(cache=True, nogil=True)
def subtract_borrow(a: Limb, b: Limb, borrow: Limb) -> tuple[Limb, Limb]:
    """(difference, borrow out) of two limbs and a borrow."""
    first = a - b
    second = first - borrow
    return second, (ONE if a < b else ZERO) | (ONE if first < borrow else ZERO)


@njit(cache=True, nogil=True)
def is_zero(a: Limbs) -> bool:
    """Whether all limbs are zero."""
    return (a[0] | a[1] | a[2] | a[3]) == ZERO


@njit(cache=True, nogil=True)
def equal(a: Limbs, b: Limbs) -> bool:
    """Whether two reduced elements are the same."""
    return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3])) == ZERO


@njit(cache=True, nogil=True)
def less(a: Limbs, b: Limbs) -> bool:
    """Whether a < b, as plain integers."""
    _, borrow = subtract_borrow(a[0], b[0], ZERO)
    _, borrow = subtract_borrow(a[1], b[1], borrow)
    _, borrow = subtract_borrow(a[2], b[2], borrow)
    _, borrow = subtract_borrow(a[3], b[3], borrow)
    return borrow != ZERO


@njit(cache=True, nogil=True)
def select(condition: bool, a: Limbs, b: Limbs) -> Limbs:
    """A where the condition holds, else b: without a branch, which would be guessed wrong often."""
    keep = ZERO - np.uint64(condition)
    return (
        (a[0] & keep) | (b[0] & ~keep),
        (a[1] & keep) | (b[1] & ~keep),
        (a[2] & keep) | (b[2] & ~keep),
        (a[3] & keep) | (b[3] & ~keep),
    )


@njit(cache=True, nogil=True)
def reduce_once(low: Limbs, high: Limb, field: Field) -> Limbs:
    """`low + high * 2^256`, known to be under twice the modulus, brought below it."""
    m = field.modulus
    d0, borrow = subtract_borrow(low[0], m[0], ZERO)
    d1, borrow = subtract_borrow(low[1], m[1], borrow)
    d2, borrow = subtract_borrow(low[2], m[2], borrow)
    d3, borrow = subtract_borrow(low[3], m[3], borrow)
    return select(high < borrow, low, (d0, d1, d2, d3))


@njit(cache=True, nogil=True)
def add(a: Limbs, b: Limbs, field: Field) -> Limbs:
    """A + b."""
    s0, carry = add_carry(a[0], b[0], ZERO)
    s1, carry = add_carry(a[1], b[1], carry)
    s2, carry = add_carry(a[2], b[2], carry)
    s3, carry = add_carry(a[3], b[3], carry)
    return reduce_once((s0, s1, s2, s3), carry, field)


@njit(cache=True, nogil=True)
def subtract(a: Limbs, b: Limbs, field: Field) -> Limbs:
    """A - b."""
    d0, borrow = subtract_borrow(a[0], b[0], ZERO)
    d1, borrow = subtract_borrow(a[1], b[1], borrow)
    d2, borrow = subtract_borrow(a[2], b[2], borrow)
    d3, borrow = subtract_borrow(a[3], b[3], borrow)
    m, keep = field.modulus, ZERO - borrow
    d0, carry = add_carry(d0, m[0] & keep, ZERO)
    d1, carry = add_carry(d1, m[1] & keep, carry)
    d2, carry = add_carry(d2, m[2] & keep, carry)
    d3, carry = add_carry(d3, m[3] & keep, carry)
    return d0, d1, d2, d3


@njit(cache=True, nogil=True)
def _row(t: FiveLimbs, digit: Limb, b: Limbs) -> SixLimbs:
    """T + digit * b: one row of the schoolbook product, six limbs from five."""
    t0, carry = multiply_add(digit, b[0], t[0], ZERO)
    t1, carry = multiply_add(digit, b[1], t[1], carry)
    t2, carry = multiply_add(digit, b[2], t[2], carry)
    t3, carry = multiply_add(digit, b[3], t[3], carry)
    t4, t5 = add_carry(t[4], carry, ZERO)
    return t0, t1, t2, t3, t4, t5


@njit(cache=True, nogil=True)
def _shift(t: SixLimbs, field: Field) -> FiveLimbs:
    """(t + k * modulus) / 2^64 for the k that makes the division exact, five limbs from six."""
    m = field.modulus
    k = t[0] * field.negated_inverse
    # where -1 / modulus is 1, as of both curves' coordinates, its last limb is 2^64 - 1
    carry = k
    if field.negated_inverse != ONE:
        _, carry = multiply_add(k, m[0], t[0], ZERO)
    r0, carry = multiply_add(k, m[1], t[1], carry)
    r1, carry = multiply_add(k, m[2], t[2], carry)
    r2, carry = multiply_add(k, m[3], t[3], carry)
    r3, carry = add_carry(t[4], carry, ZERO)
    return r0, r1, r2, r3, t[5] + carry


@njit(cache=True, nogil=True)
def multiply(a: Limbs, b: Limbs, field: Field) -> Limbs:
    """A * b / 2^256, reduced; `a` may be any 256-bit number when `b` is reduced."""
    t = _shift(_row((ZERO, ZERO, ZERO, ZERO, ZERO), a[0], b), field)
    t = _shift(_row(t, a[1], b), field)
    t = _shift(_row(t, a[2], b), field)
    t = _shift(_row(t, a[3], b), field)
    return reduce_once((t[0], t[1], t[2], t[3]), t[4], field)


@njit(cache=True, nogil=True)
def enter(a: Limbs, field: Field) -> Limbs:
    """Any 256-bit number, reduced and in Montgomery form."""
    return multiply(a, field.square, field)


@njit(cache=True, nogil=True)
def leave(a: Limbs, field: Field) -> Limbs:
    """An element out of Montgomery form, as a plain integer below the modulus."""
    return multiply(a, (ONE, ZERO, ZERO, ZERO), field)


@njit(cache=True, nogil=True)
def invert(a: Limbs, field: Field) -> Limbs:
    """1 / a by Fermat's little theorem, a^(modulus - 2); 0 for 0."""
    m = field.modulus
    power = field.one
    e0, borrow = subtract_borrow(m[0], np.uint64(2), ZERO)
    exponent = (e0, m[1] - borrow, m[2], m[3])
    for limb in range(3, -1, -1):
        for bit in range(63, -1, -1):
            power = multiply(power, power, field)
            if (exponent[limb] >> np.uint64(bit)) & ONE:
                power = multiply(power, a, field)
    return power


@njit(cache=True, nogil=True)
def get(words: Words, row: int) -> Limbs:
    """The element kept in a row of uint64[n, 4]; no view is made, which would cost as much."""
    return words[row, 0], words[row, 1], words[row, 2], words[row, 3]


@njit(cache=True, nogil=True)
def put(words: Words, row: int, a: Limbs) -> None:
    """Keeps an element in a row of uint64[n, 4]."""
    words[row, 0] = a[0]
    words[row, 1] = a[1]
    words[row, 2] = a[2]
    words[row, 3] = a[3]


@njit(cache=True, nogil=True)
def _read_limb(octets: Octets, start: int) -> Limb:
    value = ZERO
    for i in range(8):
        value = (value << BYTE) | np.uint64(octets[start + i])
    return value


@njit(cache=True, nogil=True)
def read(octets: Octets) -> Limbs:
    """The plain integer in 32 big-endian octets."""
    return (
        _read_limb(octets, 24),
        _read_limb(octets, 16),
        _read_limb(octets, 8),
        _read_limb(octets, 0),
    )


@njit(cache=True, nogil=True)
def write(octets: Octets, a: Limbs) -> None:
    """Writes a plain integer as 32 big-endian octets."""
    for limb in range(4):
        value = a[limb]
        for i in range(8):
            octets[31 - 8 * limb - i] = np.uint8(value & np.uint64(0xFF))
            value >>= BYTE


@njit(cache=True, nogil=True)
def invert_all(values: Words, field: Field) -> None:
    """Replaces every non-zero element of uint64[n, 4] by its inverse, at one inversion in all."""
    products = np.empty_like(values)
    product = field.one
    for i in range(len(values)):
        put(products, i, product)
        if not is_zero(get(values, i)):
            product = multiply(product, get(values, i), field)
    inverse = invert(product, field)
    for i in range(len(values) - 1, -1, -1):
        value = get(values, i)
        if not is_zero(value):
            put(values, i, multiply(inverse, get(products, i), field))
            inverse = multiply(inverse, value, field)
