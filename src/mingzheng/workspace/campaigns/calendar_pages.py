"""Pages of the calendar of working days."""

from __future__ import annotations

import calendar as months
import datetime as dt
import hashlib
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.campaigns import actions, working_days
from mingzheng.workspace.campaigns.forms import EARLIEST, LATEST, CalendarFile, DayForm
from mingzheng.workspace.campaigns.models import SpecialDay
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.permissions import may
from mingzheng.workspace.site.bodies import takes
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both, spoken


@authorised("calendar.see")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """A year: its months, and the days that aren't as their weekday says."""
    return _page(request, _year(request.GET.get("year", "")))


def _year(asked: str) -> int:
    year = int(asked) if asked.isdecimal() and len(asked) == len("2022") else 0
    return year if EARLIEST.year <= year <= LATEST.year else _latest()


def _latest() -> int:
    """The last year of which there are days; this one where there are none."""
    last = SpecialDay.objects.order_by("-day").first()
    return last.day.year if last else timezone.localdate().year


WEEKDAYS = [
    (Text(zh="一", en="Mo"), Text(zh="星期一", en="Monday")),
    (Text(zh="二", en="Tu"), Text(zh="星期二", en="Tuesday")),
    (Text(zh="三", en="We"), Text(zh="星期三", en="Wednesday")),
    (Text(zh="四", en="Th"), Text(zh="星期四", en="Thursday")),
    (Text(zh="五", en="Fr"), Text(zh="星期五", en="Friday")),
    (Text(zh="六", en="Sa"), Text(zh="星期六", en="Saturday")),
    (Text(zh="日", en="Su"), Text(zh="星期日", en="Sunday")),
]


def _page(
    request: HttpRequest, year: int, *, day: Form | None = None, file: Form | None = None
) -> HttpResponse:
    special = {each.day: each for each in SpecialDay.objects.filter(day__year=year)}
    years = SpecialDay.objects.annotate(year=ExtractYear("day")).values("year")
    counted = {row["year"]: row["n"] for row in years.annotate(n=Count("pk")).order_by("year")}
    edits = may(request.user, "calendar.edit")
    wrong = bool((day and day.errors) or (file and file.errors))
    given = {
        "year": year,
        "years": sorted({*counted, year, timezone.localdate().year}),
        "weekdays": WEEKDAYS,
        "months": [_month(year, number, special) for number in range(1, 13)],
        "days": special.values(),
        "edits": edits,
        "day_form": (day or DayForm()) if edits else None,
        "file_form": (file or CalendarFile()) if edits else None,
        "fills": [each for each in working_days.known_years() if each not in counted],
        "from_memory": any(each.mark for each in special.values()),
    }
    return render(request, "campaigns/calendar.html", given, status=422 if wrong else 200)


def _month(year: int, number: int, special: dict[dt.date, SpecialDay]) -> dict[str, Any]:
    days = working_days.Calendar({day: each.rests for day, each in special.items()})
    weeks = [
        [
            (day.day, "rest" if days.is_rest_day(day) else "work", special.get(day))
            if day.month == number
            else None
            for day in week
        ]
        for week in months.Calendar().monthdatescalendar(year, number)
    ]
    return {"first": dt.date(year, number, 1), "weeks": weeks}


@authorised("calendar.edit")
@require_POST
def set_day(request: HttpRequest) -> HttpResponse:
    """Say of one day what it is."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, _latest(), day=form)
    entered = form.entered()
    actions.set_day(by=request.user, day=entered, source=form.cleaned_data["source"])
    return _back(entered.day.year)


@authorised("calendar.edit")
@require_POST
def remove_day(request: HttpRequest) -> HttpResponse:
    """Let a day be as its weekday says."""
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
        actions.remove_day(by=request.user, day=day)
    except ValueError:
        return _back(_latest())
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
    return _back(day.year)


@authorised("calendar.edit")
@require_POST
def fill_year(request: HttpRequest) -> HttpResponse:
    """Take over a year that comes with this version."""
    asked = request.POST.get("year", "")
    if not asked.isdecimal() or int(asked) not in working_days.known_years():
        messages.error(request, both("没有这一年的数据。", "There are no days of that year."))
        return _back(_latest())
    actions.fill_year(by=request.user, year=working_days.days_of(int(asked)))
    return _back(int(asked))


@authorised("calendar.edit")
@takes(lambda: working_days.LARGEST)
@require_POST
def import_calendar(request: HttpRequest) -> HttpResponse:
    """Take over a CSV file, whole or not at all."""
    form = CalendarFile(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            days = working_days.read(content)
            actions.import_calendar(
                by=request.user, days=days, source=str(file.name)[:200],
                sha256=hashlib.sha256(content).hexdigest(),
            )  # fmt: skip
            messages.success(
                request, both(f"已导入 {len(days)} 天。", f"{len(days)} days imported.")
            )
            return _back(days[-1].day.year)
        except WorkspaceError as error:
            form.add_error("file", spoken(error.text))
    return _page(request, _latest(), file=form)


def _back(year: int) -> HttpResponse:
    return redirect(f"{reverse('campaigns:calendar')}?year={year}")
