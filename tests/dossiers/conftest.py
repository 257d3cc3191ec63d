"""`joined`: one join of dossiers over record tables written as aligned words, on DuckDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from mingzheng.dossiers import Case
from mingzheng.dossiers.evidence import Evidence
from mingzheng.evidence.settings import Coverage, Settings, Span, TableSettings
from mingzheng.records.schema import tables

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
LAST_OF_DAY = dt.timedelta(days=1) - dt.timedelta(microseconds=1)
NEEDED = ("reviews", "materials", "disclosures", "operators", "documents")
"""Tables that a join here may read, empty where a test writes none."""
LINKS = {"batch_id": "text", "contract_id": "text"}


def moment(word: str) -> tuple[dt.datetime, dt.datetime]:
    """'2019-03-02' is a day, '2019-03-02T10:00' an instant, both Shanghai time; stored in UTC."""
    local = dt.datetime.fromisoformat(word).replace(tzinfo=SHANGHAI)
    at = local.astimezone(dt.UTC).replace(tzinfo=None)
    return (at, at) if "T" in word else (at, at + LAST_OF_DAY)


def cells(kind: str, word: str) -> dict[str, Any]:
    """Suffix of the column → stored value of one word; '-' is a gap."""
    if kind in ("time", "end", "moment"):
        return dict(
            zip(("", "_until"), moment(word) if word != "-" else (None, None), strict=True)
        )
    given = None if word == "-" else word
    if kind == "name":
        return {"": given, "_key": given}
    if kind == "names":
        return {"": given, "_key": given and given.split("；")}
    if kind == "number":
        return {"": given, "_key": given, "_form": None if given is None else 4 * ("*" in word)}
    if kind == "boolean":
        return {"": {"yes": True, "no": False, "-": None}[word]}
    return {"": given and given.split(";") if kind == "codes" else given}


def stored(kinds: Mapping[str, str], written: str, schema: pa.Schema) -> pa.Table:
    """Aligned words as a table; `row` is the number of the line."""
    header, *lines = [line.split() for line in written.strip().splitlines()] or [[]]
    rows = []
    for place, line in enumerate(lines):
        row: dict[str, Any] = {"row": place}
        for column, word in zip(header, line, strict=True):
            row |= {column + suffix: value for suffix, value in cells(kinds[column], word).items()}
        rows.append(row)
    return pa.Table.from_pylist(rows, schema)


def record_table(name: str, written: str) -> Any:
    table = tables()[name]
    kinds = {column.name: column.type.partition(":")[0] for column in table.columns}
    return ibis.memtable(stored(kinds, written, table.arrow()))


def case_table(written: str) -> Any:
    """Cases as the joins see them: number, links and the facts named in the header."""
    facts = Case.FACTS.values()
    kinds = {f.name: "boolean" if f.type == "boolean" else f.kind for f in facts} | LINKS
    types = {"row": "int64", **Case.schema(), **dict.fromkeys(LINKS, "string")}
    table = stored(kinds, written, ibis.schema(types).to_pyarrow())
    return ibis.memtable(table.drop_columns("case").append_column("case", table["row"]))


Joined = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def joined() -> Joined:
    """`joined(join, facts, cases="…", complete="…", parameters={…}, <table>="…")`.

    Gives application_id → column → value, of what the join and its facts tell of each case.
    """

    def run(
        join: Callable[..., Any],
        facts: Callable[..., Any],
        *,
        cases: str,
        complete: str = "",
        parameters: Mapping[str, object] | None = None,
        **written: str,
    ) -> dict[str, dict[str, Any]]:
        engine = ibis.duckdb.connect()

        def kept(name: str, expression: Any) -> Any:
            return engine.create_table(name, expression)

        always = (Coverage(Span()),)
        declared = {name: TableSettings(name, complete=always) for name in complete.split()}
        settings = Settings(Path(), Span(), dt.date(2026, 10, 1), tables=declared)
        e = Evidence(
            tables={
                name: engine.create_table(f"of_{name}", record_table(name, written.get(name, "")))
                for name in {*NEEDED, *written}
            },
            supplied=frozenset({*written, *declared}),
            void=frozenset(),
            lost=frozenset(),
            shifted=frozenset(),
            settings=settings,
            parameters=parameters or {},
            keep=kept,
            view=kept,
            drop=lambda _: None,
        )
        base = engine.create_table("base", case_table(cases))
        found = join(e, base)
        whole = base
        for part in found if isinstance(found, tuple) else (found,):
            # a case has columns of these names, empty until it is joined
            told = [c for c in part.columns if c != "case" and c in whole.columns]
            whole = whole.drop(*told).left_join(part, "case").drop("case_right")
        whole = whole.mutate(**facts(e, whole))
        rows = engine.to_pyarrow(whole).to_pylist()
        return {row["application_id"]: row for row in rows}

    return run
