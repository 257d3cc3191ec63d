"""The registers of complaints and of reports, and the page of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.complaints import actions, exports, forms
from mingzheng.workspace.complaints.filters import Filter
from mingzheng.workspace.complaints.models import Complaint, Report, Submission
from mingzheng.workspace.complaints.periods import periods
from mingzheng.workspace.complaints.topics import items
from mingzheng.workspace.journal.models import Entry
from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.site.speech import both

PAGE = 50
"""Rows on a page."""


@authorised("complaint.see")
@require_GET
def complaints(request: HttpRequest) -> HttpResponse:
    """The register of complaints."""
    return _register(request, Complaint)


@authorised("report.see")
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The register of reports."""
    return _register(request, Report)


@authorised("complaint.see")
@require_GET
def complaints_workbook(request: HttpRequest) -> HttpResponse:
    """The register under the filter of the address, as a workbook."""
    return exports.register(_listed(request, Complaint)[1])


@authorised("report.see")
@require_GET
def reports_workbook(request: HttpRequest) -> HttpResponse:
    """The register of reports under the filter of the address, as a workbook."""
    return exports.register(_listed(request, Report)[1])


@authorised("complaint.see")
@require_GET
def evidence(request: HttpRequest) -> HttpResponse:
    """One authority's whole register as the evidence's table of complaints."""
    seen = within(request.user, "complaint.see", Complaint.objects.all())
    own = request.user.membership.organisation
    if own.kind == Kind.AUTHORITY:
        return exports.evidence(seen.filter(about=own))
    asked = request.GET.get("about", "")
    if not asked.isdecimal() or not forms.authorities().filter(pk=int(asked)).exists():
        raise Http404
    return exports.evidence(seen.filter(about=int(asked)))


def _listed(request: HttpRequest, kind: type[Submission]) -> tuple[Filter, QuerySet]:
    seen = within(request.user, f"{kind.KIND}.see", kind.objects.all())
    # choices are those that occur: what others complain of is nobody's to learn
    possible = Organisation.objects.filter(pk__in=seen.order_by().values("about"))
    narrowing = Filter(request, possible.order_by("name"))
    return narrowing, narrowing.narrowed(seen)


def _register(request: HttpRequest, kind: type[Submission]) -> HttpResponse:
    narrowing, found = _listed(request, kind)
    listed = found.select_related("about", "handler", "organisation")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    own = request.user.membership.organisation
    chosen = narrowing.cleaned_data.get("about")
    given = {
        "kind": kind.KIND,
        "filter": narrowing,
        "page": page,
        "several": "about" in narrowing.fields,
        "exports_evidence": kind is Complaint and (own.kind == Kind.AUTHORITY or chosen),
        "chosen": chosen,
    }
    return render(request, "complaints/register.html", given)


@authorised("complaint.see")
@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """One complaint, its history, and what can be done with it."""
    return _one(request, Complaint, number)


@authorised("report.see")
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One report, its history, and what can be done with it."""
    return _one(request, Report, number)


@dataclass(frozen=True)
class Button:
    """Something that can be done on the page, and the form it takes."""

    verb: str
    text: Text
    form: forms.Step
    grave: bool = False

    @property
    def plain(self) -> bool:
        """There is nothing to fill in."""
        return not self.form.visible_fields()


FORMS: dict[str, Callable[..., forms.Step]] = {
    "refuse": forms.Reason,
    "answer": forms.AnswerIt,
    "transfer": forms.Transfer,
    "assign": forms.Assign,
    "classify": forms.Classify,
}
"""Other steps ask for nothing."""


def _one(request: HttpRequest, kind: type[Submission], number: str) -> HttpResponse:
    seen = kind.objects.select_related("about", "organisation", "handler", "origin")
    submission = find(request, f"{kind.KIND}.see", seen, number=number)
    verb, asked = request.POST.get("verb", ""), None
    if request.method == "POST":
        if verb not in STEPS:
            raise Http404
        asked = _form(submission, verb, request.POST)
        if asked.is_valid() and _done(request, submission, verb, asked):
            return redirect(request.path)
        # as it stands now: what was possible when the page was made may not be any longer
        submission = find(request, f"{kind.KIND}.see", seen, number=number)
    buttons = _buttons(request, submission, verb, asked)
    given = {
        "kind": kind.KIND,
        "submission": submission,
        "item": items()[submission.item],
        "answers": submission.answers.all(),
        "buttons": buttons,
        "asked": verb,
        "over": None if any(each.form is asked for each in buttons) else asked,
        "handles": may(request.user, f"{kind.KIND}.answer", submission),
        "history": _history(submission),
        "periods": periods().values(),
    }
    status = 200 if asked is None else 422
    return render(request, "complaints/submission.html", given, status=status)


def _buttons(
    request: HttpRequest, submission: Submission, verb: str, asked: forms.Step | None
) -> list[Button]:
    """What can be done now; the form that was sent keeps what was typed."""
    ways = submission.LIFE.possible(request.user, submission)
    names = [each.verb.partition(".")[2] for each in ways if not each.by_system]
    for name in ("assign", "classify"):
        if may(request.user, f"{submission.KIND}.{name}", submission):
            names.append(name)
    return [
        Button(
            name,
            verbs()[f"{submission.KIND}.{name}"].text,
            asked if asked is not None and name == verb else _form(submission, name),
            grave=name == "refuse",
        )
        for name in names
    ]


def _form(submission: Submission, verb: str, data: Any = None) -> forms.Step:
    if verb == "assign":
        return forms.Assign(submission, actions.handlers(submission), data)
    return FORMS.get(verb, forms.Step)(submission, data)


def _done(request: HttpRequest, submission: Submission, verb: str, form: forms.Step) -> bool:
    try:
        getattr(actions, verb)(by=request.user, submission=submission, **form.cleaned_data)
    except WorkspaceError as error:
        form.refused(error, lambda now: _form(now, verb))
        return False
    messages.success(request, both("已办理。", "Done."))
    return True


STEPS = frozenset(
    {"accept", "refuse", "investigate", "answer", "close", "transfer", "assign", "classify"}
)


def _history(submission: Submission) -> list[tuple[Entry, Text | str]]:
    kept = Entry.objects.filter(
        thing_kind=submission._meta.label_lower, thing=str(submission.pk)
    ).exclude(verb="access.refused")
    return [(each, verbs()[each.verb].text) for each in kept]
