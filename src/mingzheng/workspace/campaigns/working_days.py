"""Which days are worked: Monday to Friday, but for what the calendar says of a day.

The calendar comes from a table that the organiser edits, from a CSV file
(日期 date, 类型 kind, 名称 name), or from the data that comes with this version.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns.models import SpecialDay
from mingzheng.workspace.site import csv_files

ONE_DAY = dt.timedelta(days=1)
LARGEST = 256 << 10
"""Octets of a calendar's file: decades of holidays fit."""
REST, WORK = SpecialDay.Kind.REST, SpecialDay.Kind.WORK
KINDS = {"休": REST, "放假": REST, "rest": REST, "班": WORK, "上班": WORK, "work": WORK}
DATA = files("mingzheng.workspace.campaigns") / "data"


@dataclass(frozen=True)
class Day:
    """A day that is not as its weekday says."""

    day: dt.date
    kind: SpecialDay.Kind
    name: str


@dataclass(frozen=True)
class Year:
    """The calendar of a year as it comes with this version."""

    year: int
    source: str
    mark: str
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Calendar:
    """Days that rest or are worked against their weekday, by date."""

    rests: Mapping[dt.date, bool]

    def is_rest_day(self, day: dt.date) -> bool:
        """Whether nobody works that day."""
        return self.rests.get(day, day.weekday() >= SATURDAY)

    def next_working_day(self, day: dt.date) -> dt.date:
        """That day if it is worked, else the first one after it that is."""
        while self.is_rest_day(day):
            day += ONE_DAY
        return day


SATURDAY = 5


def calendar() -> Calendar:
    """The calendar as it stands in the table."""
    kept = SpecialDay.objects.values_list("day", "kind")
    return Calendar({day: kind == REST for day, kind in kept})


def known_years() -> list[int]:
    """The years whose days come with this version."""
    names = sorted(each.name for each in DATA.iterdir() if each.name.startswith("calendar-"))
    return [int(name.removeprefix("calendar-").removesuffix(".toml")) for name in names]


def days_of(year: int) -> Year:
    """The days of one of the known years."""
    table = tomllib.loads((DATA / f"calendar-{year}.toml").read_text("utf-8"))
    return Year(year, table["source"], table["mark"], tuple(_days(table["holidays"])))


def _days(holidays: list[dict[str, Any]]) -> Iterator[Day]:
    for holiday in holidays:
        day = holiday["from"]
        while day <= holiday["to"]:
            yield Day(day, REST, holiday["name"])
            day += ONE_DAY
        for worked in holiday["worked"]:
            yield Day(worked, WORK, f"{holiday['name']}调休")


def read(content: bytes) -> list[Day]:
    """The days of a CSV file in UTF-8 or GB 18030, in order.

    Raises `WorkspaceError`, which names the first line that can't be read: none is taken then.
    """
    if len(content) > LARGEST:
        raise WorkspaceError(
            zh=f"文件超过 {LARGEST >> 10} KiB", en=f"the file has more than {LARGEST >> 10} KiB"
        )
    days: dict[dt.date, Day] = {}
    for number, row in enumerate(csv_files.rows(content), start=1):
        if any(cell.strip() for cell in row) and not (number == 1 and _is_heading(row)):
            day = _day(number, [cell.strip() for cell in row])
            if day.day in days:
                raise _wrong(number, "日期重复", "the day stands there twice")
            days[day.day] = day
    if not days:
        raise WorkspaceError(zh="文件中没有日期", en="the file has no days")
    return [days[day] for day in sorted(days)]


def _is_heading(row: list[str]) -> bool:
    return not any(character.isdecimal() for character in row[0])


def _day(number: int, row: list[str]) -> Day:
    if len(row) < COLUMNS:
        raise _wrong(number, "应有三列：日期、类型、名称", "three columns: date, kind, name")
    day, kind, name = row[:COLUMNS]
    try:
        parsed = dt.date.fromisoformat(day.replace("/", "-"))
    except ValueError:
        raise _wrong(number, "日期应为 2022-10-01", "a date looks like 2022-10-01") from None
    if kind.lower() not in KINDS:
        raise _wrong(number, "类型应为“休”或“班”", "the kind is rest or work")
    if not name or len(name) > LONGEST_NAME:
        raise _wrong(number, "名称应为 1–60 个字符", "a name has 1–60 characters")
    return Day(parsed, KINDS[kind.lower()], name)


COLUMNS = 3
LONGEST_NAME = 60


def _wrong(line: int, zh: str, en: str) -> WorkspaceError:
    return WorkspaceError(zh=f"第 {line} 行：{zh}", en=f"line {line}: {en}")
