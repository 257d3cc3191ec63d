"""Opinions and orders: the list, drafting, one of them, its Word files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications import actions, papers, seeing
from mingzheng.workspace.rectifications.actions.orders import ORDERABLE
from mingzheng.workspace.rectifications.forms import Reason, Step
from mingzheng.workspace.rectifications.models import Finding, Order
from mingzheng.workspace.rectifications.order_forms import Draft, Serve, cited
from mingzheng.workspace.rectifications.pages import PAGE
from mingzheng.workspace.rectifications.periods import periods
from mingzheng.workspace.rectifications.states import Source
from mingzheng.workspace.rectifications.steps import Button, done, shown
from mingzheng.workspace.rectifications.story import history
from mingzheng.workspace.site.speech import language, spoken

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, type[Step]] = {"issue": Step, "serve": Serve, "withdraw": Reason}


@authorised("order.see")
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """The orders that this person may see."""
    found = seeing.visible_orders(request.user).select_related("organisation", "office")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    own = request.user.membership.organisation
    several = own.kind != Kind.AUTHORITY
    given = {"page": page, "several": several, "drafts": may(request.user, "order.draft")}
    return render(request, "rectifications/orders.html", given)


@authorised("order.draft")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft one: choose the authority, then its findings and the rest."""
    user = request.user
    possible = _addressable(user)
    asked = request.GET.get("organisation", "")
    about = (
        possible.filter(pk=int(asked)).first() if asked.isascii() and asked.isdecimal() else None
    )
    if about is None:
        return render(request, "rectifications/order_about.html", {"possible": possible})
    office = user.membership.organisation
    orderable = _orderable(user).filter(organisation=about)
    form = Draft(request.POST or None, office=office, findings=orderable)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_order(by=user, organisation=about, terms=form.terms)
            return redirect("rectifications:order", made.pk)
        except WorkspaceError as error:
            form.add_error(None, spoken(error.text))
    given = {"form": form, "about": about, "province": office.kind == Kind.PROVINCE}
    status = 422 if form.errors else 200
    return render(request, "rectifications/order_new.html", given, status=status)


def _orderable(user: Any) -> Any:
    found = Finding.objects.filter(state__in=ORDERABLE).exclude(source=Source.SELF)
    return within(user, "order.draft", found)


def _addressable(user: Any) -> Any:
    with_some = _orderable(user).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=with_some).order_by("name")


@authorised("order.see")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and what can be done next."""
    seen = Order.objects.select_related("organisation", "office", "drafted_by")
    found = seeing.find(request, seen, pk)
    verb, asked = request.POST.get("verb", ""), None
    if request.method == "POST":
        if verb not in FORMS:
            raise Http404
        asked = FORMS[verb](found, request.POST)
        act = partial(getattr(actions, verb), order=found)
        if done(request, asked, act, FORMS[verb]):
            return redirect(request.path)
        found = seeing.find(request, seen, pk)
    given = {
        "order": found,
        "findings": seeing.visible(request.user).filter(orders=found),
        **shown(verb, _buttons(request, found, verb, asked), asked),
        "history": history(found),
        "remedies": [periods()[name] for name in ("reconsideration", "litigation")],
        "bases": [
            (cited(each.id), Text(zh=each.shown("zh"), en=each.shown("en")))
            for each in found.articles
        ],
    }
    status = 200 if asked is None else 422
    return render(request, "rectifications/order.html", given, status=status)


def _buttons(request: HttpRequest, found: Order, verb: str, asked: Step | None) -> list[Button]:
    names = [way.verb.partition(".")[2] for way in Order.LIFE.possible(request.user, found)]
    if found.drafted_by == request.user and "issue" in names:
        names.remove("issue")
    return [
        Button(
            name, verbs()[f"order.{name}"].text,
            asked if asked is not None and name == verb else FORMS[name](found),
            name == "withdraw",
        )
        for name in names
    ]  # fmt: skip


@authorised("order.see")
@require_GET
def paper(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """The document itself, or its receipt of service (送达回证), as a Word file."""
    if which not in papers.NAMES:
        raise Http404
    found = seeing.find(request, Order.objects.select_related("organisation", "office"), pk)
    day = found.issued_on or timezone.localdate()
    content = papers.written(found, which, language(), day)
    answer = HttpResponse(content, content_type=DOCX)
    answer["Content-Disposition"] = f'attachment; filename="{which}-{found.pk}.docx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
