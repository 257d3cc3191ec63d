"""Verification in batches against signatures of OpenSSL and GmSSL, and against every forgery."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from gmssl_pyx import sm2_sign, sm2_verify
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.signatures.curves import P256, SM2
from mingzheng.signatures.ecdsa import sign_ecdsa
from mingzheng.signatures.multiples import BATCH, fixed_base_multiply
from mingzheng.signatures.sm2 import identity_hash, sign_sm2
from mingzheng.signatures.sm3 import sm3
from mingzheng.signatures.verification import (
    VerifyingKey,
    verify_ecdsa,
    verify_sm2,
    verifying_key,
)

SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
CURVES = {"sm2": SM2, "p256": P256}
SIGN = {"sm2": sign_sm2, "p256": sign_ecdsa}
VERIFY = {"sm2": verify_sm2, "p256": verify_ecdsa}
BOTH = pytest.mark.parametrize("kind", CURVES)


def row(value: int) -> np.ndarray:
    return np.frombuffer(value.to_bytes(32, "big"), np.uint8).reshape(1, 32)


def point(kind: str, secret: int = SECRET) -> bytes:
    return fixed_base_multiply(CURVES[kind], row(secret))[0].tobytes()


@pytest.fixture(scope="module")
def keys() -> dict[str, VerifyingKey]:
    return {kind: verifying_key(curve, point(kind)) for kind, curve in CURVES.items()}


def signed(kind: str, count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    digests = draw.integers(0, 256, (count, 32), np.uint8)
    nonces = draw.integers(0, 256, (count, 32), np.uint8)
    return digests, *SIGN[kind](SECRET, digests, nonces)


def test_a_published_signature() -> None:
    """GB/T 32918.5-2017, A.2."""
    key = verifying_key(SM2, point("sm2"))
    message = np.frombuffer(b"message digest", np.uint8)
    digest = sm3(message, np.array([0, len(message)]), prefix=identity_hash(point("sm2"))).reshape(
        1, 32
    )
    r = row(0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3)
    s = row(0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA)
    assert verify_sm2(key, digest, r, s).tolist() == [True]
    assert verify_sm2(key, digest, s, r).tolist() == [False]


@BOTH
def test_accepts_what_was_signed_across_batches(kind: str, keys: dict[str, VerifyingKey]) -> None:
    digests, r, s = signed(kind, BATCH + 7)
    assert VERIFY[kind](keys[kind], digests, r, s).all()
    assert not VERIFY[kind](keys[kind], digests, s, r).any()
    assert VERIFY[kind](keys[kind], digests[:0], r[:0], s[:0]).tolist() == []


def test_agrees_with_openssl_on_p256(keys: dict[str, VerifyingKey]) -> None:
    private = ec.derive_private_key(SECRET, ec.SECP256R1())
    algorithm = ec.ECDSA(utils.Prehashed(hashes.SHA256()))
    draw = np.random.default_rng(2)
    digests = draw.integers(0, 256, (300, 32), np.uint8)
    pairs = [
        utils.decode_dss_signature(private.sign(digest.tobytes(), algorithm)) for digest in digests
    ]
    r, s = (np.concatenate([row(pair[i]) for pair in pairs]) for i in (0, 1))
    changed = digests.copy()
    changed[::3, 5] ^= 1
    found = verify_ecdsa(keys["p256"], changed, r, s)
    for digest, pair, answer in zip(changed, pairs, found, strict=True):
        try:
            private.public_key().verify(
                utils.encode_dss_signature(*pair), digest.tobytes(), algorithm
            )
        except InvalidSignature:
            assert not answer
        else:
            assert answer


def test_agrees_with_gmssl_on_sm2(keys: dict[str, VerifyingKey]) -> None:
    draw = np.random.default_rng(3)
    public = point("sm2")
    messages = [draw.bytes(int(size)) for size in draw.integers(1, 300, 300)]
    made = [sm2_sign(SECRET.to_bytes(32, "big"), public, m) for m in messages]
    pairs = [utils.decode_dss_signature(signature) for signature in made]
    r, s = (np.concatenate([row(pair[i]) for pair in pairs]) for i in (0, 1))
    messages = [m + b"!" if i % 3 == 0 else m for i, m in enumerate(messages)]
    digests = sm3(
        np.frombuffer(b"".join(messages), np.uint8),
        np.cumsum([0, *map(len, messages)]),
        prefix=identity_hash(public),
    )
    said = [bool(sm2_verify(public, m, d)) for m, d in zip(messages, made, strict=True)]
    assert verify_sm2(keys["sm2"], digests, r, s).tolist() == said
    assert sum(said) == 200


@BOTH
def test_no_flipped_bit_is_accepted(kind: str, keys: dict[str, VerifyingKey]) -> None:
    digests, r, s = (np.repeat(part, 768, axis=0) for part in signed(kind, 1))
    for bit in range(256):
        for place, part in enumerate((digests, r, s)):
            part[256 * place + bit, bit // 8] ^= np.uint8(128 >> bit % 8)
    assert not VERIFY[kind](keys[kind], digests, r, s).any()


@BOTH
def test_integers_out_of_range_are_no_signature(kind: str, keys: dict[str, VerifyingKey]) -> None:
    digests, r, s = signed(kind, 1)
    n = CURVES[kind].n
    for wrong in (0, n, n + 1, 2**256 - 1):
        assert not VERIFY[kind](keys[kind], digests, row(wrong), s).any()
        assert not VERIFY[kind](keys[kind], digests, r, row(wrong)).any()
    value = int.from_bytes(r.tobytes(), "big") + n
    if value < 2**256:
        assert not VERIFY[kind](keys[kind], digests, row(value), s).any()


def test_r_and_s_that_cancel_are_no_sm2_signature(keys: dict[str, VerifyingKey]) -> None:
    for r in (1, 2, SM2.n // 2, SM2.n - 1):
        assert not verify_sm2(keys["sm2"], row(r), row(r), row(SM2.n - r)).any()


@BOTH
@pytest.mark.parametrize("secret", [1, 2, "n-1"])
def test_a_key_beside_the_generator_is_added_as_it_should(kind: str, secret: int | str) -> None:
    """Q = G, 2G and -G force additions of a point to itself and to its opposite."""
    n = CURVES[kind].n
    key = n - 1 if secret == "n-1" else int(secret)
    held = verifying_key(CURVES[kind], point(kind, key))
    if kind == "sm2" and key == n - 1:
        _opposite_of_the_generator(held)
        return
    draw = np.random.default_rng(4)
    digests = draw.integers(0, 256, (64, 32), np.uint8)
    nonces = draw.integers(0, 256, (64, 32), np.uint8)
    nonces[:8] = 0
    nonces[:8, 31] = range(1, 9)
    r, s = SIGN[kind](key, digests, nonces)
    assert VERIFY[kind](held, digests, r, s).all()


def _opposite_of_the_generator(held: VerifyingKey) -> None:
    """No SM2 key of n - 1 signs, as 1 + d has no inverse; s*G + (r + s)*Q is still -r*G."""
    for r, s in [(r, s) for r in (3, 5) for s in (1, 2, 7)]:
        x = int.from_bytes(fixed_base_multiply(SM2, row(r))[0, :32].tobytes(), "big")
        assert verify_sm2(held, row((r - x) % SM2.n), row(r), row(s)).all()


@BOTH
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_small_scalars_agree_with_plain_arithmetic(kind: str, data: st.DataObject) -> None:
    """Small factors meet equal points again and again; the sum is one multiple of G."""
    curve, n = CURVES[kind], CURVES[kind].n
    secret = data.draw(st.integers(1, 5))
    held = _held(kind, secret)
    a, b = data.draw(st.integers(1, 600)), data.draw(st.integers(1, 600))
    x = int.from_bytes(
        fixed_base_multiply(curve, row((a + b * secret) % n))[0, :32].tobytes(), "big"
    )
    if kind == "sm2":
        s, r = a, (b - a) % n  # t = b
        if r == 0:
            return
        assert verify_sm2(held, row((r - x) % n), row(r), row(s)).all()
        assert not verify_sm2(held, row((r - x + 1) % n), row(r), row(s)).any()
    else:
        # e / s = a and r / s = b with r = x: s = x / b, e = a * s
        r = x % n
        s = r * pow(b, -1, n) % n
        assert verify_ecdsa(held, row(a * s % n), row(r), row(s)).all()
        assert not verify_ecdsa(held, row((a + 1) * s % n), row(r), row(s)).any()


@cache
def _held(kind: str, secret: int) -> VerifyingKey:
    return verifying_key(CURVES[kind], point(kind, secret))


@BOTH
def test_a_point_off_the_curve_is_no_key(kind: str) -> None:
    off = bytearray(point(kind))
    off[63] ^= 1
    for wrong in (bytes(off), bytes(64), b"\xff" * 64, point(kind)[:63]):
        with pytest.raises(ValueError, match="public key"):
            verifying_key(CURVES[kind], wrong)
