"""Many random signatures, a third of them spoiled, against implementations nobody here wrote.

OpenSSL judges all of them, GmSSL every tenth of SM2. MINGZHENG_SIGNATURES=100000 asks for more
than a build has time for; the last such run is recorded in docs/performance.md.
"""

from __future__ import annotations

import hashlib
import os

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import utils
from gmssl_pyx import sm2_verify

from mingzheng.signatures.algorithms import Scheme, algorithm_of
from mingzheng.signatures.ecdsa import sign_ecdsa
from mingzheng.signatures.first_opinion import first_opinion
from mingzheng.signatures.public_keys import PublicKey
from mingzheng.signatures.second_opinion import library_for, second_opinion
from mingzheng.signatures.sm2 import identity_hash, sign_sm2
from mingzheng.signatures.sm3 import sm3_slices
from mingzheng.signatures.verdicts import Signed, Verdict

from .test_opinions import ALGORITHMS, PREFIXES, SECRET, key_of

COUNT = int(os.environ.get("MINGZHENG_SIGNATURES", "5000"))
TEXT = 61
"""Octets of each text."""


def signed(kind: str, key: PublicKey, texts: np.ndarray, ways: list[Verdict]) -> list[bytes]:
    """The DER of a signature of each text, hashed in one way after another for SM2."""
    draw = np.random.default_rng(6)
    nonces = draw.integers(0, 256, (len(texts), 32), np.uint8)
    if kind == "p256":
        digests = [hashlib.sha256(text.tobytes()).digest() for text in texts]
        octets = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, 32)
        r, s = sign_ecdsa(SECRET, octets, nonces)
    else:
        octets = np.empty((len(texts), 32), np.uint8)
        starts = np.arange(len(texts)) * TEXT
        for place, way in enumerate(ways):
            identity = PREFIXES[way]
            prefix = b"" if identity is None else identity_hash(key.point, identity=identity)
            of_way = starts[place :: len(ways)]
            octets[place :: len(ways)] = sm3_slices(
                texts.reshape(-1), of_way, of_way + TEXT, prefix=prefix
            )
        r, s = sign_sm2(SECRET, octets, nonces)
    numbers = (
        (int.from_bytes(one.tobytes(), "big"), int.from_bytes(other.tobytes(), "big"))
        for one, other in zip(r, s, strict=True)
    )
    return [utils.encode_dss_signature(*pair) for pair in numbers]


def spoil(texts: np.ndarray, values: list[bytes]) -> None:
    """Flip a bit of the text of every sixth row, and one of the signature three rows on."""
    draw = np.random.default_rng(7)
    places = draw.integers(0, TEXT, len(texts))
    bits = 1 << draw.integers(0, 8, len(texts))
    for row in range(0, len(texts), 6):
        texts[row, places[row]] ^= np.uint8(bits[row])
    for row in range(3, len(texts), 6):
        value = bytearray(values[row])
        value[places[row]] ^= int(bits[row])
        values[row] = bytes(value)


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_random_signatures_are_judged_as_openssl_and_gmssl_judge_them(kind: str) -> None:
    key, algorithm = key_of(kind), algorithm_of(ALGORITHMS[kind])
    assert algorithm is not None
    assert library_for(Scheme.SM2) is not None
    texts = np.random.default_rng(5).integers(0, 256, (COUNT, TEXT), np.uint8)
    ways = list(PREFIXES) if kind == "sm2" else [Verdict.VALID]
    values = signed(kind, key, texts, ways)
    spoil(texts, values)
    ends = np.cumsum([1 + len(value) for value in values])
    starts = np.concatenate([[0], ends[:-1]])
    octets = np.frombuffer(b"".join(b"\0" + value for value in values), np.uint8)
    whole = Signed(
        np.concatenate([texts.reshape(-1), octets]),
        np.stack([np.arange(COUNT) * TEXT, np.arange(1, COUNT + 1) * TEXT], axis=1),
        np.stack([starts, ends], axis=1) + COUNT * TEXT,
    )
    found = first_opinion(key, algorithm, whole)
    assert found is not None
    told = [
        second_opinion(key, algorithm, memoryview(text.tobytes()), value)
        for text, value in zip(texts, values, strict=True)
    ]
    assert found.tolist() == told
    spoiled = np.arange(COUNT) % 3 == 0
    assert (found[spoiled] == Verdict.INVALID).all()
    expected = np.array([ways[row % len(ways)] for row in range(COUNT)])
    assert (found[~spoiled] == expected[~spoiled]).all()
    if kind == "sm2":
        for row in range(0, COUNT, 10):
            accepted = _by_gmssl(key.point, texts[row].tobytes(), values[row])
            assert accepted == (found[row] == Verdict.VALID)


def _by_gmssl(point: bytes, text: bytes, value: bytes) -> bool:
    """By the standard's identifier; GmSSL raises where the DER is none."""
    try:
        return bool(sm2_verify(point, text, value))
    except ValueError:
        return False
