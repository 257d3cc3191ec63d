"""The embedded engine: DuckDB through Ibis, in one process, spilling to disk under its limit.

Tables are made in the background, each as soon as those it reads are there: while one is being
computed the next is put into words, and two that don't need each other are made side by side.
Where they are to outlive the engine each is a Parquet file (`audit.kept`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

import duckdb
import ibis
import ibis.expr.operations as ops
import pyarrow as pa

from mingzheng.audit.engines.background import Background
from mingzheng.audit.kept import Kept, key_of
from mingzheng.dossiers.facts import Value
from mingzheng.errors import MemoryShortError
from mingzheng.records.parts import ROW_GROUP, cannot_write, disk_full

BATCH_ROWS = 122_880
"""Rows per batch streamed out: one row group of the engine."""


MIB = 1 << 20
LEAST, PER_MILLION = 2450 * MIB, 400 * MIB
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


AS_WRITTEN = "COMPRESSION lz4_raw, DICTIONARY_SIZE_LIMIT 1, WRITE_BLOOM_FILTER false"
"""Of kept tables: looking for values that recur takes thrice what the rest of writing does."""

_MADE_UP = re.compile(r"\bibis_\w+_[a-z2-7]{26}\b")
_LEFT_OUT = re.compile(r'EXCLUDE \(("[^"]*"(?:, "[^"]*")*)\)')


@dataclass(frozen=True)
class _Asked:
    """A table or view that was asked for, in the engine's words."""

    name: str
    words: str
    reads: tuple[str, ...]
    key: str
    stored: bool
    """A table, else a view."""


class DuckDB:
    """One DuckDB database under `work`, gone with it.

    memory: bytes the engine may hold before it spills; threads: how many it may use. Neither
    changes an answer. kept: where tables lie that outlive the engine; without it they lie in its
    memory. Raises OutputError where the disk is full, MemoryShortError where memory is short.
    """

    def __init__(self, work: Path, *, memory: int, threads: int, kept: Kept | None = None) -> None:
        self._spill = work / "spill"
        self._spill.mkdir(parents=True, exist_ok=True)
        self.connection = ibis.duckdb.connect(
            memory_limit=f"{memory // MIB}MiB",
            # blocks handed back to the system after each table are faulted in again for the next
            block_allocator_memory=f"{memory // MIB}MiB",
            threads=threads,
            temp_directory=str(self._spill),
            preserve_insertion_order=False,
            enable_external_file_cache=False,  # what the system caches need not lie here as well
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self.connection.raw_sql("SET TimeZone = 'UTC'")
        hands = min(AT_A_TIME, threads)
        self._background = Background(hands)
        self._cursors = [self.connection.con.cursor() for _ in range(hands)]
        self._idle: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for cursor in self._cursors:
            self._idle.put(cursor.execute("SET TimeZone = 'UTC'"))
        self._due: dict[str, Future[None]] = {}
        self._kept = kept
        self._keys: dict[str, str] = {}
        self._resting: dict[str, _Asked] = {}
        self.made = 0
        """Tables that were made, or are being made."""
        self.taken = 0
        """Tables that a run before has made."""
        if kept is not None:
            kept.open()

    def parquet(self, name: str, parts: list[Path], *, made_from: str) -> Value:
        """A table that stands in Parquet files; `made_from` says what its rows follow from."""
        self._keys[name] = key_of(duckdb.__version__, [made_from])
        self.connection.raw_sql(f'CREATE OR REPLACE VIEW "{name}" AS {_scan(parts)}')
        return self.connection.table(name)

    def keep(self, name: str, expression: Value) -> Value:
        """Materialise an expression as a table of that name; see `settle`."""
        return self._make(name, expression, stored=True)

    def view(self, name: str, expression: Value) -> Value:
        """Give an expression a name without computing it: readers take the columns they need."""
        return self._make(name, expression, stored=False)

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

    def _make(self, name: str, expression: Value, *, stored: bool) -> Value:
        schema = expression.schema()
        words, reads = self._exactly(expression), _read_by(expression)
        if name in self._due:  # somebody may be reading the one before
            wait(self._due.values())
        key = key_of(_always_so(words), [self._keys[table] for table in reads])
        asked = _Asked(name, words, reads, key, stored)
        self._keys[name] = key
        if self._needless(asked):
            self._resting[name] = asked
        else:
            self._resting.pop(name, None)
            self._ask(asked)
        standing = {
            column: "timestamp(6)" if type_.is_timestamp() else type_(nullable=True)
            for column, type_ in schema.items()
        }
        return ops.DatabaseTable(
            name, schema=ibis.schema(standing), source=self.connection
        ).to_expr()

    def _needless(self, asked: _Asked) -> bool:
        """Has a run before used it to the end? Then it rests until a table that is lacking asks."""
        if not asked.stored:
            return any(table in self._resting for table in asked.reads)
        if self._kept is None or self._kept.ready(asked.name, asked.key):
            return False
        gone = self._kept.gone(asked.name, asked.key)
        self.taken += gone
        return gone

    def _ask(self, asked: _Asked) -> None:
        """Have a table or view made once those it reads are there."""
        if asked.stored and self._kept is not None:
            self._ask_kept(asked, self._kept)
            return
        self.made += asked.stored
        kind = "TABLE" if asked.stored else "VIEW"
        statement = f'CREATE OR REPLACE {kind} "{asked.name}" AS {asked.words}'
        after = self._awaited(asked.reads)
        self._due[asked.name] = self._background.soon(lambda: self._do(statement), after=after)

    def _ask_kept(self, asked: _Asked, kept: Kept) -> None:
        ready = kept.ready(asked.name, asked.key)
        self.taken, self.made = self.taken + ready, self.made + (not ready)
        scan = _scan([kept.path(asked.name, asked.key)])

        def make() -> None:
            if not ready:
                with kept.written(asked.name, asked.key) as partial:
                    self._do(
                        f"COPY ({asked.words}) TO {_quoted(partial)} "
                        f"(FORMAT parquet, {AS_WRITTEN}, ROW_GROUP_SIZE {ROW_GROUP})"
                    )
            self._do(f'CREATE OR REPLACE VIEW "{asked.name}" AS {scan}')

        after = [] if ready else self._awaited(asked.reads)
        self._due[asked.name] = self._background.soon(make, after=after)

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

    def _awaited(self, tables: Iterable[str]) -> list[Future[None]]:
        """What is to be waited for before tables are read; those at rest are made after all."""
        for name in tables:
            if name in self._resting:
                self._ask(self._resting.pop(name))
        return [self._due[name] for name in tables if name in self._due]

    def _do(self, statement: str) -> None:
        cursor = self._idle.get()
        try:
            with self._room():
                cursor.execute(statement)
        finally:
            self._idle.put(cursor)

    @contextmanager
    def _room(self) -> Iterator[None]:
        """Say it in words where the disk or the memory has no room left."""
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            if "max_temp_directory_size" in str(error):
                raise disk_full(self._spill) from error
            raise _memory_short() from error
        except (OSError, duckdb.IOException) as error:
            raise cannot_write(self._spill, error) from error

    def store(self, name: str, table: pa.Table) -> Value:
        """Bring a small Arrow table in under that name."""
        self._keys[name] = key_of(repr(table.to_pydict()))
        self.connection.con.register("incoming", table)
        self.connection.raw_sql(f'CREATE OR REPLACE TABLE "{name}" AS FROM incoming')
        self.connection.con.unregister("incoming")
        return self.connection.table(name)

    def sql(self, expression: Value) -> str:
        """The engine's own words for an expression."""
        return str(self.connection.compile(expression))

    def drop(self, name: str) -> None:
        """Give back the space of a table no longer needed, once all that was asked for is there."""
        if name in self._resting:
            return
        kept, key = self._kept, self._keys[name]

        def give_back() -> None:
            self._do(f'DROP {"TABLE" if kept is None else "VIEW"} "{name}"')
            if kept is not None:
                kept.drop(name, key)

        self._due[f"no {name}"] = self._background.soon(give_back, after=list(self._due.values()))

    def batches(self, expression: Value) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, streamed."""
        for each in self._awaited(_read_by(expression)):
            each.result()
        with self._room():
            yield from self.connection.con.sql(self.sql(expression)).to_arrow_reader(BATCH_ROWS)

    def table(self, expression: Value) -> pa.Table:
        """The rows of a small expression at once."""
        for each in self._awaited(_read_by(expression)):
            each.result()
        with self._room():
            return self.connection.con.sql(self.sql(expression)).to_arrow_table()

    def close(self) -> None:
        """Let go of the database, whatever is still being made."""
        self._background.stop()
        for cursor in self._cursors:
            cursor.interrupt()
        self._background.close()
        self.connection.disconnect()


def _read_by(expression: Value) -> tuple[str, ...]:
    """The tables that an expression reads, sorted."""
    return tuple(sorted({table.name for table in expression.op().find(ops.DatabaseTable)}))


def _always_so(words: str) -> str:
    """A statement as it is in any process: Ibis has the columns it leaves out in a set, and makes
    up names at random.
    """
    known: dict[str, str] = {}
    named = _MADE_UP.sub(lambda found: known.setdefault(found[0], f"made_up_{len(known)}"), words)
    return _LEFT_OUT.sub(lambda found: f"EXCLUDE ({sorted(found[1].split(', '))})", named)


def _scan(parts: Iterable[Path]) -> str:
    return f"FROM read_parquet([{', '.join(_quoted(part) for part in parts)}])"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _memory_short() -> MemoryShortError:
    return MemoryShortError(
        zh="引擎可用内存不足，核验未完成：请用 --memory 指定更大的值（如 --memory 8GiB），"
        "或减少 --threads，加 --resume 重新运行，已完成的部分不会重做。若大量记录共用同一申请、批次或合同编号，请先核实该编号。",
        en="the engine ran out of memory and the audit was not finished: give it more with "
        "--memory (such as 8GiB) or use fewer --threads, and run again with --resume; what was "
        "finished is kept. If very many records share one application, batch or contract id, "
        "check that id first.",
    )
