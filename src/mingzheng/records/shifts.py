"""Tables whose times are all eight hours off, told by the order of things.

Nearly everywhere a check, a review and a contract fall between the application and the
issuance, and the notice before the acceptance. Where most of a table falls outside, and eight
hours put nearly all of it back inside, the likelier story is a time zone lost in an export: such
times prove nothing, neither for the CA nor against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from mingzheng.language import Text

SHIFT_HOURS = 8
OUTSIDE, RESTORED, LEAST = 0.5, 0.05, 50
"""More than this share outside, less than that once moved back, of so many rows at least."""

LOOKED_AT = 50_000
"""Rows of a table that are enough: a thinning by row number keeps the answer reproducible."""


@dataclass(frozen=True)
class Order:
    """Where a table's times belong: the columns of an application's dates on either side."""

    table: str
    column: str
    after: str | None
    before: str


ORDERS = (
    Order("identity_checks", "checked_at", "applied_at", "issued_at"),
    Order("reviews", "reviewed_at", "applied_at", "issued_at"),
    Order("contracts", "signed_at", "applied_at", "issued_at"),
    Order("disclosures", "told_at", None, "accepted_at"),
)

QUERY = """
    WITH t AS (
        SELECT application_id, {column} AS recorded FROM read_parquet($table)
        WHERE {column} = {column}_until AND application_id IS NOT NULL AND row % {thin} = 0
    ), dates AS (
        SELECT a.application_id, a.applied_at, a.accepted_at, min(i.issued_at) AS issued_at
        FROM read_parquet($applications) a
        LEFT JOIN read_parquet($issuances) i
            ON i.application_id = a.application_id AND i.issued_at = i.issued_at_until
        WHERE a.application_id IN (SELECT application_id FROM t)
            AND (a.applied_at IS NULL OR a.applied_at = a.applied_at_until)
            AND (a.accepted_at IS NULL OR a.accepted_at = a.accepted_at_until)
        GROUP BY ALL
    ), pairs AS (
        SELECT t.recorded, {after} AS opened, d.{before} AS closed FROM t JOIN dates d USING (application_id)
        WHERE d.{before} IS NOT NULL
    )
    SELECT count(*),
        avg((recorded > closed)::INT), avg((recorded - INTERVAL {hours} HOUR > closed)::INT),
        avg((recorded < opened)::INT), avg((recorded + INTERVAL {hours} HOUR < opened)::INT)
    FROM pairs
"""


def shifted_tables(out: Path, rows: dict[str, int]) -> dict[str, int]:
    """Table → by how many hours (8 or -8) its times seem to be off; `out` holds the records."""
    if not rows.get("applications"):
        return {}
    found = {
        order.table: _shift(out, order, rows[order.table])
        for order in ORDERS
        if rows.get(order.table)
    }
    return {table: hours for table, hours in found.items() if hours is not None}


def notice(table: str, hours: int) -> Text:
    """Why the times of a table are not believed."""
    return Text(
        zh=f"{table}：大部分时间不在应有的先后之内，整体移动 {abs(hours)} 小时即恢复，应是导出时丢失了时区。该表的时间不参与判断，相关事项无法判断；请核对 evidence.toml 的 time_zone 或重新导出",
        en=f"{table}: most times are out of order and {abs(hours)} hours put them right: a time zone lost in the export, by all appearance. They are not judged, and what rests on them is unknown; check time_zone in evidence.toml or export again",
    )


def _shift(out: Path, order: Order, rows: int) -> int | None:
    query = QUERY.format(
        column=order.column,
        after="NULL::TIMESTAMP" if order.after is None else f"d.{order.after}",
        before=order.before,
        hours=SHIFT_HOURS,
        thin=max(1, rows // LOOKED_AT),
    )
    parts = {
        "table": f"{out}/{order.table}/part-*.parquet",
        "applications": f"{out}/applications/part-*.parquet",
        "issuances": f"{out}/issuances/part-*.parquet",
    }
    with duckdb.connect(config={"threads": 2}) as engine:
        answer = engine.execute(query, parts).fetchall()[0]
    count, late, late_moved, early, early_moved = answer
    if count < LEAST:
        return None
    if late > OUTSIDE and late_moved < RESTORED:
        return SHIFT_HOURS
    if early is not None and early > OUTSIDE and early_moved < RESTORED:
        return -SHIFT_HOURS
    return None
