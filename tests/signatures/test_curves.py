from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.signatures.curves import P256, SM2, Curve, on_curve

CURVES = pytest.mark.parametrize("curve", [SM2, P256], ids=lambda curve: curve.name)


def answer(curve: Curve, x: int, y: int) -> bool:
    octets = x.to_bytes(32, "big") + y.to_bytes(32, "big")
    return bool(on_curve(curve, np.frombuffer(octets, np.uint8).reshape(1, 64))[0])


@CURVES
@settings(max_examples=200, deadline=None)
@given(x=st.integers(0, 2**256 - 1), change=st.integers(-2, 2))
def test_agrees_with_the_equation(curve: Curve, x: int, change: int) -> None:
    square = (x**3 + curve.a * x + curve.b) % curve.p
    root = pow(square, (curve.p + 1) // 4, curve.p)
    y = (root + change) % curve.p
    lies = (y * y - square) % curve.p == 0 and x < curve.p
    assert answer(curve, x, y) == lies


@CURVES
def test_refuses_a_coordinate_that_is_not_reduced(curve: Curve) -> None:
    x, y = next(
        (x, pow(square, (curve.p + 1) // 4, curve.p))
        for x in range(50)
        if pow(square := (x**3 + curve.a * x + curve.b) % curve.p, (curve.p - 1) // 2, curve.p)
        == 1
    )
    assert answer(curve, x, y)
    assert not answer(curve, x + curve.p, y)
    assert not answer(curve, curve.p, y)


@CURVES
def test_infinity_and_the_other_curve_are_refused(curve: Curve) -> None:
    other = P256 if curve is SM2 else SM2
    assert answer(curve, curve.x, curve.y)
    assert not answer(curve, 0, 0)
    assert not answer(curve, other.x, other.y)
    assert not answer(curve, 2**256 - 1, 2**256 - 1)


def test_the_keys_of_real_certificates_are_accepted() -> None:
    folder = Path(__file__).parents[3] / "shared" / "data" / "rootca"
    files = sorted(folder.glob("*.pem"))
    if not files:
        pytest.skip("the real certificates are not here")
    keys = [
        asn1.Certificate.load(pem.unarmor(file.read_bytes())[2]).public_key["public_key"].native
        for file in files
    ]
    points = np.frombuffer(b"".join(key[1:] for key in keys), np.uint8).reshape(-1, 64)
    assert on_curve(SM2, points).all()
    assert not on_curve(P256, points).any()
