"""A table on disk: Parquet parts whose boundaries depend on the rows alone."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.errors import DiskFullError, OutputError, system_reason

ROW_GROUP = 122_880
"""Rows in a row group: what DuckDB scans as one unit."""

GROUPS_PER_PART = 8
"""About a million rows: what is done again of a table that takes up where it was stopped."""

_MADE_FROM = ".made_from"


class Parts:
    """Writes a stream of tables as `part-00000.parquet`, `part-00001.parquet`, …

    A context manager: without an error, the folder appears whole or not at all.

    made_from: what the rows follow from. Parts that a run before has left of the same are kept:
    `there` are their files, and `write` wants the rows that come after.
    """

    def __init__(
        self,
        folder: Path,
        schema: pa.Schema,
        repeating: tuple[str, ...] = (),
        *,
        made_from: str | None = None,
    ) -> None:
        self.folder = folder
        self.schema = schema
        self.rows = 0
        self.there: list[Path] = []
        self._made_from = made_from
        self._partial = folder.with_name(f"{folder.name}.partial")
        self._repeating = list(repeating)
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._groups = 0
        self._parts = 0
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> Parts:
        with writing(self.folder):
            if not self._taken_up():
                shutil.rmtree(self._partial, ignore_errors=True)
                self._partial.mkdir(parents=True)
                if self._made_from is not None:
                    (self._partial / _MADE_FROM).write_text(self._made_from, "utf-8")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._abandon()
            return
        with writing(self.folder):
            if self._held_rows or not (self.rows or self.there):
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

    def _taken_up(self) -> bool:
        """Keep the whole parts that a run before has left, made from the same.

        It may have left all of them, and stopped before the table was noted as finished.
        """
        if self._same(self.folder):
            shutil.rmtree(self._partial, ignore_errors=True)
            self.folder.rename(self._partial)
        if not self._same(self._partial):
            return False
        for part in self._partial.glob("*.open"):
            part.unlink()
        self.there = sorted(self._partial.glob("part-*.parquet"))
        self.rows = sum(pq.read_metadata(part).num_rows for part in self.there)
        self._parts = len(self.there)
        return True

    def _same(self, folder: Path) -> bool:
        try:
            before = (folder / _MADE_FROM).read_text("utf-8")
        except FileNotFoundError:
            return False
        return before == self._made_from

    def _taken(self, count: int) -> pa.Table:
        held = pa.concat_tables(self._held) if self._held else self.schema.empty_table()
        self._held = [held.slice(count)] if count < held.num_rows else []
        self._held_rows -= count
        return held.slice(0, count)

    def _write_group(self, group: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._partial / f"{self._name()}.open",
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

    def _name(self) -> str:
        return f"part-{self._parts:05}.parquet"

    def _close(self) -> None:
        """End the part that is open: only a whole one bears its name."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            (self._partial / f"{self._name()}.open").rename(self._partial / self._name())
            self._parts += 1

    def _abandon(self) -> None:
        """Let go of the part that is open, which lacks rows."""
        if self._writer is not None:
            with suppress(OSError):  # a full disk, which has been said
                self._writer.close()
            self._writer = None


class Rowwise:
    """Tables one after another, taken by so many rows."""

    def __init__(self, tables: Iterator[pa.Table]) -> None:
        self._tables = tables
        self._held: pa.Table | None = None

    def take(self, count: int) -> pa.Table:
        """The next so many rows, fewer where there are no more; of none, a table of no columns."""
        while (self._held.num_rows if self._held is not None else 0) < count:
            more = next(self._tables, None)
            if more is None:
                break
            self._held = more if self._held is None else pa.concat_tables([self._held, more])
        if self._held is None:
            return pa.table({})
        taken, self._held = self._held.slice(0, count), self._held.slice(count)
        return taken.combine_chunks()


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


@contextmanager
def enough_room(path: Path) -> Iterator[None]:
    """Turns a full disk, wherever it is met, into an OutputError; `path` is what was written."""
    try:
        yield
    except (OSError, duckdb.IOException, OutputError) as error:
        if _is_full(error) or (isinstance(error.__cause__, OSError) and _is_full(error.__cause__)):
            raise disk_full(path) from error
        raise


def _is_full(error: BaseException) -> bool:
    number = error.errno if isinstance(error, OSError) else None
    return number in (errno.ENOSPC, errno.EDQUOT) or os.strerror(errno.ENOSPC) in str(error)


def cannot_write(path: Path, error: Exception) -> OutputError:
    """What to do when a result can't be written."""
    if _is_full(error):
        return disk_full(path)
    cause = system_reason(error)
    return OutputError(
        zh=f"无法写入 {path}（{cause.zh}）：请检查目录是否存在、是否有写权限，或用 -o 指定另一目录",
        en=f"{path} can't be written ({cause.en}): check that the folder exists and may be written, or name another with -o",
    )


def disk_full(path: Path) -> DiskFullError:
    """What to do when no room is left."""
    return DiskFullError(
        zh=f"磁盘空间不足，无法写入 {path}：请腾出空间（约为证据体积的两倍）后加 --resume 重新运行，已完成的部分不会重做",
        en=f"the disk is full, {path} can't be written: free space (about twice the size of the evidence) and run again with --resume; what was finished is kept",
    )
