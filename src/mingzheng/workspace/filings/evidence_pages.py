"""Pages of evidence: attaching, revising, withdrawing, handing out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.filings import actions
from mingzheng.workspace.filings.forms import EvidenceForm, FileForm
from mingzheng.workspace.filings.models import Answer, Evidence, Filing, Revision
from mingzheng.workspace.filings.pages import FILINGS, SEEING
from mingzheng.workspace.filings.states import State
from mingzheng.workspace.filings.uploads import largest
from mingzheng.workspace.people.authorisation import authorised, find
from mingzheng.workspace.people.permissions import NotAllowed, require
from mingzheng.workspace.site.bodies import takes
from mingzheng.workspace.site.speech import both, spoken


@authorised("filing.attach")
@takes(largest)
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a filing; once both have signed, the scan with the seal."""
    found: Filing = find(request, "filing.attach", FILINGS, pk=pk)
    sealed = found.state == State.SIGNED_BY_HEAD
    return _attach(request, found, None, sealed=sealed)


@authorised("filing.attach")
@takes(largest)
@require_http_methods(["GET", "POST"])
def attach_to_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to one answer."""
    answers = Answer.objects.select_related("filing__organisation")
    found: Answer = find(request, "filing.attach", answers, pk=pk)
    return _attach(request, found.filing, found, sealed=False)


def _attach(
    request: HttpRequest, filing: Filing, answer: Answer | None, *, sealed: bool
) -> HttpResponse:
    form = EvidenceForm(request.POST or None, request.FILES or None)
    to = _back(filing, answer)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.attach(
                by=request.user, filing=filing, answer=answer, title=form.cleaned_data["title"],
                file=file, name=file.name, size=file.size, sealed=sealed,
            )  # fmt: skip
            return redirect(to)
        except WorkspaceError as error:
            form.add_error("file", spoken(error.text))
    title = (
        both("上传盖章扫描件", "Attach the scan with the seal")
        if sealed
        else both("上传证明材料", "Attach evidence")
    )
    return _form(request, form, title, filing, back=to)


@authorised("filing.revise")
@takes(largest)
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A newer file in the place of one."""
    found: Evidence = find(request, "filing.revise", _evidence(), pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    to = _back(found.filing, found.answer)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.revise(
                by=request.user, evidence=found, file=file, name=file.name, size=file.size
            )
            return redirect(to)
        except WorkspaceError as error:
            form.add_error("file", spoken(error.text))
    return _form(
        request, form, both("上传新版本", "Attach a revision"), found.filing, back=to,
        evidence=found,
    )  # fmt: skip


@authorised("filing.detach")
@require_POST
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw evidence from a draft."""
    found: Evidence = find(request, "filing.detach", _evidence(), pk=pk)
    try:
        actions.detach(by=request.user, evidence=found)
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
    return redirect(_back(found.filing, found.answer))


@authorised(SEEING)
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A file as an attachment, never shown; withdrawn ones only to the unit itself."""
    revisions = Revision.objects.select_related("evidence__filing__organisation")
    found = revisions.filter(pk=pk).first()
    if found is None:
        raise NotAllowed(SEEING, Revision)
    filing = found.evidence.filing
    withdrawn = found.evidence.withdrawn_at is not None
    require(request.user, "filing.see" if withdrawn else filing.seeing, found)
    return handed_out(found.path, found.name)


def handed_out(path: Any, name: str) -> HttpResponse:
    """A stored file that a browser saves and never opens by itself."""
    try:
        file = path.open("rb")
    except OSError:
        raise Http404 from None
    answer = FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _evidence() -> Any:
    return Evidence.objects.select_related("filing__organisation", "answer")


def _back(filing: Filing, answer: Answer | None) -> str:
    if answer is not None:
        return reverse("filings:answer", args=[answer.pk])
    return f"{reverse('filings:filing', args=[filing.pk])}#evidence"


def _form(
    request: HttpRequest, form: Form, title: str, filing: Filing, **given: object
) -> HttpResponse:
    shown = {"form": form, "title": title, "filing": filing, **given}
    return render(request, "filings/file.html", shown, status=422 if form.errors else 200)
