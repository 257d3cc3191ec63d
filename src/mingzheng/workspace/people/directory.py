"""Pages of organisations."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import within
from mingzheng.workspace.people.roles import KINDS, Kind


@authorised("organisation.list")
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """Those that this person may see, level by level."""
    seen = within(request.user, "organisation.see", Organisation.objects.all(), owner="")
    by_level = [
        (KINDS[kind], [each for each in seen.select_related("seat") if each.kind == kind])
        for kind in Kind
    ]
    return render(
        request,
        "people/organisations.html",
        {"levels": [(title, rows) for title, rows in by_level if rows]},
    )


@authorised("organisation.list")
@require_GET
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation with its dated facts and its members."""
    found = find(request, "organisation.see", Organisation, pk=pk)
    members = found.memberships.active().select_related("user")
    return render(request, "people/organisation.html", {"organisation": found, "members": members})
