"""The limitation of penalties is shown for the regulator, and never acquits."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mingzheng.reports import limitation, write_report, write_workbook
from mingzheng.reports.limitation import Elapsed, elapsed, last_day
from mingzheng.reports.reading import Result
from mingzheng.reports.sheets import COLUMNS

Make = Callable[..., Path]
RULE = "identity.never_checked"
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("rule", "verdict", "severity")),
        ("event_at", pa.timestamp("us", "UTC")),
    ]
)


def row(subject: str, at: dt.datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "rule": RULE, "item": "1.1", "severity": "violation", "held": False, "verdict": "breach",
        "looks_at": "case", "subject": subject, "application_id": subject, "event_at": at,
        "shows": [], "sources": [], **more,
    }  # fmt: skip


@settings(deadline=None)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), st.sampled_from([2, 5]))
def test_a_term_ends_on_the_same_date_or_the_month_s_last_day(day, years):
    last = last_day(day, years)
    assert (last.year, last.month) == (day.year + years, day.month)
    assert last.day == min(day.day, calendar.monthrange(last.year, last.month)[1])


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))


@settings(deadline=None)
@given(DAYS, st.lists(DAYS, max_size=5))
def test_what_has_run_out_is_counted_as_the_terms_say(as_of, days):
    result = Result(Path(), {"as_of": as_of.isoformat(), "time_zone": "Asia/Shanghai"})
    at = [dt.datetime.combine(day, dt.time(), result.zone).astimezone(dt.UTC) for day in days]
    batch = pa.RecordBatch.from_pylist([row("A", each) for each in at], SCHEMA)
    states = Counter(
        "within" if as_of <= last_day(day, 2) else "two" if as_of <= last_day(day, 5) else "five"
        for day in days
    )
    assert elapsed(result, batch).get(RULE, Elapsed()) == Elapsed(**states)


def test_only_what_could_be_penalised_and_has_a_day_is_counted():
    result = Result(Path(), {"as_of": "2022-08-30", "time_zone": "Asia/Shanghai"})
    at = dt.datetime(2021, 1, 1, 1, tzinfo=dt.UTC)
    rows = [
        row("A1", at),
        row("A2", at, severity="doubt"),
        row("A3", at, severity="notice"),
        row("A4", at, verdict="unknown"),
        row("A5", None),
    ]
    counted = elapsed(result, pa.RecordBatch.from_pylist(rows, SCHEMA))
    assert counted == {RULE: Elapsed(within=2, undated=1)}
    shown = [limitation.of_row(result, each) for each in rows]
    assert [text is not None for text in shown] == [True, True, False, False, False]
    assert shown[0].zh == "二年至 2023-01-01，五年至 2026-01-01"


def test_the_page_shows_it_beside_each_breach_and_says_what_it_is_not(make_result: Make):
    at = dt.datetime(2019, 3, 4, 17, tzinfo=dt.UTC)  # the 5th in China
    folder = make_result(
        verdicts=[row("A1", at), row("A2", None), row("A3", at, verdict="unknown")]
    )
    page = write_report(folder).read_text("utf-8")
    assert page.count("二年至 2021-03-05，五年至 2024-03-05") == 1
    assert "至截至日未满二年 0；满二年未满五年 1；满五年 0；日期不详 1" in page
    assert limitation.NOTE.zh in page
    assert "not an acquittal" in page
    assert "违法行为在二年内未被发现的，不再给予行政处罚" in page


def test_the_workbook_has_a_column_of_it(make_result: Make):
    at = dt.datetime(2020, 2, 29, 1, tzinfo=dt.UTC)
    folder = make_result(
        verdicts=[row("A1", at), row("A2", None), row("A3", at, verdict="unknown")]
    )
    (path,) = write_workbook(folder, headers={})
    book = load_workbook(path)
    place = [column.name for column in COLUMNS].index("limitation")
    told = {
        name: [line[place] for line in book[name].iter_rows(min_row=2, values_only=True)]
        for name in ("疑似问题", "待补充")
    }
    assert told == {"疑似问题": ["二年至 2022-02-28，五年至 2025-02-28", None], "待补充": [None]}
    assert "不是免责" in book["疑似问题"].cell(1, place + 1).value
