"""A result folder as the reports need it: aggregates and bounded examples, never all rows."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.seal import fingerprint
from mingzheng.errors import OutputError
from mingzheng.records import schema
from mingzheng.reports.figures import Counts

REPORTS = ("report.html", "documents.html", "breaches")
"""How the names of the files begin that this room writes."""

Row = Mapping[str, Any]
Breakdown = dict[tuple[str, str], dict[str | None, Counts]]

_COUNTED = ("clear", "breach", "unknown", "not_in_force")


@dataclass(frozen=True)
class Result:
    """A result folder and what its run.json says."""

    folder: Path
    run: Mapping[str, Any]

    @property
    def summary(self) -> Mapping[str, Any]:
        """The counts of the whole run."""
        return self.run["summary"]

    @cached_property
    def tables(self) -> Mapping[str, Any]:
        """What was supplied, by table, in the order of the contract."""
        said = self.run["tables"]
        order = ("certificates", *schema.tables(), *said)
        return {name: said[name] for name in dict.fromkeys(order) if name in said}

    @cached_property
    def zone(self) -> dt.tzinfo:
        """The CA's time zone; UTC where this machine does not know it."""
        try:
            return ZoneInfo(self.run["time_zone"])
        except (ZoneInfoNotFoundError, ValueError):
            return dt.UTC

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over run.json without `outputs`: they hold the hash of the report itself."""
        return fingerprint(self.run)

    @property
    def outputs(self) -> list[Row]:
        """The sealed outputs but for the reports, whose hashes can't stand in themselves."""
        return [row for row in self.run["outputs"] if not row["path"].startswith(REPORTS)]

    @property
    def has_texts(self) -> bool:
        """Whether public documents were read, which documents.html shows."""
        return (self.folder / "documents.json").is_file()

    @cached_property
    def statistics(self) -> pa.Table:
        """statistics.parquet: every subject, also outside the period, as the summary counts."""
        return self._read("statistics.parquet")

    def breakdown(self, scope: str, dimension: str) -> Breakdown:
        """(id, item) → value of the dimension → counts; `scope` is rule or item.

        An item has itself as its item; doubts and notices, counted apart, are left out.
        """
        rows = self.statistics.filter(pc.equal(self.statistics["scope"], scope))
        summed = rows.group_by(["id", "item", dimension, "verdict"]).aggregate([("count", "sum")])
        found: dict[tuple[str, str], dict[str | None, dict[str, int]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for row in summed.to_pylist():
            if row["verdict"] in _COUNTED:
                value = row[dimension]
                counts = found[row["id"], row["item"]][None if value is None else str(value)]
                counts[row["verdict"]] = row["count_sum"]
        return {
            key: {value: Counts(**counts) for value, counts in values.items()}
            for key, values in found.items()
        }

    def severities(self) -> dict[str, dict[str, int]]:
        """Rule → severity → breaches."""
        rows = self.statistics
        of_rules = pc.and_(pc.equal(rows["scope"], "rule"), pc.equal(rows["verdict"], "breach"))
        rows = rows.filter(of_rules)
        # One rule may serve several items: each breach is counted under each of them.
        summed = rows.group_by(["id", "item", "severity"]).aggregate([("count", "sum")])
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in summed.to_pylist():
            known = found[row["id"]]
            known[row["severity"]] = max(known.get(row["severity"], 0), row["count_sum"])
        return found

    def reconciliation(self) -> list[Row]:
        """Certificates per issuer, product and year."""
        return self._read("reconciliation.parquet").to_pylist()

    def examples(self) -> dict[tuple[str, str], list[Row]]:
        """(rule, subject) → the steps of its dossier."""
        steps: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self._read("examples.parquet").to_pylist():
            steps[row["rule"], row["subject"]].append(row)
        return steps

    def verdict_batches(self) -> Iterator[pa.RecordBatch]:
        """verdicts/*.parquet by name, batch by batch."""
        for path in sorted((self.folder / "verdicts").glob("*.parquet")):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=10_000):
                    yield batch.cast(_decoded(batch.schema))

    def reject_batches(self) -> Iterator[pa.RecordBatch]:
        """rejects.parquet, batch by batch; nothing where it is not there."""
        path = self.folder / "rejects.parquet"
        if path.exists():
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(batch_size=50_000)

    def moment(self, at: dt.datetime | None) -> dt.datetime | None:
        """A stored UTC time in the CA's zone; None where that is out of the calendar."""
        if at is None:
            return None
        aware = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        try:
            return aware.astimezone(self.zone)
        except OverflowError:
            return aware

    def _read(self, name: str) -> pa.Table:
        path = self.folder / name
        try:
            table = pq.read_table(path)
            return table.cast(_decoded(table.schema))
        except (OSError, pa.ArrowException) as error:
            raise unreadable(path) from error


def read(folder: Path) -> Result:
    """The result in a folder; raises OutputError where run.json is not there or not whole."""
    path = folder / "run.json"
    try:
        run = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(path) from error
    if not isinstance(run, dict) or "summary" not in run:
        raise unreadable(path)
    return Result(folder=folder, run=run)


def _decoded(schema: pa.Schema) -> pa.Schema:
    """The same columns with their values themselves, however the writer encoded them."""
    for place, column in enumerate(schema):
        if pa.types.is_dictionary(column.type):
            schema = schema.set(place, column.with_type(column.type.value_type))
        elif pa.types.is_large_string(column.type):
            schema = schema.set(place, column.with_type(pa.string()))
    return schema


def unreadable(path: Path) -> OutputError:
    """The refusal of a result whose file is not there or not whole."""
    return OutputError(
        zh=f"结果文件 {path} 不存在或已损坏。请重新运行 mingzheng audit。",
        en=f"{path} is missing or damaged, so no report can be written. Run mingzheng audit again.",
    )
