"""Pages of the journal."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzheng.workspace.journal.models import Entry
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import verbs, within

PAGE = 50
"""Entries on a page."""


@authorised("journal.read")
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries; older ones by `before`, a number, so that any page costs the same."""
    before = request.GET.get("before", "")
    seen = visible(request.user)
    if before.isdecimal():
        seen = seen.filter(number__lt=int(before))
    page = list(seen[: PAGE + 1])
    named = {verb.name: verb.text for verb in verbs().values()}
    rows = [(entry, named.get(entry.verb, entry.verb)) for entry in page[:PAGE]]
    return render(
        request,
        "journal/entries.html",
        {"rows": rows, "older": page[PAGE - 1].number if len(page) > PAGE else None},
    )


def visible(user: Any) -> QuerySet:
    """Entries about, or made for, the organisations that this person may look into."""
    reached = within(user, "journal.read", Organisation.objects.all(), owner="")
    everything = Organisation.objects.count()
    known = list(reached.values_list("pk", flat=True))
    if len(known) == everything:
        return Entry.objects.all()
    return Entry.objects.filter(Q(organisation__in=known) | Q(acting_for__in=known))
