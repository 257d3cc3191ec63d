"""Points of a curve from their first coordinate and one bit of the second (SEC 1, 2.3.4)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.curves import Curve, Equation
from mingzheng.signatures.field import (
    ONE,
    ZERO,
    Limbs,
    Octets,
    add,
    enter,
    equal,
    frozen,
    leave,
    less,
    limbs,
    multiply,
    read,
    subtract,
    write,
)

COMPRESSED = 33
"""Octets of a compressed point: 02 for an even second coordinate, 03 for an odd one, then x."""


@njit(cache=True, nogil=True)
def _decompress(
    points: Octets,
    equation: Equation,
    exponent: Limbs,
    found: Octets,
    answers: npt.NDArray[np.bool_],
) -> None:
    field = equation.field
    for i in range(len(points)):
        x = read(points[i, 1:])
        if not less(x, field.modulus) or points[i, 0] >> 1 != 1:
            continue
        first = enter(x, field)
        cubic = multiply(add(multiply(first, first, field), equation.a, field), first, field)
        cubic = add(cubic, equation.b, field)
        root = field.one
        for limb in range(3, -1, -1):
            for bit in range(63, -1, -1):
                root = multiply(root, root, field)
                if (exponent[limb] >> np.uint64(bit)) & ONE:
                    root = multiply(root, cubic, field)
        if not equal(multiply(root, root, field), cubic):
            continue
        y = leave(root, field)
        if (y[0] & ONE) != np.uint64(points[i, 0] & 1):
            y = leave(subtract((ZERO, ZERO, ZERO, ZERO), root, field), field)
        # a root of zero has no other sign
        if (y[0] & ONE) == np.uint64(points[i, 0] & 1):
            write(found[i, :32], x)
            write(found[i, 32:], y)
            answers[i] = True


def decompress(curve: Curve, points: Octets) -> tuple[Octets, npt.NDArray[np.bool_]]:
    """The points uint8[n, 64], x then y, of `points` (uint8[n, 33]), and which there are: bool[n].

    There is none where x is not below p, where no point of the curve has it, or where the first
    octet is neither 02 nor 03; its row is zero then. Both fields leave 3 modulo 4, so that a
    square's root is its power to (p + 1) / 4.
    """
    found = np.zeros((len(points), 64), np.uint8)
    answers = np.zeros(len(points), np.bool_)
    exponent = limbs((curve.p + 1) // 4)
    _decompress(frozen(points), curve.equation, exponent, found, answers)
    return found, answers
