from __future__ import annotations

import numpy as np
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from mingzheng.signatures.curves import P256
from mingzheng.signatures.ecdsa import sign_ecdsa


def scalar_row(value: int) -> np.ndarray:
    return np.frombuffer(value.to_bytes(32, "big"), np.uint8).reshape(1, 32)


def test_openssl_accepts_every_signature() -> None:
    draw = np.random.default_rng(5)
    private = ec.derive_private_key(int.from_bytes(draw.bytes(31), "big"), ec.SECP256R1())
    digests = draw.integers(0, 256, (200, 32), np.uint8)
    digests[0] = 0
    digests[1] = 255
    nonces = draw.integers(0, 256, (200, 32), np.uint8)
    key = private.private_numbers().private_value
    algorithm = ec.ECDSA(utils.Prehashed(hashes.SHA256()))
    for digest, r, s in zip(digests, *sign_ecdsa(key, digests, nonces), strict=True):
        pair = int.from_bytes(r.tobytes(), "big"), int.from_bytes(s.tobytes(), "big")
        private.public_key().verify(utils.encode_dss_signature(*pair), digest.tobytes(), algorithm)
        with pytest.raises(InvalidSignature):
            private.public_key().verify(
                utils.encode_dss_signature(pair[0], pair[1] ^ 1), digest.tobytes(), algorithm
            )


def test_published_example() -> None:
    """RFC 6979, A.2.5: P-256, SHA-256, "sample"."""
    key = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    nonce = 0xA6E3C57DD01ABE90086538398355DD4C3B17AA873382B0F24D6129493D8AAD60
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"sample")
    row = np.frombuffer(digest.finalize(), np.uint8).reshape(1, 32)
    r, s = sign_ecdsa(key, row, scalar_row(nonce))
    assert r.tobytes().hex() == "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    assert s.tobytes().hex() == "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"


def test_a_nonce_without_signature_is_refused() -> None:
    with pytest.raises(ValueError, match="nonce"):
        sign_ecdsa(7, scalar_row(1), scalar_row(P256.n))


@pytest.mark.parametrize("key", [0, P256.n])
def test_a_key_out_of_range_is_refused(key: int) -> None:
    with pytest.raises(ValueError, match="private key"):
        sign_ecdsa(key, scalar_row(1), scalar_row(1))
