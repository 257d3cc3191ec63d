"""Tables in databases → batches, read-only and streamed, without a password anywhere.

SQLite and PostgreSQL come by ADBC, others by connectorx in a process of its own (`foreign`).
SQLite and MySQL give every value as text: a column of SQLite may hold values of any type, and
of MySQL's types some can't be carried as they are. PostgreSQL's columns keep their types.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pyarrow as pa
from adbc_driver_manager import Error
from adbc_driver_manager.dbapi import Cursor
from adbc_driver_postgresql import dbapi as postgresql
from adbc_driver_sqlite import dbapi as sqlite

from mingzheng.sources import foreign
from mingzheng.sources.addresses import Address, address, database_file, is_statement, statement
from mingzheng.sources.encodings import Damaged
from mingzheng.sources.raw import Origin, RawBatch, named, no_rows, plain
from mingzheng.sources.rejects import Rejects

_SQLITE_ROWS = 16_384
_SECONDS_TO_CONNECT = 10
_DATE_TYPES = {"date": "date", "timestamp": "timestamp", "timestamptz": "timestamptz"}
_KEPT_TYPES = (
    "int2",
    "int4",
    "int8",
    "float4",
    "float8",
    "bool",
    "text",
    "varchar",
    "bpchar",
    "name",
    "bytea",
)


def read_database(
    url: str, *, query: str | None, folder: Path, table: str, rejects: Rejects, batch_rows: int
) -> Iterator[RawBatch]:
    """The rows of a table, or of a single SELECT; `lines` are ordinals.

    `query` is either; without it the table has the name of the record table.
    """
    query = query or table
    try:
        found = address(url)
    except Damaged as damage:
        shown = url.partition("://")[0] + "://"
        rejects.add(damage.reason, table=table, file=shown, value=damage.value)
        return
    name = "query" if is_statement(query) else query
    origin = Origin(table, f"{found.shown}#{name}", rejects)
    line = 1
    names: list[str] = []
    try:
        for batch in _batches(found, query, folder):
            names = names or named(batch.schema.names, origin)
            for start in range(0, len(batch), batch_rows):
                part = batch.slice(start, batch_rows)
                lines = np.arange(line, line + len(part), dtype=np.int64)
                line += len(part)
                yield plain(part, names=names, lines=lines, origin=origin)
        if line == 1:
            yield no_rows(names, origin)
    except Damaged as damage:
        origin.reject(damage.reason, line=line if line > 1 else None, value=damage.value)
    except (Error, pa.ArrowException, OSError) as error:
        message = found.safe(str(error))
        origin.reject("database_failed", line=line if line > 1 else None, value=message)


def _batches(found: Address, query: str, folder: Path) -> Iterator[pa.RecordBatch]:
    """The rows, after an empty batch by which the columns are known where there are none."""
    if found.kind == "sqlite":
        return _sqlite(database_file(found, folder), query)
    if found.kind == "postgresql":
        return _postgresql(found.url, query)
    return _foreign(found, query)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sqlite(path: Path, query: str) -> Iterator[pa.RecordBatch]:
    inner = statement(query, '"')
    with (
        closing(sqlite.connect(_sqlite_uri(path))) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(_SQLITE_ROWS)})
        cursor.execute(f"SELECT * FROM ({inner}\n) LIMIT 0")
        names = [str(column[0]) for column in cursor.description or ()]
        columns = (
            f"CASE typeof({_quoted(name)}) WHEN 'blob' THEN hex({_quoted(name)})"
            f" ELSE CAST({_quoted(name)} AS TEXT) END AS {_quoted(name)}"
            for name in names
        )
        cursor.execute(f"SELECT {', '.join(columns)} FROM ({inner}\n)")
        # A column that holds only nulls for long would otherwise be guessed to be of integers.
        schema = pa.schema([(name, pa.string()) for name in names])
        yield pa.RecordBatch.from_pylist([], schema)
        for batch in cursor.fetch_record_batch():
            yield batch.cast(schema)


def _sqlite_uri(path: Path) -> str:
    """Read-only, and where nothing is left to recover, without even a lock file beside it."""
    pending = any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal"))
    return f"file:{quote(str(path))}?" + ("mode=ro" if pending else "mode=ro&immutable=1")


def _postgresql(url: str, query: str) -> Iterator[pa.RecordBatch]:
    inner = statement(query, '"')
    if "connect_timeout" not in url:
        url += f"{'&' if '?' in url else '?'}connect_timeout={_SECONDS_TO_CONNECT}"
    with (
        closing(postgresql.connect(url)) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # The order of the table itself, the same in every run.
        cursor.execute("SET LOCAL synchronize_seqscans = off")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        columns = ", ".join(map(_postgresql_column, _postgresql_schema(cursor, inner)))
        cursor.execute(f"SELECT {columns} FROM ({inner}\n) AS q")
        rows = cursor.fetch_record_batch()
        yield pa.RecordBatch.from_pylist([], rows.schema)
        yield from rows


def _postgresql_schema(cursor: Cursor, inner: str) -> pa.Schema:
    return cursor.adbc_execute_schema(inner)


def _postgresql_column(field: pa.Field) -> str:
    """A column as it is selected: dates with an end where they have none, the rest as text."""
    name = _quoted(field.name)
    kind = (field.metadata or {}).get(b"POSTGRESQL:type", b"").decode()
    if kind in _KEPT_TYPES:
        return f"q.{name}"
    if kind in _DATE_TYPES:
        # Infinity has no Arrow value; the evidence contract writes "no end" as 9999-12-31.
        return (
            f"CASE q.{name} WHEN 'infinity' THEN {kind} '9999-12-31'"
            f" WHEN '-infinity' THEN {kind} '0001-01-01' ELSE q.{name} END AS {name}"
        )
    return f"q.{name}::text AS {name}"


def _foreign(found: Address, query: str) -> Iterator[pa.RecordBatch]:
    request = {"kind": found.kind, "url": found.url, "query": query}
    statement(query, '"')
    # The URL goes by standard input: the arguments of a process are for all to see.
    with subprocess.Popen(
        [sys.executable, "-P", "-m", foreign.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request).encode())
            process.stdin.close()
            stream = pa.ipc.open_stream(process.stdout)
            fault = (stream.schema.metadata or {}).get(b"fault")
            if fault is not None:
                raise Damaged("database_failed", found.safe(_meaningful(fault.decode())))
            yield pa.RecordBatch.from_pylist([], stream.schema)
            yield from stream
            if process.wait():
                raise Damaged("database_failed")
        finally:
            process.kill()


def _meaningful(message: str) -> str:
    """A driver's message without what wraps it."""
    return re.sub(r"^timed out waiting for connection: ", "", message)
