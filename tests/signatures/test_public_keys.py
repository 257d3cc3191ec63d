from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.signatures.algorithms import Scheme
from mingzheng.signatures.curves import P256, SM2
from mingzheng.signatures.public_keys import public_key

SM2_KEY = bytes.fromhex(
    "3059301306072a8648ce3d020106082a811ccf5501822d03420004"
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)


def spki(key: object) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("key", "schemes"),
    [
        (rsa.generate_private_key(65537, 2048), {Scheme.RSA, Scheme.RSA_PSS}),
        (ec.generate_private_key(ec.SECP384R1()), {Scheme.ECDSA}),
        (ed25519.Ed25519PrivateKey.generate(), {Scheme.ED25519}),
    ],
)
def test_keys_of_the_library(key: object, schemes: set[Scheme]) -> None:
    found = public_key(spki(key.public_key()))  # type: ignore[attr-defined]
    assert found is not None
    assert set(found.schemes) == schemes
    assert found.curve is None


def test_keys_that_verify_nothing() -> None:
    for key in (dsa.generate_private_key(2048), x25519.X25519PrivateKey.generate()):
        assert public_key(spki(key.public_key())) is None


def test_points_in_either_form() -> None:
    whole = public_key(SM2_KEY)
    assert whole is not None
    assert whole.curve is SM2
    assert whole.point == SM2_KEY[-64:]
    short = "3039301306072a8648ce3d020106082a811ccf5501822d032200"
    pressed = public_key(bytes.fromhex(short) + b"\3" + SM2_KEY[-64:-32])
    assert pressed is not None
    assert pressed.point == whole.point
    other = public_key(bytes.fromhex(short) + b"\2" + SM2_KEY[-64:-32])
    assert other is not None
    assert other.point != whole.point


def test_compressed_points_as_the_library_sees_them() -> None:
    for _ in range(8):
        key = ec.generate_private_key(ec.SECP256R1()).public_key()
        pressed = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
        header = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
        found = public_key(header + pressed)
        assert found is not None
        assert found.curve is P256
        assert b"\4" + found.point == key.public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )


@pytest.mark.parametrize("place", [-1, -40, 23, 24, 25, 26])
def test_a_damaged_key_is_none(place: int) -> None:
    octets = bytearray(SM2_KEY)
    octets[place] ^= 1
    assert public_key(bytes(octets)) is None


@given(st.binary(max_size=100))
def test_no_octets_raise(octets: bytes) -> None:
    assert public_key(octets) is None
    assert public_key(SM2_KEY[:23] + octets) is None
