"""The verdicts of two runs beside each other, one row for each subject under each rule.

Subjects are matched by what names them in both results: the rule, what it looks at, and the
subject's own number. A verdict file lists what is suspected or unknown, never what is clear: that
a subject is listed no more shows a cure only where the later run judged the rule and the subject
was still there to be judged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.judging import KINDS
from mingzheng.audit.verdicts import SCHEMA as VERDICTS
from mingzheng.dossiers.evidence import utc_midnight
from mingzheng.errors import OutputError, RuleError
from mingzheng.reports.reading import Result
from mingzheng.rules import rule_by_id

MEMORY = 1 << 30
"""Bytes that the matching holds before it spills."""

BATCH_ROWS = 50_000

PAIRS = ("verdict", "severity", "findings")
"""What is told of a subject for each run, as `<name>_before` and `<name>_after`.

`findings` counts the verdicts under one name; verdict and severity are those of the gravest.
"""

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("rule", "item", "change", "looks_at", "subject")),
        *((name, pa.string()) for name in ("application_id", "serial_number", "issuer_dn")),
        *((name, pa.string()) for name in KINDS),
        ("event_at", pa.timestamp("us")),
        *((f"{name}_before", pa.string()) for name in PAIRS[:2]),
        ("findings_before", pa.int64()),
        *((f"{name}_after", pa.string()) for name in PAIRS[:2]),
        ("findings_after", pa.int64()),
    ]
)

_OF_EITHER = (
    "rule", "item", "looks_at", "subject", "application_id", "serial_number", "issuer_dn", *KINDS,
    "event_at",
)  # fmt: skip

_NAMED = """
CASE WHEN {same} OR application_id IS NOT NULL OR serial_number IS NOT NULL
    OR NOT regexp_full_match(subject, '[0-9]+') THEN subject
WHEN regexp_replace(sources[1], ':[0-9]+$', '') IN (FROM unchanged) THEN sources[1] END"""
"""What a subject is called in both runs; null where it can't be traced.

One without a number of its own (a certificate that can't be read) is named by its place, which is
the same in the same evidence, or by its line in a file that both runs had.
"""

_ONCE = """
SELECT *, {named} AS name, count(*) OVER (PARTITION BY looks_at, subject) AS findings,
    count(*) FILTER (verdict = 'unknown') OVER (PARTITION BY looks_at, subject) AS unknowns
FROM read_parquet($path)
QUALIFY row_number() OVER (
    PARTITION BY looks_at, subject
    ORDER BY verdict, list_position(['violation', 'doubt', 'notice'], severity), event_at,
        application_id, serial_number, issuer_dn, product, registration_authority, sources) = 1"""
"""Each subject once, with its gravest verdict: `breach` sorts before `unknown`."""

_EXAMINED = """
SELECT {kinds}, year, sum("count") AS n,
    sum("count") FILTER (verdict = 'unknown') AS unknown
FROM read_parquet($path)
WHERE scope = 'rule' AND id = $rule AND verdict IN ('clear', 'breach', 'unknown')
GROUP BY ALL"""

_CHANGE = """
CASE
WHEN a.verdict = 'breach' AND b.verdict = 'breach'
    THEN if(a.severity IS DISTINCT FROM b.severity, 'regraded', 'stayed')
WHEN a.verdict = 'breach' AND (b.verdict = 'unknown' OR {unlisted}) THEN 'unproven'
WHEN a.verdict = 'unknown' AND b.verdict = 'breach' THEN 'found'
WHEN a.verdict = 'unknown' AND (b.verdict = 'unknown' OR {unlisted}) THEN 'still_unknown'
WHEN b.verdict IS NULL AND (NOT {after.judged} OR {outside_after}) THEN 'not_judged'
WHEN b.verdict IS NULL AND a.name IS NULL THEN 'untraceable'
WHEN b.verdict IS NULL AND {fewer} AND (seen.name IS NULL OR NOT {as_many}) THEN 'untraceable'
WHEN b.verdict IS NULL AND a.verdict = 'breach' THEN 'fixed'
WHEN b.verdict IS NULL THEN 'settled'
WHEN b.verdict = 'unknown' THEN 'new_unknown'
WHEN NOT {before.judged} OR {before.unlisted} OR {outside_before} THEN 'newly_judged'
WHEN b.name IS NULL THEN 'untraceable'
ELSE 'new' END"""
"""Missing from a later list shows a cure only where the subject was judged there.

It was if as many as before were examined of its year, domain, product, registration authority,
kind and channel; or, as these may have been corrected, if as many were examined in all and some
other rule lists it there. Where that run counts unknowns without listing them, the subject may be
one of them unless its kind has none.
"""

_FEWER = "coalesce(now.n, 0) < coalesce(was.n, 1)"
_AS_MANY = (
    "coalesce((SELECT sum(n) FROM examined_after) >= (SELECT sum(n) FROM examined_before), FALSE)"
)

_QUERY = """
SELECT {either}, {change} AS change, {pairs}
FROM before a FULL JOIN after b ON a.looks_at = b.looks_at AND a.name = b.name
LEFT JOIN seen ON seen.looks_at = a.looks_at AND seen.name = a.name
LEFT JOIN examined_before was ON {of_was}
LEFT JOIN examined_after now ON {of_now}
ORDER BY looks_at, subject, change"""


@dataclass(frozen=True)
class _Judged:
    """What one run did with one rule."""

    judged: bool
    unlisted: bool
    """Some of its unknowns are counted but not listed, as a whole table was missing."""


class Matching:
    """Two results in one embedded database that spills into `work`.

    Raises OutputError where a result can't be read.
    """

    def __init__(self, before: Result, after: Result, work: Path) -> None:
        self._runs = {"before": before, "after": after}
        self._nothing = work / "nothing.parquet"
        pq.write_table(VERDICTS.empty_table(), self._nothing)
        self._connection = duckdb.connect(
            config={
                "memory_limit": f"{MEMORY >> 20}MiB",
                "temp_directory": str(work),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        inputs = [
            {(row["path"], row["sha256"]) for row in r.run["inputs"]} for r in (before, after)
        ]
        both = sorted(path for path, _ in inputs[0] & inputs[1])
        self._connection.register("unchanged", pa.table({"path": pa.array(both, pa.string())}))
        self._named = _NAMED.format(same=inputs[0] == inputs[1])
        with _readable(after):
            files = [str(path) for path in _files(after)] or [str(self._nothing)]
            self._connection.execute(
                "CREATE TEMP TABLE seen AS SELECT DISTINCT looks_at, name FROM"
                f" (SELECT looks_at, {self._named} AS name FROM read_parquet($path))"
                " WHERE name IS NOT NULL",
                {"path": files},
            )

    def rules(self) -> tuple[str, ...]:
        """The rules that either run lists something under, sorted."""
        return tuple(sorted({path.stem for run in self._runs.values() for path in _files(run)}))

    def batches(self, rule: str) -> Iterator[pa.RecordBatch]:
        """The subjects listed under one rule in either run, as `SCHEMA`, by subject."""
        for name, run in self._runs.items():
            with _readable(run):
                self._bring(name, run, rule)
        for batch in self._connection.sql(self._query(rule)).to_arrow_reader(BATCH_ROWS):
            yield batch.select(SCHEMA.names).cast(SCHEMA)

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def _bring(self, name: str, run: Result, rule: str) -> None:
        """What a run lists under a rule, and how many it examined of each kind."""
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS {_ONCE.format(named=self._named)}",
            {"path": str(self._path(run, rule))},
        )
        examined = _EXAMINED.format(kinds=", ".join(KINDS))
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE examined_{name} AS {examined}",
            {"path": str(run.folder / "statistics.parquet"), "rule": rule},
        )

    def _path(self, run: Result, rule: str) -> Path:
        path = run.folder / "verdicts" / f"{rule}.parquet"
        return path if path.exists() else self._nothing

    def _query(self, rule: str) -> str:
        before, after = (self._judged(name, run, rule) for name, run in self._runs.items())
        change = _CHANGE.format(
            before=before,
            after=after,
            fewer=_FEWER,
            as_many=_AS_MANY,
            unlisted=f"{after.unlisted} AND ({_FEWER} OR coalesce(now.unknown, 0) > 0)",
            outside_after=_outside("a", self._runs["after"], rule),
            outside_before=_outside("b", self._runs["before"], rule),
        )
        pairs = (
            f"{side}.{name} AS {name}_{run}"
            for side, run in (("a", "before"), ("b", "after"))
            for name in PAIRS
        )
        return _QUERY.format(
            either=", ".join(f"coalesce(b.{name}, a.{name}) AS {name}" for name in _OF_EITHER),
            change=change,
            pairs=", ".join(pairs),
            of_was=_same_kind("was", self._runs["before"]),
            of_now=_same_kind("now", self._runs["before"]),
        )

    def _judged(self, name: str, run: Result, rule: str) -> _Judged:
        counts = run.summary["rules"].get(rule)
        failed = {failure["what"] for failure in run.run["failures"]}
        listed = self._connection.execute(
            f"SELECT coalesce(sum(unknowns), 0) FROM {name}"
        ).fetchall()[0][0]
        return _Judged(
            judged=counts is not None and f"rule {rule}" not in failed,
            unlisted=counts is not None and counts["unknown"] > listed,
        )


def _files(run: Result) -> list[Path]:
    return sorted((run.folder / "verdicts").glob("*.parquet"))


def _same_kind(examined: str, run: Result) -> str:
    """Whether a row counts subjects of the same kind as the earlier verdict's."""
    noon = dt.datetime.combine(
        dt.date.fromisoformat(run.run["as_of"]), dt.time(12), tzinfo=run.zone
    )
    offset = int((noon.utcoffset() or dt.timedelta()).total_seconds())
    year = f"year(a.event_at + to_seconds({offset}))"
    same = [f"{examined}.{name} IS NOT DISTINCT FROM a.{name}" for name in KINDS]
    return " AND ".join([*same, f"{examined}.year IS NOT DISTINCT FROM {year}"])


def _outside(side: str, run: Result, rule: str) -> str:
    """Whether a dated event lies outside a run's period, which that run then did not look at."""
    period = run.run["period"]
    zone = run.zone.key if isinstance(run.zone, ZoneInfo) else "UTC"
    bounds = []
    if period["from"]:
        since = utc_midnight(dt.date.fromisoformat(period["from"]), zone)
        bounds.append(f"{side}.event_at < TIMESTAMP '{since.isoformat()}'")
    if period["until"]:
        last = dt.date.fromisoformat(period["until"]) + dt.timedelta(days=1)
        bounds.append(f"{side}.event_at >= TIMESTAMP '{utc_midnight(last, zone).isoformat()}'")
    return f"coalesce({' OR '.join(bounds)}, FALSE)" if bounds and _bounded(rule) else "FALSE"


def _bounded(rule: str) -> bool:
    """Whether a rule looks at the period only; one that this version does not know may."""
    try:
        return rule_by_id(rule).items != ("1.4",)
    except RuleError:
        return True


@contextmanager
def _readable(run: Result) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise OutputError(
            zh=f"无法读取结果 {run.folder} 中的结论：文件已损坏，或由别的版本写成。请重新运行 mingzheng audit。",
            en=f"The verdicts of {run.folder} can't be read: damaged, or written by another version. Run mingzheng audit again.",
        ) from error
