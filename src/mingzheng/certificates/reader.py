"""Batches of DER to a table of certificates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates import compilation
from mingzheng.certificates.columns import Block, Room, columns
from mingzheng.certificates.digests import digest_column
from mingzheng.certificates.fields import Field
from mingzheng.certificates.reasons import LARGEST, REASON_NUMBER
from mingzheng.certificates.schema import SCHEMA
from mingzheng.certificates.walk import walk

Array = np.ndarray[Any, Any]

BLOCK_ROWS = 1 << 13
"""Certificates read at a time: their offsets stay in the processor's cache."""

BLOCK_OCTETS = 64 << 20
"""Octets of DER read at a time: four times as many still fit the offsets of a string column."""


@cache
def warm_up() -> None:
    """Make the machine code ready: at once where `compiled()`, else about `SECONDS`."""
    if compilation.compiled():
        return
    compilation.discard()
    for _ in batches(pa.array([b""]), digests=True):
        compilation.mark()


def read(der: pa.Array | pa.ChunkedArray, *, digests: bool = True) -> pa.Table:
    """A table of `SCHEMA` with one row for each certificate in a binary column.

    Nothing in a certificate raises: what can't be read is said in `unreadable` or `damaged`.
    With digests=False, `fingerprint` and `public_key` stay null. The table is chunked: its
    columns are never larger than Arrow's 32-bit offsets reach.

    Raises TypeError if the column is not binary or large_binary.
    """
    warm_up()
    return pa.Table.from_batches(batches(der, digests=digests), SCHEMA)


def offsets(der: pa.Array | pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The offsets pass alone: int64 of shape (certificates, len(Field)).

    Positions count from the start of the column's first certificate; where a certificate has
    no such part, or is unreadable, they are -1. For a chunked column they count on over chunks.
    """
    warm_up()
    result = field_major(len(der))
    row = base = 0
    for octets, bounds, present in arrays(der):
        if not len(present):
            continue
        rows = result[row : row + len(present)]
        walk(octets, bounds, present, rows)
        if base != bounds[0]:
            positions = rows[:, : Field.EXTENSION_COUNT]
            np.add(positions, base - bounds[0], out=positions, where=positions >= 0)
        base += int(bounds[-1] - bounds[0])
        row += len(present)
    return result[:row]


def field_major(count: int) -> Array:
    """Room for the fields of so many certificates, the values of one field side by side.

    A few rows more than asked for, so that the fields of a row do not compete for one place in
    the processor's cache, and so that Numba always sees the same kind of array: a slice.
    """
    return np.empty((count + 24, len(Field)), np.int64, order="F")


def batches(der: pa.Array | pa.ChunkedArray, *, digests: bool) -> Iterator[pa.RecordBatch]:
    """The table of a column, block by block."""
    room = Room()
    rows = field_major(BLOCK_ROWS)
    for octets, bounds, present in arrays(der):
        for first, last in blocks(bounds):
            found = rows[: last - first]
            walk(octets, bounds[first : last + 1], present[first:last], found)
            block = Block(octets, found, found[:, Field.DAMAGE].copy(), room)
            yield read_block(block, bounds[first : last + 1], digests=digests)


def arrays(der: pa.Array | pa.ChunkedArray) -> Iterator[tuple[Array, Array, Array]]:
    """Octets, bounds and presence of the certificates of each chunk."""
    for chunk in der.chunks if isinstance(der, pa.ChunkedArray) else [der]:
        if not (pa.types.is_binary(chunk.type) or pa.types.is_large_binary(chunk.type)):
            raise TypeError(f"certificates lie in binary or large_binary, not {chunk.type}")
        width = np.int64 if pa.types.is_large_binary(chunk.type) else np.int32
        _, ends, data = chunk.buffers()
        bounds = np.zeros(1, np.int64)
        if ends is not None and ends.size:
            every = np.frombuffer(ends, width)
            bounds = every[chunk.offset : chunk.offset + len(chunk) + 1].astype(np.int64)
        octets = np.frombuffer(data if data is not None else b"", np.uint8)
        octets.flags.writeable = False
        yield octets, bounds, np.asarray(chunk.is_valid().to_numpy(zero_copy_only=False))


def blocks(bounds: Array) -> Iterator[tuple[int, int]]:
    """First and last row of each block."""
    octets = np.concatenate([[0], np.minimum(np.diff(bounds), LARGEST).cumsum()])
    first, count = 0, len(bounds) - 1
    while first < count:
        last = int(np.searchsorted(octets, octets[first] + BLOCK_OCTETS, "right")) - 1
        last = min(max(last, first + 1), first + BLOCK_ROWS, count)
        yield first, last
        first = last


def read_block(block: Block, bounds: Array, *, digests: bool) -> pa.RecordBatch:
    """One block as a record batch of `SCHEMA`."""
    result = columns(block)
    if digests:
        missing = block.rows[:, Field.REASON] == REASON_NUMBER["missing"]
        starts = np.where(missing, -1, bounds[:-1])
        result["fingerprint"] = digest_column(block.der, starts, bounds[1:])
        spki = block.rows[:, Field.SPKI_START], block.rows[:, Field.SPKI_END]
        result["public_key"] = digest_column(block.der, *spki)
    else:
        for name in ("fingerprint", "public_key"):
            result[name] = pa.nulls(block.count, SCHEMA.field(name).type)
    return pa.RecordBatch.from_arrays([result[name] for name in SCHEMA.names], schema=SCHEMA)
