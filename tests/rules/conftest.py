"""`judge`: a rule over a tiny dossier written as aligned words, on DuckDB, through Parquet.

What DuckDB said in a module is asked of Spark when its tests are done, all in one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.audit.engines.spark import Spark
from mingzheng.errors import EngineError
from mingzheng.rules import Parameters, Rule

END_OF_DAY = dt.timedelta(days=1) - dt.timedelta(microseconds=1)
SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def moment(word: str) -> tuple[dt.datetime, dt.datetime]:
    """'2019-03-02' is a day, '2019-03-02T10:00' an instant, both Shanghai time."""
    at = dt.datetime.fromisoformat(word).replace(tzinfo=SHANGHAI)
    return (at, at) if "T" in word else (at, at + END_OF_DAY)


def form_of(word: str) -> int:
    """The bits of a number's form: '+id' and '+uscc' endings say that a check digit holds."""
    masked = 4 if "*" in word else 0
    hashed = 8 if word.startswith("#") else 0
    return masked | hashed | (1 if word.endswith("+id") else 0) | (2 if "+uscc" in word else 0)


def cells(kind: str, type_: str, word: str) -> list[Any]:
    """The stored values of one fact written as one word; '-' is a gap."""
    if kind == "moment":
        return [None, None] if word == "-" else list(moment(word))
    if kind == "name":
        return [None, None] if word == "-" else [word, word.lower()]
    if kind == "number":
        return [None, None, None] if word == "-" else [word, word.lower(), form_of(word)]
    if word == "-":
        return [None]
    if type_ == "boolean":
        return [{"yes": True, "no": False}[word]]
    return [word] if type_ == "string" else [int(word)]


def dossier(looks_at: type, written: str) -> pa.Table:
    """Header line of fact names, then a line per subject; facts not named are null."""
    header, *lines = [line.split() for line in written.strip().splitlines()]
    schema = looks_at.schema()
    arrow = {name: ibis.dtype(type_).to_pyarrow() for name, type_ in schema.items()}
    rows: list[dict[str, Any]] = []
    for line in lines:
        assert len(line) == len(header), f"{line} has not {len(header)} words"
        row: dict[str, Any] = dict.fromkeys(schema)
        for fact_name, word in zip(header[1:], line[1:], strict=True):
            fact = looks_at.FACTS[fact_name]
            row |= dict(zip(fact.columns(), cells(fact.kind, fact.type, word), strict=True))
        rows.append({"subject": line[0], **row})
    return pa.Table.from_pylist(rows, pa.schema({"subject": pa.string(), **arrow}))


def answers(
    rule: Rule, table: Any, parameters: Mapping[str, object], tolerance: dt.timedelta
) -> Any:
    """What a rule says of each subject of a table, as an expression."""
    verdict = rule.judge(rule.looks_at(table, tolerance), Parameters(parameters))
    plain = ibis.literal(rule.severity.value)
    return table.select(
        *[column for column in ("subject", "call") if column in table.columns],
        applies=verdict.applies,
        breach=verdict.breach,
        severity=plain if verdict.severity is None else verdict.severity,
    )


@dataclass(frozen=True)
class Call:
    """One call of `judge`, and what DuckDB answered."""

    rule: Rule
    subjects: pa.Table
    parameters: Mapping[str, object]
    tolerance: dt.timedelta
    said: list[dict[str, Any]]


@pytest.fixture(scope="module")
def calls(spark_if_any: Spark | EngineError) -> Iterator[list[Call]]:
    """The calls of one module, which Spark then answers as well."""
    made: list[Call] = []
    yield made
    if made and isinstance(spark_if_any, Spark):
        assert on_spark(spark_if_any, made) == [by_subject(call.said) for call in made]


def by_subject(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row["subject"])


def on_spark(engine: Spark, calls: list[Call]) -> list[list[dict[str, Any]]]:
    """The same calls answered by Spark: a table per kind of dossier, one query for them all."""
    kinds: dict[type, list[pa.Table]] = {}
    alike: dict[str, list[int]] = {}
    for n, call in enumerate(calls):
        numbered = call.subjects.append_column("call", pa.array([n] * len(call.subjects)))
        kinds.setdefault(call.rule.looks_at, []).append(numbered)
        alike.setdefault(repr((call.rule.id, call.parameters, call.tolerance)), []).append(n)
    tables = {
        looks_at: engine.store(f"every_{looks_at.key()}", pa.concat_tables(subjects))
        for looks_at, subjects in kinds.items()
    }
    parts = []
    for numbers in alike.values():
        call = calls[numbers[0]]
        table = tables[call.rule.looks_at]
        mine = table.filter(table.call.isin(numbers))
        parts.append(answers(call.rule, mine, call.parameters, call.tolerance))
    found: list[list[dict[str, Any]]] = [[] for _ in calls]
    for row in engine.table(ibis.union(*parts) if len(parts) > 1 else parts[0]).to_pylist():
        found[row.pop("call")].append(row)
    return [by_subject(rows) for rows in found]


Judge = Callable[..., dict[str, str]]


@pytest.fixture
def judge(tmp_path: Path, calls: list[Call]) -> Judge:
    """`judge(rule, table, parameters={…}, tolerance=…)` → subject → verdict.

    A verdict is clear, breach, unknown or `-` (not looked at); a breach whose severity the record
    lowered is written `breach:doubt` or `breach:notice`.
    """

    def run(
        rule: Rule,
        written: str,
        *,
        parameters: Mapping[str, object] | None = None,
        tolerance: dt.timedelta = dt.timedelta(minutes=5),
    ) -> dict[str, str]:
        path = tmp_path / f"{rule.id}.parquet"
        subjects = dossier(rule.looks_at, written)
        pq.write_table(subjects, path)
        table = ibis.duckdb.connect().read_parquet(path)
        given = answers(rule, table, parameters or {}, tolerance).to_pyarrow().to_pylist()
        calls.append(Call(rule, subjects, parameters or {}, tolerance, given))
        said: dict[str, str] = {}
        for answer in given:
            assert answer["subject"] not in said, "a rule speaks once of a subject"
            said[answer["subject"]] = spoken(rule, **answer)
        return said

    return run


def spoken(rule: Rule, *, subject: str, applies: Any, breach: Any, severity: str) -> str:
    """One verdict as a word."""
    if applies is False:
        return "-"
    if applies is None or breach is None:
        return "unknown"
    if not breach:
        return "clear"
    return "breach" if severity == rule.severity else f"breach:{severity}"
