"""What the verdicts of each rule look like: first and last day, terms run out, examples."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.reports import limitation
from mingzheng.reports.reading import Result, Row

EXAMPLES = 3
"""Examples shown of each rule and verdict."""


@dataclass
class Finding:
    """The breaches, or the unknown answers, of one rule."""

    first: dt.datetime | None = None
    last: dt.datetime | None = None
    elapsed: limitation.Elapsed = field(default_factory=limitation.Elapsed)
    examples: list[Row] = field(default_factory=list)

    def widen(self, first: dt.datetime | None, last: dt.datetime | None) -> None:
        """Take in the days of one more batch."""
        if first is not None:
            self.first = first if self.first is None else min(self.first, first)
        if last is not None:
            self.last = last if self.last is None else max(self.last, last)


def findings(result: Result) -> dict[tuple[str, str], Finding]:
    """(rule, verdict) → its days and its first examples, in one pass of bounded memory.

    A verdict that serves several items is one example.
    """
    found: dict[tuple[str, str], Finding] = defaultdict(Finding)
    for batch in result.verdict_batches():
        _days(batch, found)
        for rule, elapsed in limitation.elapsed(result, batch).items():
            found[rule, "breach"].elapsed += elapsed
        for key, rows in _first_rows(batch, found).items():
            examples = found[key].examples
            known = {row["subject"] for row in examples}
            for row in rows:
                if row["subject"] not in known and len(examples) < EXAMPLES:
                    examples.append(row)
                    known.add(row["subject"])
    return dict(found)


def _days(batch: pa.RecordBatch, found: dict[tuple[str, str], Finding]) -> None:
    table = pa.table({name: batch[name] for name in ("rule", "verdict", "event_at")})
    grouped = table.group_by(["rule", "verdict"]).aggregate(
        [("event_at", "min"), ("event_at", "max")]
    )
    for row in grouped.to_pylist():
        found[row["rule"], row["verdict"]].widen(row["event_at_min"], row["event_at_max"])


def _first_rows(
    batch: pa.RecordBatch, found: dict[tuple[str, str], Finding]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """A few candidates of each rule that still lacks examples."""
    rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
    pairs = pa.table({"rule": batch["rule"], "verdict": batch["verdict"]})
    for pair in pairs.group_by(["rule", "verdict"]).aggregate([]).to_pylist():
        key = (pair["rule"], pair["verdict"])
        if len(found[key].examples) < EXAMPLES:
            same = pc.and_(pc.equal(batch["rule"], key[0]), pc.equal(batch["verdict"], key[1]))
            places = pc.indices_nonzero(same)[: 8 * EXAMPLES]
            rows[key] = batch.take(places).to_pylist()
    return rows
