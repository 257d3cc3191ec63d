"""The list of findings, one finding's story, and where findings come from."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mingzheng.errors import MingzhengError, WorkspaceError
from mingzheng.workspace.filings.evidence_pages import handed_out
from mingzheng.workspace.filings.uploads import largest
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications import actions, forms, seeing
from mingzheng.workspace.rectifications.export import exported
from mingzheng.workspace.rectifications.filters import Filter
from mingzheng.workspace.rectifications.models import Finding, ProgressFile
from mingzheng.workspace.rectifications.periods import periods
from mingzheng.workspace.rectifications.seeing import visible
from mingzheng.workspace.rectifications.states import State
from mingzheng.workspace.rectifications.steps import Button, done, shown
from mingzheng.workspace.rectifications.story import history
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.pages import visible as visible_runs
from mingzheng.workspace.runs.states import RunState
from mingzheng.workspace.site.bodies import takes
from mingzheng.workspace.site.speech import both, spoken
from mingzheng.workspace.site.workbooks import CONTENT_TYPE

PAGE = 50
"""Rows on a page."""


@authorised("finding.see")
@require_GET
def findings(request: HttpRequest) -> HttpResponse:
    """The findings that this person may see, as the address narrows them."""
    narrowing, found = _listed(request)
    page = Paginator(found.select_related("organisation"), PAGE).get_page(request.GET.get("page"))
    own = request.user.membership.organisation
    given = {
        "filter": narrowing,
        "page": page,
        "several": "organisation" in narrowing.fields,
        "registers": may(request.user, "finding.register"),
        "imports": may(request.user, "finding.import_run"),
        "orders": own.kind != Kind.AUTHORITY,
    }
    return render(request, "rectifications/findings.html", given)


@authorised("finding.export")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The findings under the filter of the address, as a workbook."""
    content = io.BytesIO(exported(_listed(request)[1]))
    name = f"findings-{timezone.localdate()}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _listed(request: HttpRequest) -> tuple[Filter, QuerySet]:
    narrowing = Filter(request, seeing.authorities(request.user, "finding.see"))
    return narrowing, narrowing.narrowed(visible(request.user))


@authorised("finding.register")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put down a suspicion that a person has."""
    user = request.user
    form = forms.Register(
        request.POST or None, possible=seeing.authorities(user, "finding.register"),
        earlier=visible(user).exclude(ended_at=None), level=user.membership.organisation.level,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register(
                by=user, organisation=form.cleaned_data["organisation"], suspicion=form.suspicion
            )
            return redirect("rectifications:finding", made.pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    status = 422 if form.errors else 200
    return render(request, "rectifications/new.html", {"form": form}, status=status)


@authorised("finding.import_run")
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Take findings from an audit: choose the run, then the rules."""
    runs = _runs(request)
    asked = request.POST.get("run") or request.GET.get("run") or ""
    run = runs.filter(pk=int(asked)).first() if asked.isascii() and asked.isdecimal() else None
    if asked and run is None:
        raise Http404
    suspected: tuple[reading.Suspected, ...] = ()
    status = 200
    try:
        suspected = reading.suspected(run.folder) if run else ()
        if request.method == "POST" and run:
            made = actions.import_run(by=request.user, run=run, rules=request.POST.getlist("rule"))
            told = both(f"已登记 {len(made)} 项疑似问题。", f"{len(made)} suspicions registered.")
            messages.success(request, told)
            return redirect("rectifications:findings")
    except MingzhengError as error:
        messages.error(request, spoken(error.text))
        status = 422
    given = {"run": run, "runs": runs[:PAGE], "suspected": suspected}
    return render(request, "rectifications/take.html", given, status=status)


def _runs(request: HttpRequest) -> QuerySet:
    seen = visible_runs(request.user).filter(state=RunState.FINISHED)
    return within(request.user, "finding.import_run", seen).select_related("organisation")


FORMS: dict[str, type[forms.Step]] = {
    "put_to_ca": forms.Step,
    "answer": forms.AnswerIt,
    "confirm": forms.Ground,
    "dismiss": forms.Reason,
    "acknowledge": forms.MaybeGround,
    "dismiss_own": forms.Reason,
    "correct_on_spot": forms.Said,
    "notify": forms.Notify,
    "plan": forms.PlanIt,
    "change_plan": forms.PlanIt,
    "start": forms.Step,
    "add_progress": forms.ReportProgress,
    "request_extension": forms.Extend,
    "grant_extension": forms.MaybeSaid,
    "deny_extension": forms.Reason,
    "report": forms.Said,
    "reinspect": forms.Said,
    "close": forms.Said,
    "close_own": forms.Said,
    "verify": forms.MaybeSaid,
    "return": forms.GiveBack,
    "resume": forms.Step,
    "transfer": forms.Reason,
    "attach_run": forms.AttachRun,
    "urge": forms.ActIt,
    "talk": forms.ActIt,
    "report_up": forms.ReportUp,
}
"""Everything that can be done with a finding, and what it asks for."""
GRAVE = {"dismiss", "dismiss_own", "transfer", "return", "deny_extension", "report_up"}
BESIDE: dict[str, Callable[[Finding], bool]] = {
    "change_plan": lambda each: each.state in {State.PLANNED, State.IN_PROGRESS, State.RETURNED},
    "add_progress": lambda each: each.state in {State.IN_PROGRESS, State.EXTENSION_REQUESTED},
    "attach_run": lambda each: bool(each.cause),
    "urge": lambda each: each.state in actions.acts.OWED,
    "talk": lambda each: each.state in actions.acts.OWED,
    "report_up": lambda each: each.state in actions.acts.OWED,
}
"""What moves nothing, and when it can be done."""


@authorised("finding.see")
@takes(largest)
@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """A finding's story on one page, and what can be done next."""
    seen = Finding.objects.select_related(
        "organisation", "registered_by", "earlier", "officer", "inspector"
    )
    found = seeing.find(request, seen, pk)
    verb, asked = request.POST.get("verb", ""), None
    if request.method == "POST":
        if verb not in FORMS:
            raise Http404
        asked = _form(request, found, verb, request.POST)
        act = partial(getattr(actions, "return_" if verb == "return" else verb), finding=found)
        if done(request, asked, act, lambda now: _form(request, now, verb)):
            return redirect(request.path)
        # as it stands now: what was possible when the page was made may not be any longer
        found = seeing.find(request, seen, pk)
    given = _shown(request, found) | shown(verb, _buttons(request, found, verb, asked), asked)
    status = 200 if asked is None else 422
    return render(request, "rectifications/finding.html", given, status=status)


@authorised("finding.see")
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of the progress, as an attachment, never shown."""
    stored = ProgressFile.objects.filter(pk=pk).select_related("progress").first()
    key = stored.progress.finding_id if stored else 0
    seeing.find(request, Finding.objects.select_related("organisation"), key)
    assert stored is not None
    return handed_out(stored.path, stored.name)


def _shown(request: HttpRequest, found: Finding) -> dict[str, Any]:
    backings = _with_runs(request, found)
    orders = seeing.visible_orders(request.user).filter(findings=found)
    return {
        "finding": found,
        "backings": backings,
        "first": backings[0][0].said if backings else {},
        "progress": found.progress.select_related("by").prefetch_related("files"),
        "extensions": found.extensions.all(),
        "acts": found.acts.select_related("office", "by"),
        "orders": orders,
        "cases": seeing.visible_cases(request.user).filter(findings=found),
        "later": visible(request.user).filter(earlier=found),
        "earlier": visible(request.user).filter(pk=found.earlier_id).first(),
        "history": history(found, orders=orders),
        "answer_period": periods()["answer"],
        "office": request.user.membership.organisation.kind != Kind.AUTHORITY,
    }


def _with_runs(request: HttpRequest, found: Finding) -> list[tuple[Any, bool]]:
    """What backs it, each with whether this person may open the run."""
    may_open = set(visible_runs(request.user).values_list("pk", flat=True))
    backings = found.backings.select_related("run")
    return [(each, each.run_id in may_open) for each in backings]


def _buttons(
    request: HttpRequest, found: Finding, verb: str, asked: forms.Step | None
) -> list[Button]:
    """What can be done now; the form that was sent keeps what was typed."""
    names = [way.verb.partition(".")[2] for way in found.life.possible(request.user, found)]
    for name, fits in BESIDE.items():
        if fits(found) and may(request.user, f"finding.{name}", found):
            names.append(name)
    made = []
    for name in names:
        form = asked if asked is not None and name == verb else _form(request, found, name)
        if name == "attach_run" and not form.fields["run"].queryset.exists():
            continue
        made.append(Button(name, verbs()[f"finding.{name}"].text, form, name in GRAVE))
    return made


def _form(request: HttpRequest, found: Finding, verb: str, data: Any = None) -> forms.Step:
    if verb != "attach_run":
        return FORMS[verb](found, data, request.FILES or None)
    others = visible_runs(request.user).filter(
        organisation=found.organisation_id, state=RunState.FINISHED
    )
    return forms.AttachRun(found, others.exclude(pk__in=found.backings.values("run")), data)
