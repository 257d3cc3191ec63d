"""Multiples of one fixed point for many scalars at once.

A scalar is written with 26 digits between -511 and 512, of which each stands for 2^10 times the
one before it, and a table holds d * 2^(10w) * P for every positive digit d in every place w: a
multiple is a sum of at most 26 entries or their opposites, and needs no doubling. The additions of
a batch, one per scalar and place, share one field inversion (Montgomery's trick), which makes an
affine addition about six multiplications. Every exceptional case is computed, none assumed away: a
zero scalar, a sum that is the point at infinity, and the addition of a point to itself.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.curves import Curve, Equation
from mingzheng.signatures.field import (
    ZEROS,
    Field,
    Limbs,
    Octets,
    Words,
    add,
    equal,
    frozen,
    get,
    invert,
    invert_all,
    is_zero,
    leave,
    multiply,
    put,
    read,
    select,
    subtract,
    write,
)

WIDTH = 10
"""Bits of a digit: of the numbers tried, the one with which a verification takes least."""

PLACES = 26
"""Digits of a scalar of 256 bits. The last has six bits and a carry: there is none out of it."""

ENTRIES = 1 << (WIDTH - 1)
"""Positive digits, the entries of a place."""

BATCH = 1024
"""Scalars that share an inversion: more gain little and leave the cache."""


Point = tuple[Limbs, Limbs]
"""The affine coordinates of a point other than infinity, in Montgomery form."""


class Sums(NamedTuple):
    """n points that multiples are added to."""

    x: Words
    """uint64[n, 4], in Montgomery form."""
    y: Words
    """uint64[n, 4], in Montgomery form."""
    finite: npt.NDArray[np.bool_]
    """False for the point at infinity, whose x and y mean nothing."""


def infinities(count: int) -> Sums:
    """`count` points at infinity: sums of nothing."""
    x, y = np.zeros((2, count, 4), np.uint64)
    return Sums(x, y, np.zeros(count, np.bool_))


@njit(cache=True, nogil=True)
def slope(one: Point, other: Point, equation: Equation) -> tuple[Limbs, Limbs]:
    """(numerator, denominator) of the chord or tangent through two points.

    The denominator is 0 where the points are opposite and their sum is the point at infinity.
    """
    field = equation.field
    denominator = subtract(other[0], one[0], field)
    if is_zero(denominator) and equal(one[1], other[1]):
        square = multiply(one[0], one[0], field)
        numerator = add(add(square, square, field), add(square, equation.a, field), field)
        return numerator, add(one[1], one[1], field)
    return subtract(other[1], one[1], field), denominator


@njit(cache=True, nogil=True)
def third_point(one: Point, other: Point, gradient: Limbs, field: Field) -> Point:
    """The sum of two points, given the slope of the line through them."""
    x = multiply(gradient, gradient, field)
    x = subtract(subtract(x, one[0], field), other[0], field)
    y = multiply(subtract(one[0], x, field), gradient, field)
    return x, subtract(y, one[1], field)


@njit(cache=True, nogil=True)
def _entry(table: Words, row: int) -> Point:
    """The point kept in a row of a table."""
    return (
        (table[row, 0], table[row, 1], table[row, 2], table[row, 3]),
        (table[row, 4], table[row, 5], table[row, 6], table[row, 7]),
    )


@njit(cache=True, nogil=True)
def _keep(table: Words, row: int, point: Point) -> None:
    """Keeps a point in a row of a table."""
    for limb in range(4):
        table[row, limb] = point[0][limb]
        table[row, 4 + limb] = point[1][limb]


@njit(cache=True, nogil=True)
def _double(point: Point, equation: Equation) -> Point:
    numerator, denominator = slope(point, point, equation)
    gradient = multiply(numerator, invert(denominator, equation.field), equation.field)
    return third_point(point, point, gradient, equation.field)


@njit(cache=True, nogil=True)
def _build(point: Point, equation: Equation, table: Words) -> None:
    """The first entry of every place by doubling, then entry after entry of all at once."""
    field = equation.field
    for place in range(PLACES):
        _keep(table, ENTRIES * place, point)
        for _ in range(WIDTH):
            point = _double(point, equation)
    numerators = np.empty((PLACES, 4), np.uint64)
    inverses = np.empty((PLACES, 4), np.uint64)
    for entry in range(1, ENTRIES):
        for place in range(PLACES):
            base = _entry(table, ENTRIES * place)
            multiple = _entry(table, ENTRIES * place + entry - 1)
            numerator, denominator = slope(multiple, base, equation)
            put(numerators, place, numerator)
            put(inverses, place, denominator)
        invert_all(inverses, field)
        for place in range(PLACES):
            gradient = multiply(get(numerators, place), get(inverses, place), field)
            base = _entry(table, ENTRIES * place)
            multiple = _entry(table, ENTRIES * place + entry - 1)
            total = third_point(multiple, base, gradient, field)
            _keep(table, ENTRIES * place + entry, total)


def multiples_table(curve: Curve, x: int, y: int) -> Words:
    """The table uint64[13312, 8] of a point of the curve: row 512 w + d - 1 is d * 2^(10w) of it.

    Coordinates are in Montgomery form, x then y. Takes about 10 ms.
    """
    table = np.empty((PLACES * ENTRIES, 8), np.uint64)
    _build((curve.element(x), curve.element(y)), curve.equation, table)
    return table


@cache
def generator_table(curve: Curve) -> Words:
    """The table of the curve's generator, built once per process."""
    return multiples_table(curve, curve.x, curve.y)


@njit(cache=True, nogil=True)
def _digits(scalars: Octets, digits: npt.NDArray[np.int16]) -> None:
    """Fills int16[PLACES, n] with the digits of every scalar."""
    words = np.zeros((1, 5), np.uint64)
    for i in range(len(scalars)):
        put(words, 0, read(scalars[i]))
        carry = np.int64(0)
        for place in range(PLACES):
            limb, bit = WIDTH * place // 64, np.uint64(WIDTH * place % 64)
            bits = words[0, limb] >> bit
            if bit > 64 - WIDTH:
                bits |= words[0, limb + 1] << (np.uint64(64) - bit)
            digit = np.int64(bits & np.uint64(2 * ENTRIES - 1)) + carry
            carry = np.int64(digit > ENTRIES)
            digits[place, i] = digit - 2 * ENTRIES * carry


@njit(cache=True, nogil=True)
def add_multiples(table: Words, scalars: Octets, equation: Equation, sums: Sums) -> None:
    """Adds scalars[i] * P to the i-th of the sums, in place, P being the table's point.

    `scalars` is uint8[n, 32], big-endian. Work space is taken for n rows: callers pass at most
    `BATCH` at a time.
    """
    field = equation.field
    count = len(scalars)
    digits = np.empty((PLACES, count), np.int16)
    _digits(scalars, digits)
    rows = np.empty(count, np.int64)
    numerators = np.empty((count, 4), np.uint64)
    denominators = np.empty((count, 4), np.uint64)
    products = np.empty((count, 4), np.uint64)
    for place in range(PLACES):
        first = ENTRIES * place - 1
        product = field.one
        pending = 0
        for i in range(count):
            digit = np.int64(digits[place, i])
            if digit == 0:
                continue
            x, y = _entry(table, first + abs(digit))
            y = select(digit < 0, subtract(ZEROS, y, field), y)
            if not sums.finite[i]:
                put(sums.x, i, x)
                put(sums.y, i, y)
                sums.finite[i] = True
                continue
            numerator, denominator = slope((get(sums.x, i), get(sums.y, i)), (x, y), equation)
            if is_zero(denominator):
                sums.finite[i] = False
                continue
            rows[pending] = i
            put(numerators, pending, numerator)
            put(denominators, pending, denominator)
            put(products, pending, product)
            product = multiply(product, denominator, field)
            pending += 1
        inverse = invert(product, field)
        for j in range(pending - 1, -1, -1):
            i = rows[j]
            # of what is added the third point takes x alone, which an opposite shares
            entry = _entry(table, first + abs(np.int64(digits[place, i])))
            gradient = multiply(inverse, get(products, j), field)
            gradient = multiply(gradient, get(numerators, j), field)
            inverse = multiply(inverse, get(denominators, j), field)
            total = third_point((get(sums.x, i), get(sums.y, i)), entry, gradient, field)
            put(sums.x, i, total[0])
            put(sums.y, i, total[1])


@njit(cache=True, nogil=True)
def _write_points(sums: Sums, field: Field, points: Octets) -> None:
    for i in range(len(points)):
        if sums.finite[i]:
            write(points[i, :32], leave(get(sums.x, i), field))
            write(points[i, 32:], leave(get(sums.y, i), field))


def fixed_base_multiply(curve: Curve, scalars: Octets) -> Octets:
    """`scalars` (uint8[n, 32], big-endian) times the generator: uint8[n, 64], x then y, big-endian.

    A scalar that is 0 modulo the order gives 64 zero octets, which is no point of either curve.
    Runs on one core and releases the interpreter: threads may share the rows.
    """
    points = np.zeros((len(scalars), 64), np.uint8)
    table = generator_table(curve)
    for start in range(0, len(scalars), BATCH):
        part = frozen(scalars[start : start + BATCH])
        sums = infinities(len(part))
        add_multiples(table, part, curve.equation, sums)
        _write_points(sums, curve.equation.field, points[start : start + BATCH])
    return points
