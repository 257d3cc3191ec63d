"""The list of filings, and the page of one."""

from __future__ import annotations

import io
import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Campaign, Stage
from mingzheng.workspace.campaigns.states import State as CampaignState
from mingzheng.workspace.campaigns.units import running, takes_part
from mingzheng.workspace.filings import actions
from mingzheng.workspace.filings.comparison import compare
from mingzheng.workspace.filings.export import MOST, workbook
from mingzheng.workspace.filings.filters import Filter
from mingzheng.workspace.filings.forms import Begin, Grounds
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Evidence, Filing
from mingzheng.workspace.filings.showing import answers_by_item, buttons, strip
from mingzheng.workspace.filings.standing import owed_by
from mingzheng.workspace.filings.states import LIFE, State
from mingzheng.workspace.journal.models import Entry
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.authorisation import find as found_by
from mingzheng.workspace.people.permissions import NotAllowed, may, require, verbs
from mingzheng.workspace.site.speech import both, spoken

PAGE = 50
"""Rows on a page."""
SEEING = "filing.see_submitted"
"""The verb of whoever may open these pages at all; `find` says which filings."""
FILINGS = Filing.objects.select_related("organisation__seat", "campaign", "run", "edition")


def find(request: HttpRequest, pk: int) -> Filing:
    """The filing that is meant, if this person may see it.

    What isn't there is refused as what is another's: 404, and an entry of the journal.
    """
    filing: Filing | None = FILINGS.filter(pk=pk).first()
    if filing is None:
        raise NotAllowed(SEEING, Filing)
    require(request.user, filing.seeing, filing)
    return filing


def given_version(request: HttpRequest) -> int:
    """The version of the page a form was on; 0, which nothing has, where none came with it."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdecimal() else 0


@authorised(SEEING)
@require_GET
def filings(request: HttpRequest) -> HttpResponse:
    """What this person may see under the filter of the address; as a workbook with `format`."""
    narrowing = Filter(request)
    found = narrowing.narrowed()
    if request.GET.get("format") == "xlsx":
        content = io.BytesIO(workbook(found[:MOST]))
        return FileResponse(content, as_attachment=True, filename="filings.xlsx")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    unit, days = request.user.membership.organisation, _deadlines(page)
    own = [
        (each, list(owed_by(each.shown, unit)))
        for each in running(request.user)
        if may(request.user, "filing.see", unit)
    ]
    given = {
        "filter": narrowing,
        "page": page,
        "rows": [
            (each, days.get((each.campaign_id, Kind(each.kind).phase)) if each.open else each.due)
            for each in page
        ],
        "own": [(campaign, owed) for campaign, owed in own if owed],
        "may_begin": may(request.user, "filing.begin"),
        "today": timezone.localdate(),
    }
    return render(request, "filings/filings.html", given)


def _deadlines(page: Any) -> dict[tuple[int, str], Any]:
    """Campaign and stage → its day in the edition in force, for what is not submitted yet."""
    campaigns = {each.campaign_id for each in page if each.open}
    stages = Stage.objects.filter(
        edition__campaign__in=campaigns, edition__published_at__isnull=False
    )
    ordered = stages.select_related("edition").order_by("edition__number")
    return {(each.edition.campaign_id, each.phase): each.deadline for each in ordered}


@authorised("filing.begin")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Choose what to file; `kind` and `campaign` of the address are chosen beforehand."""
    unit = request.user.membership.organisation
    begun = Campaign.objects.exclude(state=CampaignState.DRAFT)
    campaigns = [each for each in begun if takes_part(each, unit)]
    initial = {"kind": request.GET.get("kind"), "campaign": request.GET.get("campaign")}
    form = Begin(
        request.POST or None, campaigns=campaigns, organisation=unit, initial=initial
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.begin(
                by=request.user, campaign=given["campaign"], organisation=unit,
                kind=Kind(given["kind"]), fields=given.get("fields_of_use", ()),
            )  # fmt: skip
            return redirect("filings:filing", made.pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    shown = {"form": form, "campaigns": campaigns}
    return render(request, "filings/begin.html", shown, status=422 if form.errors else 200)


@authorised(SEEING)
@require_GET
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """A filing: its state, its parts, its signatures and receipt, its history."""
    found = find(request, pk)
    kind, user = Kind(found.kind), request.user
    standing = Prefetch(
        "evidence", Evidence.objects.filter(withdrawn_at=None).prefetch_related("revisions")
    )
    answers = found.answers.select_related("filing").prefetch_related(standing)
    sections = {each.name: each for each in found.sections.all()}
    given = {
        "filing": found,
        "kind": kind,
        "strip": strip(found),
        "edition": found.terms,
        "editable": found.state == State.DRAFT and may(user, "filing.write", found),
        "buttons": buttons(user, found),
        "own": may(user, "filing.see", found),
        "may_correct": found.submitted
        and may(user, "filing.correct", found)
        and not hasattr(found, "corrected_by"),
        "sections": [
            (each, sections[each.name]) for each in kind.sections if each.name in sections
        ],
        "matrix": answers_by_item(found, answers) if kind.has_answers else None,
        "measures": list(found.measures.all()) if kind.has_measures else [],
        "evidence": found.evidence.filter(withdrawn_at=None)
        .select_related("answer")
        .prefetch_related("revisions__added_by"),
        "signatures": found.signatures.order_by("pk").select_related("user"),
        "papers": {each.sort: each for each in found.papers.filter(withdrawn_at=None)},
        "history": _history(found),
    }
    return render(request, "filings/filing.html", given)


TOLD = {"filing.begin", "filing.correct", "filing.back", *(way.verb for way in LIFE.transitions)}
"""What a filing's page tells of its history; each word that was written is in the journal."""


def _history(found: Filing) -> list[tuple[Entry, Text, str]]:
    """What was done, by whom, and on what grounds, the newest first."""
    entries = Entry.objects.filter(thing_kind=Filing._meta.label_lower, thing=str(found.pk))
    told = []
    for entry in entries.filter(verb__in=TOLD):
        details = json.loads(entry.details)
        why = details.get("reason") or details.get("grounds") or ""
        told.append((entry, verbs()[entry.verb].text, why))
    return told


@authorised("filing.discard")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    found: Filing = found_by(request, "filing.discard", FILINGS, pk=pk)
    try:
        actions.discard(by=request.user, filing=found, version=given_version(request))
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
        return redirect("filings:filing", pk)
    messages.success(request, both("草稿已删除。", "The draft is gone."))
    return redirect("filings:filings")


@authorised("filing.correct")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a filing that corrects or supplements a submitted one."""
    found: Filing = found_by(request, "filing.correct", FILINGS, pk=pk)
    form = Grounds(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.correct(by=request.user, filing=found, **form.cleaned_data)
            return redirect("filings:filing", made.pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    given = {"form": form, "filing": found}
    return render(request, "filings/correct.html", given, status=422 if form.errors else 200)


@authorised(SEEING)
@require_GET
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """A filing beside the one that it corrects."""
    found = find(request, pk)
    before = found.corrects
    if before is None:
        messages.error(request, both("这一份没有更正别的材料。", "It corrects nothing."))
        return redirect("filings:filing", pk)
    given = {"filing": found, "before": before, "changes": compare(before, found)}
    return render(request, "filings/comparison.html", given)
