"""Columns of text made from numbers, without an object per row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Integers = npt.NDArray[np.int64]
Octets = npt.NDArray[np.uint8]

_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_POWERS = 10 ** np.arange(18, -1, -1, dtype=np.int64)


def digits(values: Integers, width: int) -> Octets:
    """uint8[n, width]: the last `width` decimal digits of each value, in ASCII."""
    places = _POWERS[len(_POWERS) - width :]
    return (values[:, None] // places % 10 + 48).astype(np.uint8)


def hexes(octets: Octets) -> Octets:
    """uint8[n, 2w]: octets uint8[n, w] as lower-case hex in ASCII."""
    written = np.empty((len(octets), 2 * octets.shape[1]), np.uint8)
    written[:, 0::2] = _HEX[octets >> 4]
    written[:, 1::2] = _HEX[octets & 15]
    return written


def beside(*parts: Octets | bytes) -> pa.StringArray:
    """Strings of one width: each row of the parts, one behind the other; bytes stand in every row."""
    rows = max(len(part) for part in parts if not isinstance(part, bytes))
    columns = [
        np.broadcast_to(np.frombuffer(part, np.uint8), (rows, len(part)))
        if isinstance(part, bytes)
        else part
        for part in parts
    ]
    written = np.ascontiguousarray(np.hstack(columns))
    ends = np.arange(rows + 1, dtype=np.int32) * written.shape[1]
    return pa.StringArray.from_buffers(rows, pa.py_buffer(ends), pa.py_buffer(written))


def numbered(prefix: str, values: Integers, width: int) -> pa.StringArray:
    """`prefix` and each value in `width` digits."""
    return beside(prefix.encode(), digits(values, width))


def chosen(words: Sequence[str | None], which: npt.NDArray[np.integer]) -> pa.StringArray:
    """words[which[i]] in row i; None is null."""
    return pa.array(words, pa.string()).take(pa.array(which))


def joined(*parts: pa.Array | str) -> pa.StringArray:
    """Strings one behind the other, row by row."""
    return pc.binary_join_element_wise(*parts, "")


def nulls(rows: int) -> pa.StringArray:
    """Nothing in every row."""
    return pa.nulls(rows, pa.string())


def only(values: pa.Array, rows: npt.NDArray[np.bool_]) -> pa.Array:
    """The values where `rows` holds, elsewhere null."""
    return pc.if_else(pa.array(rows), values, pa.scalar(None, values.type))


def clock(seconds: Integers) -> pa.StringArray:
    """Civil seconds from 1970 as 2019-03-02 10:11:12."""
    return pa.array(seconds, pa.timestamp("s")).cast(pa.string())


def day(seconds: Integers) -> pa.StringArray:
    """The civil day of seconds from 1970 as 2019-03-02."""
    return pa.array(seconds.astype("datetime64[s]").astype("datetime64[D]")).cast(pa.string())
