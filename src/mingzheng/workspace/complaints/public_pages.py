"""Pages without an account: sending something in, and learning by the receipt what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints import actions, limits, sheets
from mingzheng.workspace.complaints.cleaning import masks
from mingzheng.workspace.complaints.forms import Intake, Receipt
from mingzheng.workspace.complaints.models import Complaint, Report, Submission
from mingzheng.workspace.complaints.periods import periods
from mingzheng.workspace.complaints.receipts import look_up
from mingzheng.workspace.people.authorisation import public
from mingzheng.workspace.site.addresses import address_of
from mingzheng.workspace.site.speech import both, spoken
from mingzheng.workspace.transitions import Transition

TOO_OFTEN = both(
    "这个网络地址提交得太频繁，请过一会儿再试；填写的内容没有保存。",
    "Too much came from this network address. Try again later; nothing was stored.",
)
WRONG = both("编号或查询码不正确。", "The number or the key is wrong.")
DONE = {
    "withdraw": both("已撤回。", "Withdrawn."),
    "reopen": both("已要求重新办理。", "It will be dealt with again."),
}


@public
@require_http_methods(["GET", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The form of a complaint."""
    return _intake(request, Complaint)


@public
@require_http_methods(["GET", "POST"])
def inform(request: HttpRequest) -> HttpResponse:
    """The form of a report."""
    return _intake(request, Report)


def _intake(request: HttpRequest, kind: type[Submission]) -> HttpResponse:
    form = Intake(request.POST or None, initial={"sheet": sheets.issue()})
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST" and not limits.take(limits.INTAKE, address_of(request)):
        form.add_error(None, TOO_OFTEN)
        status = 429
    elif request.method == "POST":
        try:
            received = actions.receive(kind=kind, **_given(form))
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
            status = 409
        else:
            masked = any(masks(form.cleaned_data[name]) for name in ("text", "contact"))
            given = {"received": received, "masked": masked, "here": kind.KIND}
            return render(request, "complaints/receipt.html", given, status=201)
    if form.non_field_errors():
        # whoever sends it again does so on a new sheet
        form.data = {**form.data.dict(), "sheet": sheets.issue()}
    given = {"form": form, "here": kind.KIND, "periods": periods().values()}
    return render(request, "complaints/intake.html", given, status=status)


def _given(form: Intake) -> dict[str, object]:
    names = ("about", "topic", "text", "contact", "serial_number", "sheet")
    return {name: form.cleaned_data[name] for name in names}


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt's number and key, and what they open; each post shows both again."""
    form = Receipt(request.POST or None)
    given: dict[str, object] = {"form": form, "here": "receipt"}
    if request.method != "POST" or not form.is_valid():
        page = "complaints/look_up.html"
        return render(request, page, given, status=422 if form.errors else 200)
    if not limits.take(limits.LOOK_UP, address_of(request)):
        form.add_error(None, TOO_OFTEN)
        return render(request, "complaints/look_up.html", given, status=429)
    found = look_up(form.cleaned_data["number"], form.cleaned_data["key"])
    if found is None:
        form.add_error(None, WRONG)
        return render(request, "complaints/look_up.html", given, status=404)
    verb = request.POST.get("verb", "")
    if verb in DONE:
        given |= _done(found, verb, request.POST.get("reason", ""))
        found.refresh_from_db()
    given |= {
        "submission": found,
        "ways": [each.verb.partition(".")[2] for each in _ways(found)],
        "successor": found.successors.first(),
    }
    return render(request, "complaints/progress.html", given)


def _done(found: Submission, verb: str, reason: str) -> dict[str, object]:
    try:
        if verb == "reopen":
            actions.reopen(submission=found, reason=reason)
        else:
            actions.withdraw(submission=found)
    except WorkspaceError as error:
        return {"wrong": error.text}
    return {"done": DONE[verb]}


def _ways(found: Submission) -> list[Transition]:
    return [
        each for each in found.LIFE.transitions if each.by_system and found.state in each.sources
    ]
