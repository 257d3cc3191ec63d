"""Every page says who may open it; a page that says nothing is refused to everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Manager, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.permissions import NotAllowed, may, require
from mingzheng.workspace.site import errors

Page = Callable[..., HttpResponse]
PUBLIC = "public"
"""The authorisation of pages for everybody."""


def public(page: Page) -> Page:
    """Anyone may open this page."""
    page.authorisation = PUBLIC  # type: ignore[attr-defined]
    return page


def authorised(verb: str) -> Callable[[Page], Page]:
    """Whoever has the verb may open this page; what it shows it must still find by `find`."""

    def mark(page: Page) -> Page:
        page.authorisation = verb  # type: ignore[attr-defined]
        return page

    return mark


def find(request: HttpRequest, verb: str, things: type[Model] | QuerySet, **lookup: Any) -> Any:
    """The thing that is meant, if this person may do that to it; 404 otherwise.

    What isn't there is refused as what is another's: the journal tells neither from the other.
    """
    found = things if isinstance(things, QuerySet) else _all(things)
    try:
        thing = found.filter(**lookup).first()
    except ValueError:  # what was typed in the place of a number
        thing = None
    if thing is None:
        raise NotAllowed(verb, found.model)
    require(request.user, verb, thing)
    return thing


def _all(model: type[Model]) -> QuerySet:
    manager: Manager = model._default_manager
    return manager.all()


class refuse_unless_authorised:
    """Ask who may before the page runs; put refusals into the journal."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: the page is looked at once it is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, page: Page, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let pass who may; send to the sign-in page who hasn't signed in."""
        verb = getattr(page, "authorisation", None)
        if verb == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if verb is not None and may(request.user, verb):
            return None
        return self._refused(request, NotAllowed(verb or "unknown", None))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal met inside the page."""
        return self._refused(request, error) if isinstance(error, NotAllowed) else None

    def _refused(self, request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
        # the page of an object of others looks as if there were none
        record(
            by=request.user if request.user.is_authenticated else None,
            verb="access.refused",
            thing=refusal.thing if isinstance(refusal.thing, Model) else None,
            details={"verb": refusal.verb, "method": request.method},
            named=False,
        )
        if refusal.thing is not None:
            return errors.not_found(request)
        forbidden: HttpResponseForbidden = errors.forbidden(request)
        return forbidden
