"""Work on batches of evidence, done by Spark's workers.

What a task is given and what it found lie in files where tables lie; a task that is done twice,
because a worker was lost, leaves the same. In a shared folder Spark carries their names only. What
lies under a URL Python doesn't open: the JVM reads and writes it, in pieces.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

if TYPE_CHECKING:
    from pyspark import SparkContext

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

PIECE = 1 << 20
"""Octets per row on the way: what a JVM holds several times over."""

PIECES = pa.schema([("octets", pa.binary())])


def by_a_worker(
    context: SparkContext, work: Callable[[_Item], _Result], item: _Item, place: Path
) -> _Result:
    """`work(item)`, done by a worker; `place` is the beginning of a path that is nobody else's."""
    given, found = place.with_suffix(".given"), place.with_suffix(".found")
    try:
        given.write_bytes(pickle.dumps((work, item), pickle.HIGHEST_PROTOCOL))
        context.parallelize([(str(given), str(found))], 1).map(_do).collect()
        result: _Result = pickle.loads(found.read_bytes())
        return result
    finally:
        given.unlink(missing_ok=True)
        found.unlink(missing_ok=True)


def _do(paths: tuple[str, str]) -> None:
    """What runs there."""
    given, found = map(Path, paths)
    work, item = pickle.loads(given.read_bytes())
    partial = found.with_suffix(f".{os.getpid()}")
    partial.write_bytes(pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL))
    partial.rename(found)


def in_pieces(value: Any) -> pa.Table:
    """A value as rows of octets."""
    octets = memoryview(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    pieces = [octets[start : start + PIECE] for start in range(0, len(octets), PIECE)]
    return pa.table([pa.array(pieces, pa.binary())], PIECES)


def whole(batches: Iterable[pa.RecordBatch]) -> Any:
    """The value whose pieces these are, all of them and in order."""
    return pickle.loads(b"".join(piece.as_py() for batch in batches for piece in batch["octets"]))


def over_pieces(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What runs there where work and item come in pieces (`mapInArrow`): its result in pieces."""
    work, item = whole(batches)
    yield from in_pieces(work(item)).to_batches(max_chunksize=1)
