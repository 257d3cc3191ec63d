"""Work on batches of evidence, done by Spark's workers.

What a task is given and what it found lie in files of the shared folder; through Spark go their
names only. A task that is done twice, because a worker was lost, leaves the same file.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pyspark import SparkContext

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


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
