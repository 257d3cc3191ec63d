"""Tables in databases → batches, read-only, streamed, without a password anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mingzheng.sources.raw import RawBatch
from mingzheng.sources.rejects import Rejects


def is_database(path: str) -> bool:
    """Whether a table's path is a database URL."""
    return "://" in path


def read_database(
    url: str, *, query: str | None, folder: Path, table: str, rejects: Rejects, batch_rows: int
) -> Iterator[RawBatch]:
    yield from ()
