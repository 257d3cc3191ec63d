"""What can be said of a signature, and what it takes to say it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from mingzheng.signatures.field import Octets

Bounds = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint8]


class Verdict(IntEnum):
    """Is this signature the issuer's? `word` is what records and reports call it."""

    VALID = 0
    VALID_EMPTY_ID = 1
    """SM2, hashed with an empty distinguishing identifier instead of 1234567812345678."""
    VALID_NO_ZA = 2
    """SM2, hashed without ZA, that is, without the signer's identifier and key."""
    INVALID = 3
    ISSUER_UNKNOWN = 4
    ALGORITHM_UNSUPPORTED = 5

    @property
    def word(self) -> str:
        """The name in lower case."""
        return self.name.lower()


ACCEPTED = (Verdict.VALID, Verdict.VALID_EMPTY_ID, Verdict.VALID_NO_ZA)
"""What is the issuer's signature, by one way of hashing or another."""

WORDS = tuple(verdict.word for verdict in Verdict)


class Signed(NamedTuple):
    """n texts and their signatures, where they lie in one buffer.

    octets      uint8, not written to
    texts       int64[n, 2]: start and end of what was signed, the whole TBS element
    signatures  int64[n, 2]: start and end of the content of the BIT STRING, of which the first
                octet counts unused bits: no signature has any

    All bounds must lie inside the buffer: who read them out of hostile bytes has checked that.
    """

    octets: Octets
    texts: Bounds
    signatures: Bounds

    def take(self, rows: Bounds | npt.NDArray[np.bool_]) -> Signed:
        """The rows chosen, in the same buffer."""
        return Signed(self.octets, self.texts[rows], self.signatures[rows])

    def row(self, row: int) -> tuple[memoryview, bytes]:
        """Text and signature value of one row; the value is empty where bits are unused."""
        start, end = self.texts[row].tolist()
        first, last = self.signatures[row].tolist()
        value = self.octets[first:last].tobytes()
        return self.octets.data[start:end], value[1:] if value[:1] == b"\0" else b""


def signed(text: bytes | memoryview, signature: bytes) -> Signed:
    """One text and the content of its BIT STRING, as `Signed` of one row.

    The text is copied: of a list of gigabytes, give `Signed` the buffer it lies in instead.
    """
    octets = np.frombuffer(bytes(text) + signature, np.uint8)
    edge, end = len(text), len(octets)
    return Signed(octets, np.array([[0, edge]]), np.array([[edge, end]]))
