"""`judge`: a rule over a tiny dossier written as aligned words, on DuckDB, through Parquet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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


Judge = Callable[..., dict[str, str]]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
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
        pq.write_table(dossier(rule.looks_at, written), path)
        table = ibis.duckdb.connect().read_parquet(path)
        verdict = rule.judge(rule.looks_at(table, tolerance), Parameters(parameters or {}))
        severity = (
            ibis.literal(rule.severity.value) if verdict.severity is None else verdict.severity
        )
        answers = table.select(
            "subject", applies=verdict.applies, breach=verdict.breach, severity=severity
        ).to_pyarrow()
        said: dict[str, str] = {}
        for answer in answers.to_pylist():
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
