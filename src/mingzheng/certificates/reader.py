"""Batches of DER to a table of certificates."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates import compilation
from mingzheng.certificates.columns import columns
from mingzheng.certificates.digests import digest_column
from mingzheng.certificates.fields import Field
from mingzheng.certificates.passes import read_block
from mingzheng.certificates.schema import SCHEMA
from mingzheng.certificates.sheet import BLOCK_ROWS, NUMBERS, Sheet, empty_sheet
from mingzheng.certificates.walk import walk

Array = np.ndarray[Any, Any]

_THREAD = threading.local()


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
    result = np.empty((len(der), len(Field)), np.int64)
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


def batches(der: pa.Array | pa.ChunkedArray, *, digests: bool) -> Iterator[pa.RecordBatch]:
    """The table of a column, block by block."""
    sheet = own_sheet()
    for octets, bounds, present in arrays(der):
        first = 0
        while first < len(present):
            last = min(first + BLOCK_ROWS, len(present))
            there = present[first:last]
            count = read_block(octets, bounds[first : last + 1], there, sheet)
            yield record_batch(
                octets, bounds[first : first + count + 1], there[:count], sheet, digests=digests
            )
            first += count


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


def own_sheet() -> Sheet:
    """The sheet of a thread, made once: its memory stays where it is."""
    if not hasattr(_THREAD, "sheet"):
        _THREAD.sheet = empty_sheet()
    sheet: Sheet = _THREAD.sheet
    return sheet


def record_batch(
    octets: Array, bounds: Array, present: Array, sheet: Sheet, *, digests: bool
) -> pa.RecordBatch:
    """What is on the sheet as a record batch of `SCHEMA`."""
    count = len(present)
    result = columns(sheet, count)
    if digests:
        starts = np.where(present, bounds[:-1], -1)
        result["fingerprint"] = digest_column(octets, starts, bounds[1:])
        spki = (sheet.numbers[NUMBERS.index(f"spki_{side}"), :count] for side in ("start", "end"))
        result["public_key"] = digest_column(octets, *spki)
    else:
        for name in ("fingerprint", "public_key"):
            result[name] = pa.nulls(count, SCHEMA.field(name).type)
    return pa.RecordBatch.from_arrays([result[name] for name in SCHEMA.names], schema=SCHEMA)
