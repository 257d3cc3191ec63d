from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.signatures.sm3 import Sm3, sm3, sm3_slices


def one(message: bytes, prefix: bytes = b"") -> bytes:
    octets = np.frombuffer(message, np.uint8)
    return sm3(octets, np.array([0, len(message)]), prefix=prefix).tobytes()


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_published_examples(message: bytes, digest: str) -> None:
    """GB/T 32905-2016, appendix A."""
    assert one(message).hex() == digest


def test_every_length_around_the_padding_agrees_with_openssl() -> None:
    text = np.random.default_rng(3).bytes(200)
    for length in range(200):
        assert one(text[:length]) == hashlib.new("sm3", text[:length]).digest()


@settings(deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8), st.binary(max_size=100))
def test_columns_and_prefixes_agree_with_openssl(messages: list[bytes], prefix: bytes) -> None:
    buffer = np.frombuffer(b"".join(messages), np.uint8)
    offsets = np.cumsum([0, *map(len, messages)])
    digests = sm3(buffer, offsets, prefix=prefix)
    assert [digest.tobytes() for digest in digests] == [
        hashlib.new("sm3", prefix + message).digest() for message in messages
    ]


def test_slices_may_overlap() -> None:
    buffer = np.frombuffer(b"xabcx", np.uint8)
    digests = sm3_slices(buffer, np.array([1, 0]), np.array([4, 5]))
    assert digests[0].tobytes() == one(b"abc")
    assert digests[1].tobytes() == one(b"xabcx")


@settings(deadline=None)
@given(st.lists(st.binary(max_size=150), max_size=6))
def test_a_message_in_pieces_agrees_with_openssl(pieces: list[bytes]) -> None:
    ours, theirs = Sm3(), hashlib.new("sm3")
    for piece in pieces:
        ours.update(piece)
        theirs.update(piece)
        assert ours.hexdigest() == theirs.hexdigest()
