"""The timelines of a few dossiers per rule that found something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.engines import Engine
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value
from mingzheng.privacy import mask_texts
from mingzheng.records.provenance import locate

MOST = 3
"""Dossiers shown per rule."""

SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("subject", pa.string()),
        ("verdict", pa.string()),
        ("step", pa.string()),
        ("at", pa.timestamp("us")),
        ("at_until", pa.timestamp("us")),
        ("source", pa.string()),
    ]
)


@dataclass(frozen=True)
class Step:
    """One kind of event in a dossier: the table and the column that record it."""

    name: str
    table: str
    column: str
    where: tuple[str, str] | None = None


STEPS = (
    Step("disclosed", "disclosures", "told_at"),
    Step("applied", "applications", "applied_at"),
    Step("accepted", "applications", "accepted_at"),
    Step("failed", "identity_checks", "checked_at", ("result", "failed")),
    Step("checked", "identity_checks", "checked_at", ("result", "passed")),
    Step("reviewed", "reviews", "reviewed_at"),
    Step("signed", "contracts", "signed_at"),
    Step("issued", "issuances", "issued_at"),
    Step("delivered", "deliveries", "delivered_at"),
    Step("revoked", "status_changes", "effective_at", ("action", "revoked")),
)


def examples(engine: Engine, e: Evidence, verdicts: Iterable[Path], files: pa.Table) -> pa.Table:
    """The dated events of the first breaches that each rule lists and that name an application."""
    chosen = pa.concat_tables([_chosen(path) for path in verdicts] or [_none()])
    if chosen.num_rows == 0:
        return SCHEMA.empty_table()
    ids = pa.table({"application_id": pc.unique(chosen["application_id"])})
    wanted = engine.store("example_applications", ids)
    serials = engine.keep(
        "example_serials",
        e["issuances"]
        .semi_join(wanted, "application_id")
        .select("application_id", "serial_number"),
    )
    events = pa.concat_tables(
        [_events(engine, e, step, of=(wanted, serials), files=files) for step in STEPS]
    )
    joined = chosen.join(events, "application_id", join_type="inner")
    table = joined.select(SCHEMA.names).cast(SCHEMA)
    return table.sort_by([(c, "ascending") for c in ("rule", "subject", "at", "step", "source")])


def _none() -> pa.Table:
    return pa.table(
        {c: pa.array([], pa.string()) for c in ("rule", "subject", "verdict", "application_id")}
    )


def _chosen(path: Path) -> pa.Table:
    columns = ["rule", "subject", "verdict", "application_id"]
    for batch in pq.ParquetFile(path).iter_batches(10_000, columns=columns):
        table = pa.Table.from_batches([batch])
        breaches = table.filter(
            pc.and_(pc.equal(table["verdict"], "breach"), pc.is_valid(table["application_id"]))
        )
        if breaches.num_rows:
            return breaches.slice(0, MOST)
    return _none()


def _events(
    engine: Engine, e: Evidence, step: Step, *, of: tuple[Value, Value], files: pa.Table
) -> pa.Table:
    wanted, serials = of
    rows = e[step.table]
    if step.where is not None:
        rows = rows.filter(rows[step.where[0]] == step.where[1])
    columns = {"row": "row", "at": step.column, "at_until": f"{step.column}_until"}
    if step.table in ("deliveries", "status_changes"):
        found = rows.drop("application_id") if "application_id" in rows.columns else rows
        found = found.inner_join(serials, "serial_number")
    else:
        found = rows.semi_join(wanted, "application_id")
    table = engine.table(found.select("application_id", **columns).distinct())
    places = locate(files, step.table, table["row"].to_pylist())
    return pa.table(
        {
            "application_id": mask_texts(table["application_id"].combine_chunks()),
            "step": pa.array([step.name] * table.num_rows, pa.string()),
            "at": table["at"],
            "at_until": table["at_until"],
            "source": pa.array(places, pa.string()),
        }
    )
