"""Multiples of one fixed point for many scalars at once.

A table holds d * 2^(8w) * P for every byte value d and every byte position w of a scalar, so a
multiple is a sum of at most 32 entries and needs no doubling. The additions of a batch, one per
scalar and window, share one field inversion (Montgomery's trick), which makes an affine addition
about six multiplications. Every exceptional case is computed, none assumed away: a zero scalar,
a sum that is the point at infinity, and the addition of a point to itself.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.curves import Curve, Equation
from mingzheng.signatures.field import (
    Field,
    Limbs,
    Octets,
    Words,
    add,
    equal,
    frozen,
    get,
    invert,
    is_zero,
    leave,
    multiply,
    put,
    subtract,
    write,
)

WINDOWS = 32
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
def _build(point: Point, equation: Equation, table: Words) -> None:
    field = equation.field
    for window in range(WINDOWS):
        multiple = point
        for digit in range(1, 256):
            for limb in range(4):
                table[256 * window + digit, limb] = multiple[0][limb]
                table[256 * window + digit, 4 + limb] = multiple[1][limb]
            numerator, denominator = slope(multiple, point, equation)
            gradient = multiply(numerator, invert(denominator, field), field)
            multiple = third_point(multiple, point, gradient, field)
        point = multiple


def multiples_table(curve: Curve, x: int, y: int) -> Words:
    """The table uint64[8192, 8] of a point of the curve: row 256 w + d is d * 2^(8w) times it.

    Coordinates are in Montgomery form, x then y; rows with d = 0 are unused. Takes about 0.1 s.
    """
    table = np.zeros((WINDOWS * 256, 8), np.uint64)
    _build((curve.element(x), curve.element(y)), curve.equation, table)
    return table


@cache
def generator_table(curve: Curve) -> Words:
    """The table of the curve's generator, built once per process."""
    return multiples_table(curve, curve.x, curve.y)


@njit(cache=True, nogil=True)
def add_multiples(table: Words, scalars: Octets, equation: Equation, sums: Sums) -> None:
    """Adds scalars[i] * P to the i-th of the sums, in place, P being the table's point.

    `scalars` is uint8[n, 32], big-endian. Work space is taken for n rows: callers pass at most
    `BATCH` at a time.
    """
    field = equation.field
    count = len(scalars)
    rows = np.empty(count, np.int64)
    numerators = np.empty((count, 4), np.uint64)
    denominators = np.empty((count, 4), np.uint64)
    products = np.empty((count, 4), np.uint64)
    for window in range(WINDOWS):
        product = field.one
        pending = 0
        for i in range(count):
            digit = np.int64(scalars[i, WINDOWS - 1 - window])
            if digit == 0:
                continue
            entry = _entry(table, 256 * window + digit)
            if not sums.finite[i]:
                put(sums.x, i, entry[0])
                put(sums.y, i, entry[1])
                sums.finite[i] = True
                continue
            numerator, denominator = slope((get(sums.x, i), get(sums.y, i)), entry, equation)
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
            digit = np.int64(scalars[i, WINDOWS - 1 - window])
            entry = _entry(table, 256 * window + digit)
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
