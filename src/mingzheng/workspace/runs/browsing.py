"""Pages of verdicts: a list by filter, one verdict, the list as a workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzheng.language import Text
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.pages import SEEING, find

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = {
    "item": Text(zh="事项", en="Item"),
    "rule": Text(zh="检查", en="Check"),
    "verdict": Text(zh="结论", en="Verdict"),
    "severity": Text(zh="性质", en="Severity"),
    "domain": Text(zh="应用领域", en="Domain of use"),
    "agency": Text(zh="注册机构", en="Registration authority"),
    "kind": Text(zh="主体类型", en="Kind of subject"),
    "year": Text(zh="年份", en="Year"),
}


@authorised(SEEING)
@require_GET
def verdicts(request: HttpRequest, pk: int) -> HttpResponse:
    """The verdicts that a filter finds, fifty at a time."""
    run = find(request, pk, finished=True)
    asked = reading.Filter.of(request.GET)
    after, before = (reading.Place.read(request.GET.get(n, "")) for n in ("after", "before"))
    return render(
        request,
        "runs/verdicts.html",
        {
            "run": run,
            "listed": reading.listed(run.folder, asked, after=after, before=before),
            "counted": reading.counted(run.folder, asked),
            "most": reading.MOST_ROWS,
            "fields": _fields(run.folder, asked),
            "asked": asked.given,
            "query": urlencode(asked.given),
        },
    )


@authorised(SEEING)
@require_GET
def verdict(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """One verdict with what it shows, what proves it and what it rests on."""
    run = find(request, pk, finished=True)
    at = reading.Place.read(place)
    found = reading.verdict(run.folder, at) if at else None
    if found is None:
        raise Http404
    query = urlencode(reading.Filter.of(request.GET).given)
    return render(request, "runs/verdict.html", {"run": run, "found": found, "query": query})


@authorised(SEEING)
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """What the filter finds as a workbook, as far as it holds."""
    run = find(request, pk, finished=True)
    asked = reading.Filter.of(request.GET)
    book = reading.export(run.folder, asked, within=settings.WORKSPACE.files)
    name = f"verdicts-{run.pk}.xlsx"
    return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)


def _fields(folder: Any, asked: reading.Filter) -> list[tuple[str, Text, str, Any]]:
    choices = reading.choices(folder)
    return [
        (name, label, asked.given.get(name, ""), choices[name])
        for name, label in FIELDS.items()
        if len(choices[name]) > 1 or name in asked.given
    ]
