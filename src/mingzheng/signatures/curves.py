"""The curves certificates are signed on here, and which points lie on them.

Constants: SM2 from GB/T 32918.5-2017, P-256 from FIPS 186-4 (NIST) appendix D.1.2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.field import (
    Field,
    Limbs,
    Octets,
    add,
    enter,
    equal,
    field_of,
    frozen,
    less,
    limbs,
    multiply,
    read,
)


class Equation(NamedTuple):
    """What the kernels need of a curve: a and b in Montgomery form, and the field."""

    a: Limbs
    b: Limbs
    field: Field


@dataclass(frozen=True)
class Curve:
    """y^2 = x^3 + a*x + b over the integers modulo p, with a generator (x, y) of prime order n."""

    name: str
    p: int
    a: int
    b: int
    n: int
    x: int
    y: int

    @cached_property
    def equation(self) -> Equation:
        """The curve's equation over the field of its coordinates, for compiled code."""
        return Equation(self.element(self.a), self.element(self.b), field_of(self.p))

    @cached_property
    def order(self) -> Field:
        """The integers modulo the order of the generator, for signatures."""
        return field_of(self.n)

    def element(self, value: int) -> Limbs:
        """An integer as an element of the coordinates' field, in Montgomery form."""
        return limbs(value * 2**256 % self.p)


SM2 = Curve(
    name="SM2",
    p=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
    a=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
    b=0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
    n=0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    x=0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    y=0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)

P256 = Curve(
    name="P-256",
    p=0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
    a=0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC,
    b=0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    n=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    x=0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    y=0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


@njit(cache=True, nogil=True)
def _on_curve(points: Octets, equation: Equation, answers: npt.NDArray[np.bool_]) -> None:
    field = equation.field
    for i in range(len(points)):
        x, y = read(points[i, :32]), read(points[i, 32:])
        if less(x, field.modulus) and less(y, field.modulus):
            x, y = enter(x, field), enter(y, field)
            cubic = multiply(add(multiply(x, x, field), equation.a, field), x, field)
            cubic = add(cubic, equation.b, field)
            answers[i] = equal(multiply(y, y, field), cubic)


def on_curve(curve: Curve, points: Octets) -> npt.NDArray[np.bool_]:
    """Which of `points` (uint8[n, 64], x then y, big-endian) are valid public keys: bool[n].

    Both coordinates must be below p and satisfy the equation (GB/T 32918.1 6.2.1, SEC 1 3.2.2.1).
    Both curves have prime order, so every such point has the right order; infinity has no such
    encoding.
    """
    answers = np.zeros(len(points), np.bool_)
    _on_curve(frozen(points), curve.equation, answers)
    return answers
