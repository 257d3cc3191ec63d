from __future__ import annotations

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from mingzheng.signatures.curves import P256, SM2, Curve
from mingzheng.signatures.multiples import (
    BATCH,
    add_multiples,
    fixed_base_multiply,
    generator_table,
    infinities,
)

Point = tuple[int, int] | None


def affine_add(curve: Curve, one: Point, other: Point) -> Point:
    if one is None:
        return other
    if other is None:
        return one
    if one[0] == other[0] and (one[1] + other[1]) % curve.p == 0:
        return None
    if one == other:
        slope = (3 * one[0] ** 2 + curve.a) * pow(2 * one[1], -1, curve.p)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, curve.p)
    x = (slope * slope - one[0] - other[0]) % curve.p
    return x, (slope * (one[0] - x) - one[1]) % curve.p


def affine_multiply(curve: Curve, scalar: int, point: Point) -> Point:
    total: Point = None
    while scalar:
        if scalar & 1:
            total = affine_add(curve, total, point)
        point = affine_add(curve, point, point)
        scalar >>= 1
    return total


def affine_octets(point: Point) -> bytes:
    x, y = point or (0, 0)
    return x.to_bytes(32, "big") + y.to_bytes(32, "big")


CURVES = pytest.mark.parametrize("curve", [SM2, P256], ids=lambda curve: curve.name)


def rows(scalars: list[int]) -> np.ndarray:
    octets = b"".join(scalar.to_bytes(32, "big") for scalar in scalars)
    return np.frombuffer(octets, np.uint8).reshape(-1, 32)


@CURVES
def test_agrees_with_affine_arithmetic(curve: Curve) -> None:
    draw = np.random.default_rng(1)
    n = curve.n
    scalars = [0, 1, 2, 255, 256, 257, n - 2, n - 1, n, n + 1, 2 * (n // 2), 2**256 - 1]
    scalars += [int.from_bytes(draw.bytes(32), "big") for _ in range(60)]
    points = fixed_base_multiply(curve, rows(scalars))
    for scalar, point in zip(scalars, points, strict=True):
        expected = affine_multiply(curve, scalar, (curve.x, curve.y))
        assert point.tobytes() == affine_octets(expected), scalar


@CURVES
def test_every_pair_of_points_adds_up(curve: Curve) -> None:
    """a*G + b*G meets doubling, opposite points and infinity on the way."""
    scalars = [0, 1, 2, 3, curve.n - 1, curve.n - 2, curve.n, 1 << 250, 3 << 250, 512, 513]
    pairs = [(one, other) for one in scalars for other in scalars]
    sums = infinities(len(pairs))
    for side in zip(*pairs, strict=True):
        add_multiples(generator_table(curve), rows(list(side)), curve.equation, sums)
    totals = fixed_base_multiply(curve, rows([(one + other) % curve.n for one, other in pairs]))
    for i, total in enumerate(totals):
        if not sums.finite[i]:
            assert not total.any()
            continue
        plain = [
            sum(int(limb) << (64 * k) for k, limb in enumerate(part)) * pow(2, -256, curve.p)
            for part in (sums.x[i], sums.y[i])
        ]
        assert affine_octets((plain[0] % curve.p, plain[1] % curve.p)) == total.tobytes()


def test_agrees_with_openssl_across_batches() -> None:
    count = BATCH + 3
    octets = np.random.default_rng(2).integers(0, 256, (count, 32), np.uint8)
    points = fixed_base_multiply(P256, octets)
    for i in [0, 1, 500, BATCH - 1, BATCH, count - 1]:
        scalar = int.from_bytes(octets[i].tobytes(), "big") % P256.n
        key = ec.derive_private_key(scalar, ec.SECP256R1()).public_key().public_numbers()
        assert points[i].tobytes() == affine_octets((key.x, key.y))


@CURVES
def test_every_digit_in_every_place(curve: Curve) -> None:
    """Digits from 512 on are opposites of entries, with a carry to the next place."""
    of_digits = [sum(d << 10 * place for place in range(26)) % 2**256 for d in range(1, 1024)]
    shifted = [d << 10 * place for place in range(25) for d in (511, 512, 513, 1023)]
    scalars = [*of_digits, *shifted, 2**256 - 1, 2**256 - 2**250]
    points = fixed_base_multiply(curve, rows(scalars))
    for scalar, point in list(zip(scalars, points, strict=True))[::9]:
        expected = affine_multiply(curve, scalar % curve.n, (curve.x, curve.y))
        assert point.tobytes() == affine_octets(expected), scalar
    # the rest by their sums: (k + 1) * G = k * G + G
    followers = fixed_base_multiply(curve, rows([(s + 1) % curve.n for s in scalars]))
    for point, follower in zip(points, followers, strict=True):
        x, y = (int.from_bytes(part.tobytes(), "big") for part in (point[:32], point[32:]))
        assert affine_octets(affine_add(curve, (x, y), (curve.x, curve.y))) == follower.tobytes()


def test_no_scalars_give_no_points() -> None:
    assert fixed_base_multiply(SM2, np.empty((0, 32), np.uint8)).shape == (0, 64)
