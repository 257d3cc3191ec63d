"""Times that are all eight hours off are told by the order of things, and only then."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.records.schema import tables
from mingzheng.records.shifts import shifted_tables

APPLIED = dt.datetime(2021, 3, 1, 2, 0)
HOUR = dt.timedelta(hours=1)


def write(folder, table: str, rows: list[dict]) -> None:
    schema = tables()[table].arrow()
    (folder / table).mkdir()
    full = [{"row": place, **row} for place, row in enumerate(rows)]
    pq.write_table(pa.Table.from_pylist(full, schema), folder / table / "part-00000.parquet")


def instant(column: str, at: dt.datetime) -> dict[str, dt.datetime]:
    return {column: at, f"{column}_until": at}


def records(folder, *, off: dt.timedelta, apart: dt.timedelta = HOUR, count: int = 60):
    ids = [f"A{n}" for n in range(count)]
    applied = [APPLIED + n * dt.timedelta(days=1) for n in range(count)]
    pairs = list(zip(ids, applied, strict=True))
    write(
        folder, "applications",
        [{"application_id": i, **instant("applied_at", at)} for i, at in pairs],
    )  # fmt: skip
    write(
        folder, "issuances",
        [{"application_id": i, **instant("issued_at", at + 2 * HOUR)} for i, at in pairs],
    )  # fmt: skip
    write(
        folder, "identity_checks",
        [{"application_id": i, **instant("checked_at", at + apart + off)} for i, at in pairs],
    )  # fmt: skip
    return shifted_tables(
        folder, {"applications": count, "issuances": count, "identity_checks": count}
    )


@pytest.mark.parametrize("hours", [8, -8])
def test_a_lost_time_zone_is_recognised(tmp_path, hours):
    assert records(tmp_path, off=hours * HOUR) == {"identity_checks": hours}


def test_times_in_order_are_believed(tmp_path):
    assert records(tmp_path, off=0 * HOUR) == {}


def test_checks_that_are_days_late_are_late(tmp_path):
    assert records(tmp_path, off=0 * HOUR, apart=72 * HOUR) == {}


def test_a_few_rows_tell_nothing(tmp_path):
    assert records(tmp_path, off=8 * HOUR, count=40) == {}
