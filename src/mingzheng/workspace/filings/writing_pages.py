"""Pages on which a filing is written: answers, texts, measures, the audit behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mingzheng.errors import MingzhengError, WorkspaceError
from mingzheng.workspace.filings import actions
from mingzheng.workspace.filings.forms import (
    AnswerForm,
    MeasureForm,
    NewMeasure,
    RunForm,
    SectionForm,
)
from mingzheng.workspace.filings.models import Answer, Filing, Measure, Part, Section
from mingzheng.workspace.filings.pages import FILINGS, SEEING, given_version
from mingzheng.workspace.filings.states import State
from mingzheng.workspace.filings.verdicts import Verdict
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.authorisation import find as found_by
from mingzheng.workspace.people.permissions import NotAllowed, may, require
from mingzheng.workspace.site.speech import both, spoken


def part(request: HttpRequest, kind: type[Part], pk: int) -> Any:
    """The part that is meant, if this person may see its filing; refused otherwise."""
    parts = kind._default_manager.select_related("filing__organisation", "written_by")
    found = parts.filter(pk=pk).first()
    if found is None:
        raise NotAllowed(SEEING, kind)
    require(request.user, found.filing.seeing, found)
    return found


@authorised(SEEING)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One item in one domain: its words, what the audit found, the verdict, evidence."""
    found: Answer = part(request, Answer, pk)
    form = AnswerForm.of(found, request.POST or None)
    if request.method == "POST":
        require(request.user, "filing.answer", found)
        if form.is_valid():
            given = form.cleaned_data
            try:
                actions.answer(
                    by=request.user, answer=found, version=given["version"],
                    verdict=Verdict(given["verdict"]), note=given["note"],
                    disagreement=given.get("disagreement", ""),
                )  # fmt: skip
                messages.success(request, both("已保存。", "Saved."))
                return redirect("filings:answer", _next(found) if "next" in request.POST else pk)
            except WorkspaceError as error:
                form.refused(error, AnswerForm.of)
    return _answer_page(request, found, form)


def _answer_page(request: HttpRequest, found: Answer, form: AnswerForm) -> HttpResponse:
    filing = found.filing
    editable = filing.state == State.DRAFT and may(request.user, "filing.answer", filing)
    around = list(filing.answers.order_by("pk").values_list("pk", flat=True))
    at = around.index(found.pk)
    given = {
        "answer": found,
        "filing": filing,
        "item": filing.terms.items.filter(item=found.item).first(),
        "form": form if editable else None,
        "evidence": found.evidence.filter(withdrawn_at=None).prefetch_related("revisions"),
        "before": around[at - 1] if at else None,
        "after": around[at + 1] if at + 1 < len(around) else None,
        "place": at + 1,
        "total": len(around),
        "attaches": editable,
    }
    return render(request, "filings/answer.html", given, status=422 if form.errors else 200)


def _next(found: Answer) -> int:
    """The answer after this one; itself at the end."""
    later = found.filing.answers.filter(pk__gt=found.pk).order_by("pk").first()
    return later.pk if later else found.pk


@authorised("filing.write")
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int) -> HttpResponse:
    """One text."""
    found: Section = part(request, Section, pk)
    require(request.user, "filing.write", found)
    form = SectionForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(by=request.user, section=found, **form.cleaned_data)
            return redirect(f"{_page(found.filing)}#text")
        except WorkspaceError as error:
            form.refused(error, SectionForm.of)
    return _form(request, form, spoken(found.sort.title), found.filing, part="text")


@authorised("filing.add_measure")
@require_http_methods(["GET", "POST"])
def add_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """A further measure."""
    found: Filing = found_by(request, "filing.add_measure", FILINGS, pk=pk)
    form = NewMeasure(request.POST or None, filing=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_measure(by=request.user, filing=found, entered=form.entered())
            return redirect(f"{_page(found)}#measures")
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    return _form(request, form, both("增加整改措施", "Add a measure"), found, part="measures")


@authorised("filing.change_measure")
@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a measure better, or how far it is."""
    found: Measure = part(request, Measure, pk)
    require(request.user, "filing.change_measure", found)
    form = MeasureForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_measure(
                by=request.user, measure=found, version=version, entered=form.entered()
            )
            return redirect(f"{_page(found.filing)}#measures")
        except WorkspaceError as error:
            form.refused(error, MeasureForm.of)
    title = both("整改措施", "Measure")
    return _form(request, form, title, found.filing, part="measures", measure=found)


@authorised("filing.remove_measure")
@require_POST
def remove_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike a measure."""
    found: Measure = part(request, Measure, pk)
    try:
        actions.remove_measure(by=request.user, measure=found, version=given_version(request))
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
    return redirect(f"{_page(found.filing)}#measures")


@authorised("filing.back")
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the audit behind a self-inspection."""
    found: Filing = found_by(request, "filing.back", FILINGS, pk=pk)
    form = RunForm.of(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.back(by=request.user, filing=found, **form.cleaned_data)
            return redirect(f"{_page(found)}#answers")
        except WorkspaceError as error:
            form.refused(error, RunForm.of)
        except MingzhengError as error:
            form.add_error("run", spoken(error.text))
    return _form(request, form, both("附上审计结果", "The audit behind it"), found, part="audit")


def _page(filing: Filing) -> str:
    return reverse("filings:filing", args=[filing.pk])


def _form(
    request: HttpRequest, form: Form, title: str, filing: Filing, **given: object
) -> HttpResponse:
    shown = {"form": form, "title": title, "filing": filing, **given}
    return render(request, "filings/form.html", shown, status=422 if form.errors else 200)
