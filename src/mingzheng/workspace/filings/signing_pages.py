"""Pages on which a filing is checked, signed, submitted, received."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.filings import actions, checks
from mingzheng.workspace.filings.models import Filing, Paper, Signature
from mingzheng.workspace.filings.pages import FILINGS, SEEING, find, given_version
from mingzheng.workspace.filings.papers import standing
from mingzheng.workspace.filings.states import LIFE, State
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.authorisation import find as found_by
from mingzheng.workspace.people.permissions import may
from mingzheng.workspace.site.speech import both, spoken

MOVES: dict[str, Callable[..., Filing]] = {
    "filing.submit": actions.submit,
    "filing.reopen": actions.reopen,
    "filing.receive": actions.receive,
    "filing.put_on_file": actions.put_on_file,
    "filing.return": actions.return_for_supplement,
}
SAID = {
    "filing.submit": both("已报送。", "Submitted."),
    "filing.reopen": both("已退回修改，签署作废。", "Reopened; the signatures hold no more."),
    "filing.receive": both("已接收，回执已出具。", "Received; the receipt is issued."),
    "filing.put_on_file": both("已归档。", "Put on file."),
    "filing.return": both("已退回补正。", "Returned for supplement."),
}


@authorised("filing.check")
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be looked at before signing: errors block, warnings are ticked one by one."""
    found: Filing = found_by(request, "filing.check", FILINGS, pk=pk)
    if request.method == "GET" and found.state != State.DRAFT:
        return redirect("filings:filing", pk)
    confirmed = set(request.POST.getlist("confirmed"))
    if request.method == "POST":
        try:
            actions.check(
                by=request.user, filing=found, confirmed=confirmed,
                version=given_version(request),
            )  # fmt: skip
            messages.success(request, both("已通过校验，可以签署。", "Checked; it can be signed."))
            return redirect("filings:filing", pk)
        except WorkspaceError as error:
            messages.error(request, spoken(error.text))
            found.refresh_from_db()
    remarks = checks.check(found)
    given = {
        "filing": found,
        "errors": [each for each in remarks if each.blocks],
        "warnings": [(each, each.key in confirmed) for each in remarks if not each.blocks],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "filings/check.html", given, status=status)


@authorised(SEEING)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement that is signed, with the digests of content and paper; sign it."""
    found = find(request, pk)
    place = _place(request, found)
    if place is None:
        messages.error(
            request, both("现在没有需要您签署的内容。", "There is nothing for you to sign now.")
        )
        return redirect("filings:filing", pk)
    if request.method == "POST":
        try:
            if "agreed" not in request.POST:
                raise WorkspaceError(
                    zh="请先勾选声明", en="tick the statement before you sign"
                )  # fmt: skip
            actions.sign(
                by=request.user, filing=found, place=place, version=given_version(request)
            )
            messages.success(request, both("已签署。", "Signed."))
            return redirect("filings:filing", pk)
        except WorkspaceError as error:
            messages.error(request, spoken(error.text))
    paper = standing(found, Paper.Sort.FILING)
    given = {"filing": found, "place": place, "paper": paper, "warnings": found.confirmed}
    status = 422 if request.method == "POST" else 200
    return render(request, "filings/sign.html", given, status=status)


def _place(request: HttpRequest, found: Filing) -> Signature.Place | None:
    """As what this person would sign now."""
    turn = {State.CHECKED: Signature.Place.OFFICER, State.SIGNED_BY_OFFICER: Signature.Place.HEAD}
    place = turn.get(State(found.state))
    if place is not None and may(request.user, f"filing.sign_as_{place}", found):
        return place
    return None


@authorised(SEEING)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, reopen, receive, put on file or return, by `verb`."""
    found, verb = find(request, pk), request.POST.get("verb", "")
    if verb not in MOVES:
        raise Http404
    given: dict[str, Any] = {"version": given_version(request)}
    if any(way.verb == verb and way.needs_reason for way in LIFE.transitions):
        given["reason"] = request.POST.get("reason", "")[:2000]
    try:
        MOVES[verb](by=request.user, filing=found, **given)
        messages.success(request, SAID[verb])
    except WorkspaceError as error:
        messages.error(request, spoken(error.text))
    return redirect("filings:filing", pk)
