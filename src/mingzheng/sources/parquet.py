"""Parquet → batches with the types they have; a damaged row group loses only itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.sources.limits import GIB
from mingzheng.sources.raw import Origin, RawBatch, named, no_rows, plain

LARGEST_ROW_GROUP = 4 * GIB
"""Bytes a row group may unpack to: it is the least that can be read at a time."""

_SPOILED = (pa.ArrowException, OSError, ValueError, MemoryError)


def read_parquet(path: Path, *, origin: Origin, batch_rows: int) -> Iterator[RawBatch]:
    """The rows of a Parquet file in batches of at most `batch_rows`, row group by row group."""
    try:
        file = pq.ParquetFile(path)
        schema = file.schema_arrow
    except FileNotFoundError:
        origin.reject("vanished_file")
        return
    except PermissionError:
        origin.reject("unreadable_file")
        return
    except _SPOILED:
        origin.reject("damaged_parquet")
        return
    with file:
        names = named(schema.names, origin)
        first = 1
        for group in range(file.num_row_groups):
            about = file.metadata.row_group(group)
            if about.total_byte_size > LARGEST_ROW_GROUP:
                origin.reject("too_large", line=first, rows=about.num_rows)
            else:
                yield from _row_group(
                    file, group, names=names, first=first, origin=origin, batch_rows=batch_rows
                )
            first += about.num_rows
        if first == 1:
            yield no_rows(names, origin)


def _row_group(
    file: pq.ParquetFile,
    group: int,
    *,
    names: list[str],
    first: int,
    origin: Origin,
    batch_rows: int,
) -> Iterator[RawBatch]:
    line = first
    try:
        for batch in file.iter_batches(batch_rows, row_groups=[group]):
            lines = np.arange(line, line + len(batch), dtype=np.int64)
            yield plain(batch, names=names, lines=lines, origin=origin)
            line += len(batch)
    except _SPOILED:
        rows = file.metadata.row_group(group).num_rows
        origin.reject("damaged_row_group", line=line, rows=max(first + rows - line, 1))
