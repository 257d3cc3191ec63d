"""Compressed points against pyca/cryptography, and against the equation where it has no curve."""

from __future__ import annotations

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.signatures.compression import decompress
from mingzheng.signatures.curves import P256, SM2, Curve


def point(curve: Curve, octets: bytes) -> bytes | None:
    found, answers = decompress(curve, np.frombuffer(octets, np.uint8).reshape(1, 33))
    assert answers[0] or not found.any()
    return found.tobytes() if answers[0] else None


def by_pyca(octets: bytes) -> bytes | None:
    try:
        numbers = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), octets
        ).public_numbers()
    except ValueError:
        return None
    return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


@settings(max_examples=200, deadline=None)
@given(lead=st.integers(0, 8), x=st.integers(0, 2**256 - 1))
def test_agrees_with_pyca_on_every_octet_string(lead: int, x: int) -> None:
    octets = bytes([lead]) + x.to_bytes(32, "big")
    assert point(P256, octets) == by_pyca(octets)


@pytest.mark.parametrize("curve", [SM2, P256], ids=lambda curve: curve.name)
@settings(max_examples=100, deadline=None)
@given(x=st.integers(0, 2**256 - 1), odd=st.booleans())
def test_agrees_with_the_equation(curve: Curve, x: int, odd: bool) -> None:
    found = point(curve, bytes([2 + odd]) + x.to_bytes(32, "big"))
    square = (x**3 + curve.a * x + curve.b) % curve.p
    if x >= curve.p or pow(square, (curve.p - 1) // 2, curve.p) == curve.p - 1:
        assert found is None
    else:
        assert found is not None
        y = int.from_bytes(found[32:], "big")
        assert (int.from_bytes(found[:32], "big"), y % 2) == (x, odd)
        assert (y * y - square) % curve.p == 0
        assert y < curve.p
