"""The embedded engine: DuckDB through Ibis, in one process, spilling to disk under its limit.

Tables are made in the background, each as soon as those it reads are there: while one is being
computed the next is put into words, and two that don't need each other are made side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from threading import Lock

import duckdb
import ibis
import ibis.expr.operations as ops
import pyarrow as pa

from mingzheng.dossiers.facts import Value

BATCH_ROWS = 122_880
"""Rows per batch streamed out: one row group of the engine."""


MIB = 1 << 20
LEAST, PER_MILLION = 2300 * MIB, 400 * MIB
SHARE = 0.45
"""Of the machine's memory: readers and reports need room beside the engine."""


def memory_for(certificates: int, machine: int) -> int:
    """Bytes for the engine: enough not to spill much, so that 10^6 stay under 4 GiB in all.

    machine: its memory in bytes.
    """
    wanted = LEAST + PER_MILLION * certificates // 1_000_000
    return max(512 * MIB, min(wanted, int(machine * SHARE)))


AT_A_TIME = 2
"""Tables made side by side: where one has no work for all threads, another has."""


class DuckDB:
    """One DuckDB database under `work`, gone with it.

    memory: bytes the engine may hold before it spills; threads: how many it may use. Neither
    changes an answer.
    """

    def __init__(self, work: Path, *, memory: int, threads: int) -> None:
        spill = work / "spill"
        spill.mkdir(parents=True, exist_ok=True)
        self.connection = ibis.duckdb.connect(
            memory_limit=f"{memory // 2**20}MiB",
            threads=threads,
            temp_directory=str(spill),
            preserve_insertion_order=False,
            enable_external_file_cache=False,  # what the system caches need not lie here as well
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        hands = min(AT_A_TIME, threads)
        self._hands = ThreadPoolExecutor(hands)
        self._cursors = [self.connection.con.cursor() for _ in range(hands)]
        self._idle: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for cursor in self._cursors:
            self._idle.put(cursor.execute("SET TimeZone = 'UTC'"))
        self._due: dict[str, Future[None]] = {}
        self._lock = Lock()
        self._closing = False

    def parquet(self, name: str, parts: list[Path]) -> Value:
        """A table that stands in Parquet files."""
        files = ", ".join("'" + str(part).replace("'", "''") + "'" for part in parts)
        self.connection.raw_sql(f'CREATE OR REPLACE VIEW "{name}" AS FROM read_parquet([{files}])')
        return self.connection.table(name)

    def keep(self, name: str, expression: Value) -> Value:
        """Materialise an expression as a table of that name; see `settle`."""
        return self._make("TABLE", name, expression)

    def view(self, name: str, expression: Value) -> Value:
        """Give an expression a name without computing it: readers take the columns they need."""
        return self._make("VIEW", name, expression)

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

    def _make(self, kind: str, name: str, expression: Value) -> Value:
        schema = expression.schema()
        statement = f'CREATE OR REPLACE {kind} "{name}" AS {self._exactly(expression)}'
        if name in self._due:  # somebody may be reading the one before
            wait(self._due.values())
        self._due[name] = self._soon(statement, after=self._awaited(expression))
        standing = {
            column: "timestamp(6)" if type_.is_timestamp() else type_(nullable=True)
            for column, type_ in schema.items()
        }
        return ops.DatabaseTable(
            name, schema=ibis.schema(standing), source=self.connection
        ).to_expr()

    def _exactly(self, expression: Value) -> str:
        """An expression in words, its whole numbers of the types that Ibis believes them to be.

        The engine takes a literal for 32 bits wide and a sum for 128.
        """
        spelled = self.connection.compiler.type_mapper.to_string
        whole = ", ".join(
            f'CAST("{column}" AS {spelled(type_)}) AS "{column}"'
            for column, type_ in expression.schema().items()
            if type_.is_integer()
        )
        sql = self.sql(expression)
        return f"SELECT * REPLACE ({whole}) FROM ({sql})" if whole else sql

    def _awaited(self, expression: Value) -> list[Future[None]]:
        """The tables an expression reads that are not known to be there."""
        names = {table.name for table in expression.op().find(ops.DatabaseTable)}
        return [self._due[name] for name in sorted(names & self._due.keys())]

    def _soon(self, statement: str, *, after: Collection[Future[None]]) -> Future[None]:
        """Run a statement once others are done; where one of those fails it fails with it."""
        done: Future[None] = Future()
        left = len(after) + 1

        def one_less(_: object) -> None:
            nonlocal left
            with self._lock:
                left -= 1
                if left == 0 and not self._closing:
                    self._hands.submit(self._run, statement, after, done)

        for each in after:
            each.add_done_callback(one_less)
        one_less(None)
        return done

    def _run(self, statement: str, after: Collection[Future[None]], done: Future[None]) -> None:
        cursor = self._idle.get()
        try:
            for each in after:
                each.result()
            cursor.execute(statement)
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(None)
        finally:
            self._idle.put(cursor)

    def store(self, name: str, table: pa.Table) -> Value:
        """Bring a small Arrow table in under that name."""
        self.connection.con.register("incoming", table)
        self.connection.raw_sql(f'CREATE OR REPLACE TABLE "{name}" AS FROM incoming')
        self.connection.con.unregister("incoming")
        return self.connection.table(name)

    def sql(self, expression: Value) -> str:
        """The engine's own words for an expression."""
        return str(self.connection.compile(expression))

    def drop(self, name: str) -> None:
        """Give back the space of a table no longer needed, once all that was asked for is there."""
        self._due[f"no {name}"] = self._soon(
            f'DROP TABLE "{name}"', after=list(self._due.values())
        )

    def batches(self, expression: Value) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, streamed."""
        for each in self._awaited(expression):
            each.result()
        yield from self.connection.con.sql(self.sql(expression)).to_arrow_reader(BATCH_ROWS)

    def table(self, expression: Value) -> pa.Table:
        """The rows of a small expression at once."""
        for each in self._awaited(expression):
            each.result()
        return self.connection.con.sql(self.sql(expression)).to_arrow_table()

    def close(self) -> None:
        """Let go of the database, whatever is still being made."""
        with self._lock:
            self._closing = True
        for cursor in self._cursors:
            cursor.interrupt()
        self._hands.shutdown(cancel_futures=True)
        self.connection.disconnect()
