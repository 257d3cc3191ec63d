"""SHA-256 columns: fingerprint of the certificate, digest of its public key."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates.columns import bitmap
from mingzheng.certificates.schema import DIGEST

Array = np.ndarray[Any, Any]

_NOTHING = bytes(32)


def digest_column(der: Array, starts: Array, ends: Array) -> pa.Array:
    """SHA-256 of der[start:end] of each row, null where the start is negative."""
    octets = memoryview(der.data)
    digests = [
        sha256(octets[start:end]).digest() if start >= 0 else _NOTHING
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    valid = starts >= 0
    return pa.Array.from_buffers(
        DIGEST, len(starts), [bitmap(valid), pa.py_buffer(b"".join(digests))]
    )
