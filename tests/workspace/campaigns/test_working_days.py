"""Which days are worked, and what a calendar's file may say."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.errors import WorkspaceError


def test_the_year_that_comes_with_this_version(django: Any) -> None:
    from mingzheng.workspace.campaigns.working_days import REST, WORK, Calendar, days_of

    year = days_of(2022)
    calendar = Calendar({each.day: each.kind == REST for each in year.days})
    assert year.mark == "memory"
    assert calendar.is_rest_day(dt.date(2022, 10, 30)), "a Sunday"
    assert calendar.is_rest_day(dt.date(2022, 10, 7)), "a Friday of the holidays"
    assert not calendar.is_rest_day(dt.date(2022, 10, 8)), "a Saturday that is worked"
    assert calendar.next_working_day(dt.date(2022, 10, 1)) == dt.date(2022, 10, 8)
    assert calendar.next_working_day(dt.date(2022, 9, 30)) == dt.date(2022, 9, 30)
    # worked days make up for rest days: each is a weekend's
    assert all(each.day.weekday() >= 5 for each in year.days if each.kind == WORK)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read(django: Any, encoding: str) -> None:
    from mingzheng.workspace.campaigns.working_days import REST, WORK, Day, read

    text = "日期,类型,名称\n2023-10-08,班,国庆节调休\n\n2023/10/01,休,国庆节\n"
    days = [
        Day(dt.date(2023, 10, 1), REST, "国庆节"),
        Day(dt.date(2023, 10, 8), WORK, "国庆节调休"),
    ]
    assert read(text.encode(encoding)) == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no days"),
        ("2023-02-30,休,x", "line 1"),
        ("日期,类型,名称\n2023-10-01,休,国庆节\n2023-10-01,班,x", "line 3: the day stands"),
        ("2023-10-01,假,国庆节", "rest or work"),
        ("2023-10-01,休", "three columns"),
        ("2023-10-01,休,", "1–60"),
        ("2023-10-01,休,a\0", "no CSV"),
        ("x" * 300_000, "KiB"),
    ],
)
def test_a_file_that_is_wrong_is_refused_whole(django: Any, text: str, said: str) -> None:
    from mingzheng.workspace.campaigns.working_days import read

    with pytest.raises(WorkspaceError) as refused:
        read(text.encode())
    assert said in refused.value.text.en


@given(st.one_of(st.binary(), st.text(alphabet='0123456789-/,"\n\r休班x').map(str.encode)))
def test_any_bytes_are_read_or_refused(django: Any, content: bytes) -> None:
    from mingzheng.workspace.campaigns.working_days import read

    try:
        days = read(content)
    except WorkspaceError:
        return
    assert [each.day for each in days] == sorted({each.day for each in days})
