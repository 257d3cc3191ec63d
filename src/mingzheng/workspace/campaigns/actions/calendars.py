"""The calendar of working days."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns.models import SpecialDay
from mingzheng.workspace.campaigns.working_days import Day, Year
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require


def keep(days: list[Day] | tuple[Day, ...], *, source: str, mark: str = "") -> None:
    """Put days into the table, in the place of what stood there for them."""
    SpecialDay.objects.filter(day__in=[each.day for each in days]).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(day=each.day, kind=each.kind, name=each.name, source=source, mark=mark)
        for each in days
    )


def keep_year(year: Year) -> None:
    """Put a year that comes with this version into the table."""
    keep(year.days, source=year.source, mark=year.mark)


@transaction.atomic
def fill_year(*, by: User, year: Year) -> None:
    """Take over the days of a year that come with this version."""
    require(by, "calendar.edit")
    keep_year(year)
    record(by=by, verb="calendar.edit", details={"filled": year.year, "days": len(year.days)})


@transaction.atomic
def import_calendar(*, by: User, days: list[Day], source: str, sha256: str) -> None:
    """Take over the days of a file; days it doesn't name stay as they are."""
    require(by, "calendar.edit")
    keep(days, source=source)
    told = {"file": source, "sha256": sha256, "days": len(days)}
    record(by=by, verb="calendar.edit", details=told)


@transaction.atomic
def set_day(*, by: User, day: Day, source: str) -> None:
    """Say of one day that it rests or is worked, and by what."""
    require(by, "calendar.edit")
    keep([day], source=source)
    told = {"day": day.day.isoformat(), "kind": day.kind.value, "name": day.name}
    record(by=by, verb="calendar.edit", details=told)


@transaction.atomic
def remove_day(*, by: User, day: dt.date) -> None:
    """Let a day be as its weekday says."""
    require(by, "calendar.edit")
    if not SpecialDay.objects.filter(day=day).delete()[0]:
        raise WorkspaceError(zh="日历中没有这一天", en="the calendar has no such day")
    record(by=by, verb="calendar.edit", details={"removed": day.isoformat()})
