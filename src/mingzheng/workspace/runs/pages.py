"""Pages of audit runs: the list, one run, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzheng.errors import MingzhengError
from mingzheng.workspace.people.authorisation import Page, authorised
from mingzheng.workspace.people.permissions import NotAllowed, may, require, within
from mingzheng.workspace.runs import actions, evidence, reading
from mingzheng.workspace.runs.forms import Order, Upload
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.runs.states import LIFE
from mingzheng.workspace.site.bodies import takes
from mingzheng.workspace.site.speech import spoken

PAGE = 50
SEEING = "run.see_shared"
"""The verb of whoever may open these pages at all; `find` says which runs."""


def visible(user: Any) -> QuerySet:
    """The runs that this person may see: of the own authority, and what others shared."""
    own = within(user, "run.see", Run.objects.all())
    shared = within(user, "run.see_shared", Run.objects.filter(shared=True))
    return Run.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=shared.values("pk")))


def find(request: HttpRequest, pk: int, *, finished: bool = False) -> Run:
    """The run that is meant, if this person may see it; 404 otherwise.

    finished: only one that has its result.
    """
    run: Run | None = Run.objects.select_related("organisation").filter(pk=pk).first()
    if run is None:
        raise NotAllowed(SEEING, Run)
    require(request.user, run.seeing, run)
    if finished and not run.has_result:
        raise Http404
    return run


@authorised(SEEING)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The newest runs; older ones by `before`, a number, so that any page costs the same."""
    before = request.GET.get("before", "")
    seen = visible(request.user).select_related("organisation")
    if before.isascii() and before.isdecimal():
        seen = seen.filter(pk__lt=int(before))
    page = list(seen[: PAGE + 1])
    own = request.user.membership.organisation
    return render(
        request,
        "runs/runs.html",
        {
            "runs": page[:PAGE],
            "older": page[PAGE - 1].pk if len(page) > PAGE else None,
            "uploads": may(request.user, "run.upload", own),
            "several": may(request.user, "organisation.see") and own.kind != "authority",
        },
    )


@authorised("run.upload")
@takes(actions.largest_upload)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Register a result made elsewhere."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.upload(
                by=request.user, organisation=request.user.membership.organisation,
                name=given["name"], file=given["file"].file, size=given["file"].size,
            )  # fmt: skip
            return redirect("runs:run", made.pk)
        except MingzhengError as error:
            form.add_error("file", spoken(error.text))
    return render(request, "runs/upload.html", {"form": form}, status=422 if form.errors else 200)


@authorised("run.order")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Have a folder on the server audited."""
    own = request.user.membership.organisation
    form = Order(request.POST or None, organisation=own)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.order(by=request.user, organisation=own, **form.cleaned_data)
            return redirect("runs:run", asked.pk)
        except MingzhengError as error:
            form.add_error("folder", spoken(error.text))
    return render(
        request,
        "runs/order.html",
        {"form": form, "folders": evidence.folders(own)},
        status=422 if form.errors else 200,
    )


@authorised(SEEING)
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: how it stands, and what it found."""
    found = find(request, pk)
    given = {"run": found, **_doing(request, found)}
    if found.has_result:
        given |= {"overview": reading.overview(found.folder), "notes": dict(_notes(found))}
        given["own"] = found.facts["authority"] in {"", found.organisation.name}
    return render(request, "runs/run.html", given)


@authorised(SEEING)
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is, for its page to show again; a whole new page once that has changed."""
    found = find(request, pk)
    response = render(request, "runs/progress.html", {"run": found, **_doing(request, found)})
    if not found.under_way:
        response.headers["HX-Refresh"] = "true"
    return response


def _button(verb: str, action: Callable[..., Run]) -> Page:
    @authorised(verb)
    @require_POST
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        found = find(request, pk)
        try:
            action(by=request.user, run=found)
        except MingzhengError as error:
            messages.error(request, spoken(error.text))
        return redirect("runs:run", pk)

    return page


cancel = _button("run.cancel", actions.cancel)
resume = _button("run.resume", actions.resume)
share = _button("run.share", actions.share)
unshare = _button("run.unshare", actions.unshare)


def _doing(request: HttpRequest, found: Run) -> dict[str, Any]:
    verb = "run.unshare" if found.shared else "run.share"
    return {
        "possible": [
            (way.verb.replace(".", "s:"), way.text) for way in LIFE.possible(request.user, found)
        ],
        "may_share": found.finished and may(request.user, verb, found),
        "stage": reading.stage_text(found.stage) if found.stage else None,
        "percent": min(99, 100 * found.rows // found.expected) if found.expected else None,
    }


def _notes(found: Run) -> list[tuple[str, list[str]]]:
    return [(kind, names) for kind, *names in found.notes]
