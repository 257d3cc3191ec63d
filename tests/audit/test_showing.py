"""What a verdict shows, written a column at a time as it is written one by one."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.audit.showing import Shower, _in_turn

ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "Europe/Dublin"])
WHOLE_DAY = dt.timedelta(days=1, microseconds=-1)
USUAL = st.datetimes(dt.datetime(1969, 12, 30), dt.datetime(2040, 1, 1))
MOMENTS = st.one_of(
    USUAL.map(lambda at: at.replace(microsecond=0)),
    USUAL,
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9998, 1, 1)),
    st.just(dt.datetime(9999, 12, 31, 16)),
)
ENDS = st.sampled_from([None, dt.timedelta(0), WHOLE_DAY, dt.timedelta(days=1)])
PAIRS = st.lists(st.one_of(st.none(), st.tuples(MOMENTS, ENDS)), max_size=30)


def _until(start: dt.datetime, span: dt.timedelta | None) -> dt.datetime | None:
    return None if span is None or start.year == 9999 else start + span


@given(zone=ZONES, pairs=PAIRS)
def test_moments_of_a_column_are_written_as_each_of_them(
    zone: str, pairs: list[tuple[dt.datetime, dt.timedelta | None] | None]
) -> None:
    spans = [(None, None) if p is None else (p[0], _until(*p)) for p in pairs]
    columns = zip(*spans, strict=True) if spans else ([], [])
    start, end = (pa.chunked_array([pa.array(c, pa.timestamp("us"))]) for c in columns)
    shower = Shower(ZoneInfo(zone), b"k" * 16)
    assert shower._moments(start, end).to_pylist() == [shower.moment(*span) for span in spans]


CELL = st.sampled_from([None, "", "一", "two"])


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=20), columns=st.integers(0, 3))
def test_values_are_listed_row_by_row_and_what_is_missing_left_out(
    rows: list[tuple[str | None, ...]], columns: int
) -> None:
    named = {f"fact{place}": [row[place] for row in rows] for place in range(columns)}
    found = _in_turn({name: pa.array(c, pa.string()) for name, c in named.items()}, len(rows))
    found.validate(full=True)
    assert found.to_pylist() == [
        [{"name": n, "value": c[row]} for n, c in named.items() if c[row] is not None]
        for row in range(len(rows))
    ]
