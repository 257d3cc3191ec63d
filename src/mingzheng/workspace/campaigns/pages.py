"""Pages of campaigns."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzheng import law
from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns import actions, checks, units
from mingzheng.workspace.campaigns.export import exported
from mingzheng.workspace.campaigns.forms import EditionForm, Reason
from mingzheng.workspace.campaigns.models import Campaign, Edition, Stage
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.progress import plan_standings
from mingzheng.workspace.campaigns.progress import progress as table_of
from mingzheng.workspace.campaigns.states import TEXTS, TONES, State
from mingzheng.workspace.campaigns.terms import templates
from mingzheng.workspace.campaigns.working_days import calendar
from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.permissions import may, require
from mingzheng.workspace.site.speech import both, spoken


def seen(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, if this person may see it; a draft is the ministry's own."""
    found: Campaign = find(request, "campaign.see", Campaign, pk=pk)
    if found.state == State.DRAFT:
        require(request.user, "campaign.see_draft", found)
    return found


def timeline(edition: Edition) -> list[dict[str, Any]]:
    """The stages in the order of their days, with what is to be said of each day."""
    days, today = calendar(), timezone.localdate()
    stages: list[Stage] = list(edition.stages.all())
    return [
        {
            "stage": stage,
            "rests": stage.due is not None and days.is_rest_day(stage.due),
            "past": stage.deadline is not None and stage.deadline < today,
            "left": (stage.deadline - today).days if stage.deadline else None,
        }
        for stage in stages
    ]


@authorised("campaign.see")
@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """All that this person may see, the newest first."""
    rows = []
    for each in units.visible(request.user):
        state, edition = State(each.state), each.shown
        rows.append((each, edition, TEXTS[state], TONES[state], timeline(edition)))
    given = {"rows": rows, "may_create": may(request.user, "campaign.create")}
    return render(request, "campaigns/campaigns.html", given)


@authorised("campaign.create")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose what to begin with."""
    if request.method == "POST":
        try:
            made = actions.create(by=request.user, template_name=request.POST.get("template", ""))
            return redirect("campaigns:edit", made.pk)
        except WorkspaceError as error:
            messages.error(request, spoken(error.text))
    return render(request, "campaigns/new.html", {"templates": templates().values()})


@authorised("campaign.see")
@require_GET
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What a campaign asks; `edition` shows an earlier or an open one."""
    found = seen(request, pk)
    drafts = may(request.user, "campaign.see_draft")
    editions = list(found.editions.select_related("published_by"))
    if not drafts:
        editions = [each for each in editions if each.published_at]
    asked = request.GET.get("edition", "")
    shown = next((each for each in editions if str(each.number) == asked), found.shown)
    user, state = request.user, State(found.state)
    unit = user.membership.organisation
    catalogue = law.catalogue()
    given = {
        "campaign": found,
        "edition": shown,
        "editions": editions,
        "open_edition": found.open_edition if drafts else None,
        "state": TEXTS[state],
        "tone": TONES[state],
        "timeline": timeline(shown),
        "duties": {duty.id: duty for duty in catalogue.notice.duties},
        "notice": catalogue.notice if shown.instrument else None,
        "items": shown.items.all(),
        "provinces": _by_province(shown),
        "organises": may(user, "campaign.edit", found),
        "draft": state is State.DRAFT,
        "published": state is State.PUBLISHED,
        "takes_part": units.takes_part(found, unit),
        "plan": plan_standings(shown, [unit])[0],
    }
    return render(request, "campaigns/campaign.html", given)


def _by_province(edition: Edition) -> list[tuple[Any, list[Any]]]:
    by_seat: dict[Any, list[Any]] = {}
    for each in edition.authorities.select_related("seat").order_by("seat__code", "name"):
        by_seat.setdefault(each.seat, []).append(each)
    return list(by_seat.items())


@authorised("campaign.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor of the edition that isn't published."""
    found: Campaign = find(request, "campaign.edit", Campaign, pk=pk)
    edition = found.open_edition
    if edition is None:
        frozen = both("已发布的内容不能改动，请先修订。", "What is published is frozen; amend it.")
        messages.error(request, frozen)
        return redirect("campaigns:campaign", pk)
    form = EditionForm.of(edition, request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.edit(by=request.user, campaign=found, terms=form.terms(), version=version)
            messages.success(request, both("已保存。", "Saved."))
            return redirect("campaigns:check" if "check" in request.POST else "campaigns:edit", pk)
        except WorkspaceError as error:
            form.refused(error, _stored)
    given = {"form": form, "campaign": found, "edition": edition} | _parts(form, edition)
    status = 422 if form.errors else 200
    return render(request, "campaigns/edit.html", given, status=status)


def _stored(campaign: Campaign) -> EditionForm:
    # published meanwhile: what is stored is what is in force
    return EditionForm.of(campaign.open_edition or campaign.shown)


def _parts(form: EditionForm, edition: Edition) -> dict[str, Any]:
    chosen_items = set(form["items"].value() or ())
    chosen = {str(each) for each in form["authorities"].value() or ()}
    by_seat: dict[Any, list[tuple[Any, bool]]] = {}
    for each in form.register:
        by_seat.setdefault(each.seat, []).append((each, str(each.pk) in chosen))
    return {
        "facts": [form[name] for name in FACTS_FIRST],
        "terms": [form[name] for name in FACTS_THEN],
        "stages": [(phase, form[f"has_{phase}"], form[f"due_{phase}"]) for phase in Phase],
        "checklist": [(item, id in chosen_items) for id, item in form.known_items.items()],
        "provinces": by_seat.items(),
        "chosen": len(chosen),
        "chosen_items": form["items"],
        "chosen_authorities": form["authorities"],
        "law_version": edition.law_version,
    }


FACTS_FIRST = ("title", "title_en", "document_number", "issued_on")
FACTS_THEN = ("look_back_since", "expected", "remind_before")


@authorised("campaign.edit")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be looked at before publishing; published from here."""
    found: Campaign = find(request, "campaign.edit", Campaign, pk=pk)
    edition = found.open_edition
    if edition is None:
        return redirect("campaigns:campaign", pk)
    confirmed = set(request.POST.getlist("confirmed"))
    remarks = checks.check(edition)
    if request.method == "POST":
        try:
            actions.publish(
                by=request.user, campaign=found, confirmed=confirmed,
                version=int(request.POST.get("version", "").strip() or 0),
            )  # fmt: skip
            messages.success(request, both("已发布。", "Published."))
            return redirect("campaigns:campaign", pk)
        except ValueError:
            messages.error(request, both("请重新打开本页。", "Open this page again."))
        except WorkspaceError as error:
            messages.error(request, spoken(error.text))
    given = {
        "campaign": found,
        "edition": edition,
        "errors": [each for each in remarks if each.blocks],
        "warnings": [(each, each.key in confirmed) for each in remarks if not each.blocks],
        "first": found.state == State.DRAFT,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/check.html", given, status=status)


@authorised("campaign.amend")
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is amended and why; the editor follows."""
    found: Campaign = find(request, "campaign.amend", Campaign, pk=pk)
    form = Reason(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend(by=request.user, campaign=found, **form.cleaned_data)
            return redirect("campaigns:edit", pk)
        except WorkspaceError as error:
            form.refused(error, lambda now: Reason(initial={"version": now.version}))
    given = {"form": form, "campaign": found}
    status = 422 if form.errors else 200
    return render(request, "campaigns/amend.html", given, status=status)


@authorised("campaign.close")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a campaign, having read what that does and doesn't do."""
    found: Campaign = find(request, "campaign.close", Campaign, pk=pk)
    if request.method == "POST":
        return _done(request, found, actions.close)
    return render(request, "campaigns/close.html", {"campaign": found})


@authorised("campaign.drop_amendment")
@require_POST
def drop_amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the open amendment up."""
    found: Campaign = find(request, "campaign.drop_amendment", Campaign, pk=pk)
    return _done(request, found, actions.drop_amendment)


@authorised("campaign.discard")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    found: Campaign = find(request, "campaign.discard", Campaign, pk=pk)
    return _done(request, found, actions.discard, to="campaigns:campaigns")


def _done(request: HttpRequest, found: Campaign, action: Any, to: str = "") -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        action(by=request.user, campaign=found, version=int(version) if version.isdecimal() else 0)
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
        to = ""
    return redirect(to) if to else redirect("campaigns:campaign", found.pk)


@authorised("campaign.see")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Authorities × stages by province, as far as this person sees; `province` and `q` filter."""
    found = seen(request, pk)
    edition = found.in_force
    if edition is None:
        return redirect("campaigns:campaign", pk)
    province, asked = request.GET.get("province", ""), request.GET.get("q", "").strip()
    table = table_of(edition, request.user, province=province, asked=asked)
    if request.GET.get("format") == "xlsx":
        return FileResponse(
            io.BytesIO(exported(table)), as_attachment=True, filename="progress.xlsx"
        )
    seats = units.addressed(edition, request.user).exclude(seat=None)
    given = {
        "campaign": found,
        "edition": edition,
        "table": table,
        "provinces": sorted({each.seat for each in seats}, key=lambda seat: seat.code),
        "province": province,
        "asked": asked,
        "export": urlencode({"province": province, "q": asked, "format": "xlsx"}),
    }
    return render(request, "campaigns/progress.html", given)
