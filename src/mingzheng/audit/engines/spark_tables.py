"""Where the tables of Spark lie: in a folder that every machine shares, or under a URL.

Names are given once and never again, so that nobody reads what another writes.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.engines.hadoop import Hadoop, local_url
from mingzheng.audit.engines.spark_tasks import by_a_worker, in_pieces, over_pieces, whole

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_GLOB = re.compile(r"([][{}*?\\])")


class Tables(Protocol):
    """A place for tables, each a folder of Parquet files or one such file."""

    def url(self, name: str) -> str:
        """Where Spark writes a table."""

    def offer(self, name: str, parts: list[Path]) -> list[str]:
        """Local files as URLs that every worker reads."""

    def parts(self, name: str) -> Iterator[Path]:
        """The files of a table in the order of its rows; each is there until the next is asked."""

    def remove(self, name: str) -> None:
        """Give back the space of a table."""

    def by_a_worker(
        self, session: SparkSession, work: Callable[[Any], Any], item: Any, name: str
    ) -> Any:
        """`work(item)`, done by a worker, over files of that name."""


@dataclass(frozen=True)
class SharedFolder:
    """Tables in a folder that this machine and every worker reach by the same path."""

    folder: Path

    def url(self, name: str) -> str:
        """Where Spark writes a table."""
        return local_url(self.folder / name)

    def offer(self, name: str, parts: list[Path]) -> list[str]:
        """Local files as URLs that every worker reads: they lie in the shared folder already."""
        return [local_url(part.resolve()) for part in parts]

    def parts(self, name: str) -> Iterator[Path]:
        """The files of a table in the order of its rows."""
        yield from sorted((self.folder / name).glob("part-*.parquet"))

    def remove(self, name: str) -> None:
        """Give back the space of a table."""
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def by_a_worker(
        self, session: SparkSession, work: Callable[[Any], Any], item: Any, name: str
    ) -> Any:
        """`work(item)`, done by a worker."""
        return by_a_worker(session.sparkContext, work, item, self.folder / name)


@dataclass(frozen=True)
class SharedUrl:
    """Tables under a URL; `scratch` is a local folder for the one file looked at."""

    files: Hadoop
    base: str
    scratch: Path

    def url(self, name: str) -> str:
        """Where Spark writes a table."""
        return f"{self.base}/{name}"

    def offer(self, name: str, parts: list[Path]) -> list[str]:
        """Local files as URLs that every worker reads: they are put there."""
        urls = [f"{self.base}/{name}/{part.name}" for part in parts]
        for part, url in zip(parts, urls, strict=True):
            self.files.put(part, url)
        return urls

    def parts(self, name: str) -> Iterator[Path]:
        """The files of a table in the order of its rows; each is there until the next is asked."""
        for found in self.files.listed(self.url(name)):
            if not found.path.startswith("part-"):
                continue
            part = self.scratch / f"{name}-{found.path}"
            try:
                self.files.fetch(f"{self.url(name)}/{found.path}", part)
                yield part
            finally:
                part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Give back the space of a table."""
        self.files.remove(self.url(name))

    def by_a_worker(
        self, session: SparkSession, work: Callable[[Any], Any], item: Any, name: str
    ) -> Any:
        """`work(item)`, done by a worker."""
        given, found = f"{name}.given", f"{name}.found"
        local = self.scratch / f"{given}.parquet"
        try:
            pieces = in_pieces((work, item))
            # one group of rows is what one task reads
            pq.write_table(pieces, local, row_group_size=len(pieces), use_dictionary=False)
            read = session.read.parquet(*map(plain, self.offer(given, [local]))).coalesce(1)
            read.mapInArrow(over_pieces, "octets binary").write.parquet(self.url(found))
            return whole(batch for part in self.parts(found) for batch in _batches(part))
        finally:
            local.unlink(missing_ok=True)
            self.remove(given)
            self.remove(found)


def _batches(part: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(part) as rows:
        yield from rows.iter_batches()


def plain(url: str) -> str:
    """A URL for Spark to read, in which nothing stands for anything else."""
    return _GLOB.sub(r"\\\1", url)
