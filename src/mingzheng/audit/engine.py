"""The embedded engine: DuckDB through Ibis, in one process, spilling to disk under its limit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import ibis
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


class Engine:
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
            autoinstall_known_extensions=False,
            autoload_known_extensions=False,
        )
        self.connection.raw_sql("SET TimeZone = 'UTC'")

    def parquet(self, name: str, parts: list[Path]) -> Value:
        """A table that stands in Parquet files."""
        return self.connection.read_parquet([str(part) for part in parts], table_name=name)

    def keep(self, name: str, expression: Value) -> Value:
        """Materialise an expression as a table of that name."""
        self.connection.raw_sql(f'CREATE OR REPLACE TABLE "{name}" AS {self.sql(expression)}')
        return self.connection.table(name)

    def view(self, name: str, expression: Value) -> Value:
        """Give an expression a name without computing it: readers take the columns they need."""
        self.connection.raw_sql(f'CREATE OR REPLACE VIEW "{name}" AS {self.sql(expression)}')
        return self.connection.table(name)

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
        """Give back the space of a table no longer needed."""
        self.connection.raw_sql(f'DROP TABLE "{name}"')

    def batches(self, expression: Value) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, streamed."""
        yield from self.connection.con.sql(self.sql(expression)).to_arrow_reader(BATCH_ROWS)

    def table(self, expression: Value) -> pa.Table:
        """The rows of a small expression at once."""
        return self.connection.con.sql(self.sql(expression)).to_arrow_table()

    def close(self) -> None:
        """Let go of the database."""
        self.connection.disconnect()
