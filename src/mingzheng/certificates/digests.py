"""SHA-256 columns: fingerprint of the certificate, digest of its public key."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates import sha256
from mingzheng.certificates.columns import bitmap
from mingzheng.certificates.schema import DIGEST

Array = np.ndarray[Any, Any]


def digest_column(der: Array, starts: Array, ends: Array) -> pa.Array:
    """SHA-256 of der[start:end] of each row, null where the start is negative."""
    out = np.zeros((len(starts), 32), np.uint8)
    if sha256.AVAILABLE:
        sha256.digests(der, starts, ends, np.empty(8, np.uint32), np.empty(128, np.uint8), out)
    else:
        by_hashlib(der, starts, ends, out)
    return pa.Array.from_buffers(DIGEST, len(starts), [bitmap(starts >= 0), pa.py_buffer(out)])


def by_hashlib(der: Array, starts: Array, ends: Array, out: Array) -> None:
    """What `sha256.digests` does, on any processor."""
    octets = memoryview(der.data)
    for row, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if start >= 0:
            digest = hashlib.sha256(octets[start:end]).digest()
            out[row] = np.frombuffer(digest, np.uint8)
