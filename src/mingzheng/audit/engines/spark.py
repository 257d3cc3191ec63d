"""The engine for more than one machine: Spark, with every table as Parquet that all reach.

A table that is written down needs no table before it any more: where a worker is lost, only what
it was making is made again, by another.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.engines.background import Background
from mingzheng.audit.engines.spark_session import is_local, spread, start
from mingzheng.audit.engines.spark_sql import columns_of, in_words, standing
from mingzheng.audit.engines.spark_tables import SharedFolder, Tables, plain
from mingzheng.audit.engines.spark_workers import Workers, lost
from mingzheng.dossiers.facts import Value

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

BATCH_ROWS = 122_880
"""Rows per batch streamed out."""

AT_A_TIME = 2
"""Tables made side by side: planning one takes as long as computing another, if they are small."""


class Spark:
    """A session of Spark, with tables that are gone with it.

    work: a local folder for what is made on the way. tables: where tables lie; by default there,
    and then every worker must reach it by the same path. session: one that goes on afterwards; by
    default one of its own, on `master`, with `memory` and `settings` as `spark_session.start`
    takes them. Raises EngineError where Spark can't be started, or where no worker is left.
    """

    def __init__(
        self,
        work: Path,
        *,
        master: str,
        memory: int,
        settings: Mapping[str, str] | None = None,
        session: SparkSession | None = None,
        tables: Tables | None = None,
    ) -> None:
        self._folder = (work / "spark").resolve()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._is_mine = session is None
        self.session = session or start(
            master, folder=self._folder, memory=memory, settings=settings
        )
        self._tables = tables or SharedFolder(self._folder)
        self._made: dict[str, list[str]] = {}
        self._master = master
        self._workers = None if is_local(master) else Workers(self.session.sparkContext)
        self._background = Background(AT_A_TIME)
        self._due: dict[str, Future[None]] = {}
        self._numbers = itertools.count()
        self._closed = False

    @property
    def hands(self) -> int:
        """How many tasks the cluster does at a time, as far as workers have come forward."""
        return int(self.session.sparkContext.defaultParallelism)

    def expect(self, rows: int) -> None:
        """Cut tables into parts for so many rows of the largest."""
        spread(self.session, rows)

    def elsewhere(self, work: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """The same work on one thing, done by a worker; from as many threads as `hands`."""

        def there(item: Any) -> Any:
            with self._cluster():
                return self._tables.by_a_worker(self.session, work, item, self._place("task"))

        return there

    def parquet(self, name: str, parts: list[Path], *, made_from: str) -> Value:
        """A table that stands in Parquet files; what it was made from is not asked."""
        columns = columns_of(pq.read_schema(parts[0]))
        with self._cluster():
            urls = self._tables.offer(self._place(name), parts)
            frame = self.session.read.schema(columns.declared).parquet(*map(plain, urls))
            frame.createOrReplaceTempView(name)
        return ibis.table(columns.schema, name=name)

    def store(self, name: str, table: pa.Table) -> Value:
        """Bring a small Arrow table in under that name."""
        path = self._folder / f"{self._place(name)}.parquet"
        pq.write_table(table, path)
        return self.parquet(name, [path], made_from="")

    def keep(self, name: str, expression: Value) -> Value:
        """Materialise an expression as a table of that name; see `settle`."""
        return self._make(self._write, name, expression)

    def view(self, name: str, expression: Value) -> Value:
        """Give an expression a name without computing it: readers take the columns they need."""
        return self._make(self._name, name, expression)

    def _make(self, how: Value, name: str, expression: Value) -> Value:
        words = in_words(expression)
        if name in self._due:  # somebody may be reading the one before
            wait(self._due.values())
        job = partial(how, name, words)
        self._due[name] = self._background.soon(job, after=self._awaited(expression))
        return ibis.table(standing(expression.schema()), name=name)

    def _write(self, name: str, words: str) -> None:
        url = self._tables.url(self._place(name))
        with self._cluster():
            frame = self.session.sql(words)
            frame.write.parquet(url)
            written = self.session.read.schema(frame.schema).parquet(plain(url))
            written.createOrReplaceTempView(name)

    def _name(self, name: str, words: str) -> None:
        with self._cluster():
            self.session.sql(words).createOrReplaceTempView(name)

    def _place(self, name: str) -> str:
        """A place of its own for each table, also of those that take a name over."""
        place = f"{name}-{next(self._numbers)}"
        self._made.setdefault(name, []).append(place)
        return place

    def _awaited(self, expression: Value) -> list[Future[None]]:
        names = {table.name for table in expression.op().find(ops.UnboundTable)}
        return [self._due[name] for name in sorted(names & self._due.keys())]

    @contextmanager
    def _cluster(self) -> Iterator[None]:
        """Say it in words where the cluster is the reason of a failure."""
        try:
            yield
        except Exception as error:
            if reason := lost(error, self.session, self._workers, self._master):
                raise reason from error
            raise

    @property
    def due(self) -> tuple[str, ...]:
        """The names of what was asked for and not settled."""
        return tuple(self._due)

    def settle(self, *names: str) -> None:
        """Wait until tables and views of these names are there; raises what went wrong first."""
        due = [self._due.pop(name) for name in names if name in self._due]
        wait(due)
        for done in due:
            done.result()

    def drop(self, name: str) -> None:
        """Give back the space of a table no longer needed, once all that was asked for is there."""
        self._due[f"no {name}"] = self._background.soon(
            partial(self._remove, name), after=list(self._due.values())
        )

    def _remove(self, name: str) -> None:
        self.session.catalog.dropTempView(name)
        for place in self._made.pop(name, ()):
            self._tables.remove(place)

    def batches(self, expression: Value) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, streamed; in its order where it has one.

        They are written in parts whose names have the order of their rows, and read from there:
        a list is longer than the memory of one machine.
        """
        place = self._place("rows")
        schema = expression.schema().to_pyarrow()
        for each in self._awaited(expression):
            each.result()
        with self._cluster():
            self.session.sql(in_words(expression)).write.parquet(self._tables.url(place))
        try:
            for part in self._tables.parts(place):
                with pq.ParquetFile(part) as rows:
                    for batch in rows.iter_batches(BATCH_ROWS):
                        yield from pa.Table.from_batches([batch]).cast(schema).to_batches()
        finally:
            self._tables.remove(place)

    def table(self, expression: Value) -> pa.Table:
        """The rows of a small expression at once."""
        schema = expression.schema().to_pyarrow()
        return pa.Table.from_batches(self.batches(expression), schema)

    def close(self) -> None:
        """Let go of the cluster, whatever is still being made; a second time changes nothing."""
        if self._closed:
            return
        self._closed = True
        self._background.stop()
        if self._workers is not None:
            self._workers.close()
        with self._cluster():
            self.session.sparkContext.cancelAllJobs()
        self._background.close()
        if self._is_mine:
            self.session.stop()
