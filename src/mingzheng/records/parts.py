"""A table on disk: Parquet parts whose boundaries depend on the rows alone."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.errors import OutputError, system_reason

ROW_GROUP = 122_880
"""Rows in a row group: what DuckDB scans as one unit."""

GROUPS_PER_PART = 32


class Parts:
    """Writes a stream of tables as `part-00000.parquet`, `part-00001.parquet`, …

    A context manager: without an error, the folder appears whole or not at all.
    """

    def __init__(self, folder: Path, schema: pa.Schema, repeating: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.schema = schema
        self.rows = 0
        self._partial = folder.with_name(f"{folder.name}.partial")
        self._repeating = list(repeating)
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._groups = 0
        self._parts = 0
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Parts:
        with writing(self.folder):
            shutil.rmtree(self._partial, ignore_errors=True)
            self._partial.mkdir(parents=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._close()
            return
        with writing(self.folder):
            if self._held_rows or not self.rows:
                self._write_group(self._taken(self._held_rows))
            self._close()
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self._partial.rename(self.folder)

    def write(self, table: pa.Table) -> None:
        """Append rows in the shape of the schema."""
        self._held.append(table)
        self._held_rows += table.num_rows
        while self._held_rows >= ROW_GROUP:
            with writing(self.folder):
                self._write_group(self._taken(ROW_GROUP))

    def _taken(self, count: int) -> pa.Table:
        held = pa.concat_tables(self._held) if self._held else self.schema.empty_table()
        self._held = [held.slice(count)] if count < held.num_rows else []
        self._held_rows -= count
        return held.slice(0, count)

    def _write_group(self, group: pa.Table) -> None:
        if self._writer is None:
            name = f"part-{self._parts:05}.parquet"
            self._parts += 1
            self._writer = pq.ParquetWriter(
                self._partial / name,
                self.schema,
                compression="lz4",
                use_dictionary=self._repeating,
                write_statistics=["row"] if "row" in self.schema.names else True,
            )
        self._writer.write_table(group, row_group_size=ROW_GROUP)
        self.rows += group.num_rows
        self._groups += 1
        if self._groups % GROUPS_PER_PART == 0:
            self._close()

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def read_parts(folder: Path) -> Iterator[pa.Table]:
    """The row groups of a folder of parts, in order."""
    for part in sorted(folder.glob("part-*.parquet")):
        with pq.ParquetFile(part) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the operating system says about writing into an OutputError."""
    try:
        yield
    except (OSError, duckdb.IOException) as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: Exception) -> OutputError:
    """What to do when a result can't be written."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(
            zh=f"磁盘空间不足，无法写入 {path}：请腾出空间（约为证据体积的两倍）后用同一命令重新运行，已完成的表不会重做",
            en=f"the disk is full, {path} can't be written: free space (about twice the size of the evidence) and run the same command again; finished tables are kept",
        )
    cause = system_reason(error)
    return OutputError(
        zh=f"无法写入 {path}（{cause.zh}）：请检查目录是否存在、是否有写权限，或用 -o 指定另一目录",
        en=f"{path} can't be written ({cause.en}): check that the folder exists and may be written, or name another with -o",
    )
