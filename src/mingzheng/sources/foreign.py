"""One table by connectorx → an Arrow stream on standard output, in a process of its own.

Started by `databases`: connectorx panics on some values and writes its own log, and neither
may reach the user. The request comes as JSON on standard input; a failure is a schema without
columns whose metadata has `fault`.
"""

from __future__ import annotations

import json
import socket
import sys
from urllib.parse import urlsplit

import connectorx
import pyarrow as pa

from mingzheng.sources.addresses import is_statement, statement

_BATCH_ROWS = 50_000
_SECONDS_TO_CONNECT = 10
_PORTS = {"mysql": 3306, "mssql": 1433, "oracle": 1521}
_READ_ONLY = {"mysql": ["SET SESSION TRANSACTION READ ONLY", "SET time_zone = '+00:00'"]}


def main() -> None:
    """Read a request, write its rows."""
    request = json.load(sys.stdin)
    kind, url, query = request["kind"], request["url"], request["query"]
    out = sys.stdout.buffer
    try:
        _reach(kind, url)
        select = _mysql(url, query) if kind == "mysql" else statement(query, '"')
        before = None if kind != "mysql" else _READ_ONLY[kind][: 1 if is_statement(query) else 2]
        rows = connectorx.read_sql(
            url,
            select,
            return_type="arrow_stream",
            batch_size=_BATCH_ROWS,
            pre_execution_query=before,
        )
        schema = rows.schema
    except BaseException as error:  # a panic of connectorx is no Exception
        fault = pa.schema([], metadata={"fault": str(error)})
        with pa.ipc.new_stream(out, fault):
            return
    with pa.ipc.new_stream(out, schema) as stream:
        for batch in rows:
            stream.write_batch(batch)


def _reach(kind: str, url: str) -> None:
    """Fail quickly where nobody answers: connectorx would try for half a minute."""
    parts = urlsplit(url)
    place = (parts.hostname or "localhost", parts.port or _PORTS[kind])
    socket.create_connection(place, timeout=_SECONDS_TO_CONNECT).close()


def _mysql(url: str, query: str) -> str:
    """The SELECT with every column as text: binary ones in hex, TIMESTAMPs with their zone.

    In a SELECT given by the CA a TIMESTAMP can't be told from a DATETIME: there both are as
    the session of the server shows them.
    """
    inner = statement(query, "`")
    probe = connectorx.read_sql(
        url, f"SELECT * FROM ({inner}\n) AS q LIMIT 0", return_type="arrow"
    )
    instants = set() if is_statement(query) else _instants(url, query)
    columns = (_mysql_column(field, field.name in instants) for field in probe.schema)
    return f"SELECT {', '.join(columns)} FROM ({inner}\n) AS q"


def _mysql_column(field: pa.Field, instant: bool) -> str:
    name = "`" + field.name.replace("`", "``") + "`"
    text = f"CAST(q.{name} AS CHAR)"
    if instant:
        text = f"CONCAT({text}, '+00:00')"
    elif pa.types.is_large_binary(field.type) or pa.types.is_binary(field.type):
        text = f"HEX(q.{name})"
    return f"{text} AS {name}"


def _instants(url: str, table: str) -> set[str]:
    """The TIMESTAMP columns of a table, which MySQL keeps in UTC."""
    *schema, name = ("'" + part.replace("'", "''") + "'" for part in table.strip().split("."))
    found = connectorx.read_sql(
        url,
        "SELECT column_name AS name FROM information_schema.columns"
        f" WHERE table_schema = {schema[0] if schema else 'DATABASE()'}"
        f" AND table_name = {name} AND data_type = 'timestamp'",
        return_type="arrow",
    )
    return set(found.column("name").to_pylist())


if __name__ == "__main__":
    main()
