from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mingzheng.reports.coverage import FULL, NONE, PART, Coverage
from mingzheng.reports.reading import read


def declared(
    since: str | None, until: str | None, product: str | None = None, ra: str | None = None
) -> Any:
    return {"from": since, "until": until, "product": product, "registration_authority": ra}


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ([], NONE),
        ([declared(None, None)], FULL),
        ([declared("2020-01-01", "2020-12-31")], FULL),
        ([declared("2020-01-01", "2020-06-30"), declared("2020-07-01", None)], FULL),
        ([declared("2020-07-01", None), declared("2019-01-01", "2020-06-30")], FULL),
        ([declared("2020-01-01", "2020-06-30"), declared("2020-07-02", None)], PART),
        ([declared("2020-01-02", None)], PART),
        ([declared(None, None, "signature")], FULL),
        ([declared(None, None, "event")], NONE),
        ([declared(None, None, None, "RA-1")], PART),
        ([declared("2021-01-01", None)], NONE),
    ],
)
def test_a_year_is_covered_only_where_every_day_is_declared(
    make_result: Callable[..., Path], entries: list[Any], state: str
) -> None:
    table = {"supplied": True, "rows": 1, "rejects": 0, "void": False, "coverage": entries}
    coverage = Coverage(read(make_result(run={"tables": {"contracts": table}})))
    assert coverage.state("contracts", "signature", 2020) == state


def test_only_the_days_inside_the_period_need_a_declaration(
    make_result: Callable[..., Path],
) -> None:
    entries = [declared("2017-07-01", "2022-08-30")]
    table = {"supplied": True, "rows": 1, "rejects": 0, "void": False, "coverage": entries}
    coverage = Coverage(read(make_result(run={"tables": {"contracts": table}})))
    assert coverage.state("contracts", "event", 2017) == FULL
    assert coverage.state("contracts", "event", 2022) == FULL
    assert coverage.state("applications", "event", 2022) == NONE


def test_a_table_that_could_not_be_used_covers_nothing(make_result: Callable[..., Path]) -> None:
    entries = [declared(None, None)]
    table = {"supplied": True, "rows": 1, "rejects": 9, "void": True, "coverage": entries}
    coverage = Coverage(read(make_result(run={"tables": {"contracts": table}})))
    assert coverage.state("contracts", "event", 2020) == NONE
    assert coverage.unshown("3.1") == ["contracts"]
