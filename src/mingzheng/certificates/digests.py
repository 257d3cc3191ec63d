"""SHA-256 columns: fingerprint of the certificate, digest of its public key."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates.columns import bitmap
from mingzheng.certificates.schema import DIGEST

_NOTHING = bytes(32)


def digest_column(der: np.ndarray[Any, Any], starts: list[int], ends: list[int]) -> pa.Array:
    """SHA-256 of der[start:end] of each row, null where the start is negative."""
    octets = memoryview(der)
    digests = [
        sha256(octets[start:end]).digest() if start >= 0 else _NOTHING
        for start, end in zip(starts, ends, strict=True)
    ]
    valid = np.asarray(starts) >= 0
    return pa.Array.from_buffers(
        DIGEST, len(starts), [bitmap(valid), pa.py_buffer(b"".join(digests))]
    )
