from __future__ import annotations

import numpy as np
import pytest
from gmssl_pyx import sm2_verify

from mingzheng.signatures.curves import SM2
from mingzheng.signatures.multiples import fixed_base_multiply
from mingzheng.signatures.sm2 import identity_hash, sign_sm2
from mingzheng.signatures.sm3 import sm3


def scalar_row(value: int) -> np.ndarray:
    return np.frombuffer(value.to_bytes(32, "big"), np.uint8).reshape(1, 32)


def test_published_example() -> None:
    """The signature of "message digest" with the published key and nonce (GB/T 32918.5, A.2)."""
    key = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
    nonce = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
    public = fixed_base_multiply(SM2, scalar_row(key))[0].tobytes()
    prefix = identity_hash(public)
    assert prefix.hex() == "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"
    message = np.frombuffer(b"message digest", np.uint8)
    digest = sm3(message, np.array([0, len(message)]), prefix=prefix)
    r, s = sign_sm2(key, digest, scalar_row(nonce))
    assert r.tobytes().hex() == "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    assert s.tobytes().hex() == "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"


def test_another_implementation_accepts_every_signature() -> None:
    draw = np.random.default_rng(4)
    key = int.from_bytes(draw.bytes(32), "big") % (SM2.n - 2) + 1
    public = fixed_base_multiply(SM2, scalar_row(key))[0].tobytes()
    messages = [draw.bytes(int(size)) for size in draw.integers(0, 300, 200)]
    digests = sm3(
        np.frombuffer(b"".join(messages), np.uint8),
        np.cumsum([0, *map(len, messages)]),
        prefix=identity_hash(public),
    )
    r, s = sign_sm2(key, digests, draw.integers(0, 256, (200, 32), np.uint8))
    for message, *pair in zip(messages, r, s, strict=True):
        assert sm2_verify(public, message, der(*pair))
        assert not sm2_verify(public, message + b"!", der(*pair))


def der(r: np.ndarray, s: np.ndarray) -> bytes:
    integers = b""
    for part in (r, s):
        value = int.from_bytes(part.tobytes(), "big")
        octets = value.to_bytes(value.bit_length() // 8 + 1, "big")
        integers += bytes([2, len(octets)]) + octets
    return bytes([0x30, len(integers)]) + integers


def test_a_nonce_without_signature_is_refused() -> None:
    for nonce in (0, SM2.n):
        with pytest.raises(ValueError, match="nonce"):
            sign_sm2(7, scalar_row(1), scalar_row(nonce))


@pytest.mark.parametrize("key", [0, SM2.n - 1, SM2.n])
def test_a_key_out_of_range_is_refused(key: int) -> None:
    with pytest.raises(ValueError, match="private key"):
        sign_sm2(key, scalar_row(1), scalar_row(1))
