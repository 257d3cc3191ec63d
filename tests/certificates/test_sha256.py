"""SHA-256 by the processor's instructions is hashlib's, at every length and place."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from mingzheng.certificates import sha256
from mingzheng.certificates.digests import by_hashlib, digest_column


def test_digests_are_hashlibs() -> None:
    chance = np.random.default_rng(11)
    octets = chance.integers(0, 256, 100_000).astype(np.uint8)
    octets.flags.writeable = False
    lengths = np.concatenate([np.arange(400), chance.integers(0, 5000, 600)])
    starts = chance.integers(0, octets.size - lengths, lengths.size)
    starts[7], starts[8], lengths[8] = -1, octets.size - 300, 300
    found = digest_column(octets, starts, starts + lengths).to_pylist()
    for start, length, digest in zip(starts, lengths, found, strict=True):
        expected = hashlib.sha256(octets[start : start + length]).digest()
        assert digest == (expected if start >= 0 else None)


def test_processors_without_the_instructions() -> None:
    """What they are given instead is the same."""
    octets = np.frombuffer(b"abc" * 100, np.uint8)
    starts, ends = np.array([0, -1, 3, 0]), np.array([0, 5, 6, 300])
    out = np.zeros((4, 32), np.uint8)
    by_hashlib(octets, starts, ends, out)
    assert out[2].tobytes() == hashlib.sha256(b"abc").digest()
    assert not out[1].any()
    if not sha256.AVAILABLE:
        pytest.skip("this processor has no instructions for SHA-256")
    fast = np.zeros((4, 32), np.uint8)
    sha256.digests(octets, starts, ends, np.empty(8, np.uint32), np.empty(128, np.uint8), fast)
    assert np.array_equal(out, fast)
