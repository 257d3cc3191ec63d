"""The ministry's cases: the list, filing one, one of them with its days."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications import actions, seeing
from mingzheng.workspace.rectifications.forms import Step, choices, date, words
from mingzheng.workspace.rectifications.models import Case, Finding
from mingzheng.workspace.rectifications.order_forms import articles_of, cited
from mingzheng.workspace.rectifications.pages import PAGE
from mingzheng.workspace.rectifications.periods import Period, periods
from mingzheng.workspace.rectifications.steps import Button, done, shown
from mingzheng.workspace.site.forms import Form
from mingzheng.workspace.site.speech import both, spoken

EXITING = ("not_proven", "no_penalty", "transfer")
TOLD_THE_PARTY = (
    "case.give_notice", "case.state", "case.hear", "case.decide", "case.serve", "case.announce",
    "case.not_proven", "case.no_penalty", "case.transfer",
)  # fmt: skip
"""The papers that the party sees; what the office weighs among itself is not theirs."""


class TakeStep(Step):
    """The next step: its day, and what is put down."""

    proposed = frozenset({"on"})
    on = date("日期", "Day")
    text = words("内容", "What is put down", rows=5)

    def __init__(self, thing: Case, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(thing, *args, **kwargs)


class FileIt(Form):
    """A new case."""

    number = forms.CharField(label=both("案号", "Number"), max_length=60)
    findings = forms.ModelMultipleChoiceField(
        queryset=Finding.objects.none(), label=both("所涉问题", "Findings concerned"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    basis = forms.ChoiceField(label=both("处罚依据", "Article of the sanction"))
    facts = words("事实", "Facts", rows=6)
    act_ended_on = date("违法行为终了之日", "Day on which the act ended", required=False)

    def __init__(self, *args: Any, findings: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = findings
        named = {**articles_of(findings), "measures/38": cited("measures/38")}
        self.fields["basis"].choices = choices(named)
        self.fields["basis"].initial = "esign-law/31"


@authorised("case.see")
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that this person may see."""
    found = seeing.visible_cases(request.user).select_related("organisation", "handler")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    own = request.user.membership.organisation
    given = {
        "page": page,
        "several": own.kind != Kind.AUTHORITY,
        "files": may(request.user, "case.file"),
        "reported": _reported(request),
    }
    return render(request, "rectifications/cases.html", given)


def _reported(request: HttpRequest) -> QuerySet:
    """What was reported up and has no case yet, for whoever files one."""
    if not may(request.user, "case.file"):
        return Finding.objects.none()
    upwards = Finding.objects.open().filter(acts__kind__in=("refusal", "poor"), cases=None)
    return within(request.user, "case.file", upwards.distinct()).select_related("organisation")


@authorised("case.file")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """File one about confirmed findings of an authority."""
    asked = request.GET.get("organisation", "")
    confirmed = within(
        request.user, "case.file", Finding.objects.exclude(confirmed_at=None)
    ).exclude(state="dismissed")
    possible = Organisation.objects.filter(
        pk__in=confirmed.order_by().values("organisation")
    ).order_by("name")
    about = (
        possible.filter(pk=int(asked)).first() if asked.isascii() and asked.isdecimal() else None
    )
    if about is None:
        return render(
            request, "rectifications/order_about.html", {"possible": possible, "case": True}
        )
    form = FileIt(request.POST or None, findings=confirmed.filter(organisation=about))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.file_case(by=request.user, organisation=about, **form.cleaned_data)
            return redirect("rectifications:case", made.pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    status = 422 if form.errors else 200
    given = {"form": form, "about": about}
    return render(request, "rectifications/case_new.html", given, status=status)


@authorised("case.see")
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: its steps, its days, what can be done next."""
    seen = Case.objects.select_related("organisation", "handler")
    found = seeing.find(request, seen, pk)
    verb, asked = request.POST.get("verb", ""), None
    if request.method == "POST":
        if f"case.{verb}" not in {way.verb for way in Case.LIFE.transitions}:
            raise Http404
        asked = TakeStep(found, request.POST)
        act = partial(actions.step, case=found, verb=verb)
        if done(request, asked, act, TakeStep):
            return redirect(request.path)
        found = seeing.find(request, seen, pk)
    inside = may(request.user, "case.see_closed_door", found)
    kept = found.papers.select_related("by")
    given = {
        "case": found,
        "findings": seeing.visible(request.user).filter(cases=found),
        "papers": kept if inside else kept.filter(verb__in=TOLD_THE_PARTY),
        **shown(verb, _buttons(request, found, verb, asked), asked),
        "days": days_of(found),
        "basis": cited(found.basis),
    }
    status = 200 if asked is None else 422
    return render(request, "rectifications/case.html", given, status=status)


def days_of(case: Case) -> list[tuple[Period, dt.date | None]]:
    """The statutory days with the last day of each, as far as it has begun."""
    begun = {
        "limitation": case.act_ended_on,
        "decision": case.filed_on,
        "hearing_request": case.announced_to_party_on,
        "service": case.decided_on,
        "reconsideration": case.served_on,
        "litigation": case.served_on,
    }
    return [
        (periods()[name], periods()[name].ends(day) if day else None)
        for name, day in begun.items()
    ]


def _buttons(request: HttpRequest, found: Case, verb: str, asked: Step | None) -> list[Button]:
    names = [way.verb.partition(".")[2] for way in Case.LIFE.possible(request.user, found)]
    return [
        Button(
            name, verbs()[f"case.{name}"].text,
            asked if asked is not None and name == verb else TakeStep(found), name in EXITING,
        )
        for name in names
    ]  # fmt: skip
