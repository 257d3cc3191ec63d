"""The SM3 hash (GB/T 32905-2016) of many messages at once, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.signatures.field import Octets, frozen

Words32 = npt.NDArray[np.uint32]
Bounds = npt.NDArray[np.int64]


class Work(NamedTuple):
    """Work space of one hash: the chaining value, the block being filled, the expanded words."""

    state: Words32
    block: Octets
    words: Words32


_INITIAL = np.array(
    [
        0x7380166F,
        0x4914B2B9,
        0x172442D7,
        0xDA8A0600,
        0xA96F30BC,
        0x163138AA,
        0xE38DEE4D,
        0xB0FB0E4E,
    ],
    np.uint32,
)


def _round_constants() -> Words32:
    """T_j <<< j of each round, 4.2 and 5.3.3."""
    words = []
    for j in range(64):
        word = 0x79CC4519 if j < 16 else 0x7A879D8A
        turn = j % 32
        words.append((word << turn | word >> (32 - turn)) & 0xFFFFFFFF)
    return np.array(words, np.uint32)


_CONSTANTS = _round_constants()


@njit(cache=True, nogil=True)
def _turn(word: np.uint32, bits: int) -> np.uint32:
    return np.uint32(word << np.uint32(bits)) | np.uint32(word >> np.uint32(32 - bits))


@njit(cache=True, nogil=True)
def _expand(block: Octets, words: Words32) -> None:
    """The message expansion, 5.3.2: 68 words from 64 octets."""
    for j in range(16):
        words[j] = (
            np.uint32(block[4 * j]) << np.uint32(24)
            | np.uint32(block[4 * j + 1]) << np.uint32(16)
            | np.uint32(block[4 * j + 2]) << np.uint32(8)
            | np.uint32(block[4 * j + 3])
        )
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _turn(words[j - 3], 15)
        mixed = mixed ^ _turn(mixed, 15) ^ _turn(mixed, 23)
        words[j] = mixed ^ _turn(words[j - 13], 7) ^ words[j - 6]


@njit(cache=True, nogil=True)
def _compress(work: Work) -> None:
    """The compression function, 5.3.3: `state` takes in one block."""
    state, words = work.state, work.words
    _expand(work.block, words)
    a, b, c, d, e, f, g, h = (
        state[0],
        state[1],
        state[2],
        state[3],
        state[4],
        state[5],
        state[6],
        state[7],
    )
    for j in range(64):
        turned = _turn(a, 12)
        first = _turn(np.uint32(turned + e + _CONSTANTS[j]), 7)
        if j < 16:
            majority, choice = a ^ b ^ c, e ^ f ^ g
        else:
            majority, choice = (a & b) | (a & c) | (b & c), (e & f) | (~e & g)
        left = np.uint32(majority + d + (first ^ turned) + (words[j] ^ words[j + 4]))
        right = np.uint32(choice + h + first + words[j])
        a, b, c, d = left, a, _turn(b, 9), c
        e, f, g, h = right ^ _turn(right, 9) ^ _turn(right, 17), e, _turn(f, 19), g
    state[0] ^= a
    state[1] ^= b
    state[2] ^= c
    state[3] ^= d
    state[4] ^= e
    state[5] ^= f
    state[6] ^= g
    state[7] ^= h


@njit(cache=True, nogil=True)
def _absorb(work: Work, filled: int, octets: Octets) -> int:
    """Takes octets in, block by block, and answers how full the last block is."""
    for octet in octets:
        work.block[filled] = octet
        filled += 1
        if filled == 64:
            _compress(work)
            filled = 0
    return filled


@njit(cache=True, nogil=True)
def _finish(work: Work, filled: int, length: int) -> None:
    """The padding of 5.2: a one bit, zeros, and the length in bits as 64 bits."""
    block = work.block
    block[filled] = 0x80
    block[filled + 1 :] = 0
    if filled >= 56:
        _compress(work)
        block[:] = 0
    bits = np.uint64(length) * np.uint64(8)
    for i in range(8):
        block[63 - i] = np.uint8(bits >> np.uint64(8 * i) & np.uint64(0xFF))
    _compress(work)


@njit(cache=True, nogil=True)
def _digest(buffer: Octets, starts: Bounds, ends: Bounds, prefix: Octets, digests: Octets) -> None:
    work = Work(np.empty(8, np.uint32), np.empty(64, np.uint8), np.empty(68, np.uint32))
    for i in range(len(starts)):
        work.state[:] = _INITIAL
        filled = _absorb(work, 0, prefix)
        filled = _absorb(work, filled, buffer[starts[i] : ends[i]])
        _finish(work, filled, len(prefix) + ends[i] - starts[i])
        for word in range(8):
            for octet in range(4):
                digests[i, 4 * word + octet] = np.uint8(
                    work.state[word] >> np.uint32(24 - 8 * octet) & np.uint32(0xFF)
                )


def sm3_slices(buffer: Octets, starts: Bounds, ends: Bounds, *, prefix: bytes = b"") -> Octets:
    """SM3 of prefix + buffer[starts[i]:ends[i]] for every i: uint8[n, 32].

    The slices may overlap and leave gaps, so the signed part of a certificate is hashed where it
    lies. They must lie inside the buffer: a caller that read them out of hostile bytes has
    checked that.
    """
    digests = np.empty((len(starts), 32), np.uint8)
    text = np.frombuffer(prefix, np.uint8)
    _digest(frozen(buffer), frozen(starts), frozen(ends), text, digests)
    return digests


def sm3(buffer: Octets, offsets: Bounds, *, prefix: bytes = b"") -> Octets:
    """SM3 of the n messages of an Arrow-like column, each after `prefix`: uint8[n, 32].

    `offsets` is int64[n + 1]: message i is buffer[offsets[i]:offsets[i + 1]].
    """
    return sm3_slices(buffer, offsets[:-1], offsets[1:], prefix=prefix)


class Sm3:
    """SM3 of one message that comes in pieces, with the methods of hashlib's objects."""

    def __init__(self) -> None:
        self._work = Work(_INITIAL.copy(), np.empty(64, np.uint8), np.empty(68, np.uint32))
        self._filled = 0
        self._length = 0

    def update(self, data: bytes | memoryview, /) -> None:
        """Take in the next octets."""
        octets = frozen(np.frombuffer(data, np.uint8))
        self._filled = _absorb(self._work, self._filled, octets)
        self._length += len(octets)

    def hexdigest(self) -> str:
        """The digest of what was taken in so far, as lower-case hex."""
        state, block, words = self._work
        work = Work(state.copy(), block.copy(), words)
        _finish(work, self._filled, self._length)
        return work.state.astype(">u4").tobytes().hex()
