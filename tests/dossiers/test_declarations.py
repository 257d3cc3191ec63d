"""Declarations of completeness: local days, one after another, and for whom they speak."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ibis
import pytest

from mingzheng.dossiers.evidence import Evidence, covers, unbroken
from mingzheng.evidence.settings import Coverage, Settings, Span


def days(since: str | None, until: str | None, product: str | None = None) -> Coverage:
    day = dt.date.fromisoformat
    return Coverage(Span(since and day(since), until and day(until)), product)


def spans(found):
    return [(str(c.span.since), str(c.span.until), c.product) for c in found]


def test_years_declared_one_by_one_are_one_spell():
    years = [days(f"{y}-01-01", f"{y}-12-31") for y in (2019, 2018, 2020)]
    assert spans(unbroken(years)) == [("2018-01-01", "2020-12-31", None)]


def test_a_gap_of_a_day_breaks_a_spell():
    found = unbroken([days("2018-01-01", "2018-12-31"), days("2019-01-02", None)])
    assert spans(found) == [("2018-01-01", "2018-12-31", None), ("2019-01-02", "None", None)]


def test_an_open_end_swallows_what_follows():
    found = unbroken([days("2018-01-01", None), days("2019-01-01", "2019-12-31")])
    assert spans(found) == [("2018-01-01", "None", None)]


def test_products_are_spells_of_their_own():
    found = unbroken([days("2015-01-01", "2019-12-31", "event"), days("2020-01-01", None)])
    assert len(found) == 2


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("2019-12-31T15:59:59", False),  # the last second of 2019 in Shanghai, written in UTC
        ("2019-12-31T16:00:00", True),
        ("2020-12-31T15:59:59", True),
        ("2020-12-31T16:00:00", False),
        (None, False),
    ],
)
def test_a_declared_day_is_a_day_where_the_authority_is(at, answer):
    settings = Settings(folder=Path(), period=Span(), as_of=dt.date(2026, 10, 1))
    nothing = {key: {} for key in ("tables", "parameters")} | dict.fromkeys(
        ("supplied", "void", "lost", "shifted"), frozenset()
    )
    e = Evidence(
        settings=settings, keep=lambda n, x: x, view=lambda n, x: x, drop=lambda n: None, **nothing
    )
    of = ibis.memtable({"event_at": [at]}, schema={"event_at": "string"}).mutate(
        event_at=lambda t: t.event_at.cast("timestamp")
    )
    said = covers(e, days("2020-01-01", "2020-12-31"), of)
    table = ibis.duckdb.connect().to_pyarrow(of.select(said=said))
    assert table["said"].to_pylist() == [answer]
