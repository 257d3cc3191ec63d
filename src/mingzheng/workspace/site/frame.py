"""What the frame of every page shows: where one is, as whom, what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from mingzheng.workspace.people.permissions import may
from mingzheng.workspace.site import rooms, speech
from mingzheng.workspace.site.rooms import Place


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of `site/base.html`."""
    user = getattr(request, "user", None)
    shown: dict[str, Any] = {
        "language": speech.language(),
        "theme": getattr(request, "theme", "auto"),
        "user": user,
        "membership": None,
    }
    if user is None or not user.is_authenticated:
        return shown
    membership = user.membership
    deadline = rooms.next_deadline(user) if membership else None
    places = [place for place in rooms.navigation() if may(user, place.verb)]
    here = _here(request, places)
    return shown | {
        "membership": membership,
        "memberships": user.memberships.active().select_related("organisation"),
        "places": [(place, place is here) for place in places],
        "deadline": deadline,
        "days_left": (deadline.due - timezone.localdate()).days if deadline else None,
    }


def _here(request: HttpRequest, places: Sequence[Place]) -> Place | None:
    """Of the room's places the one whose address the page's begins with most of."""
    room = request.resolver_match.app_name if request.resolver_match else ""
    own = [place for place in places if _room_of(place.page) == (room or "home")]

    def shared(place: Place) -> int:
        address = reverse(place.page)
        return len(address) if request.path.startswith(address) else 0

    return max(own, key=shared, default=None)


def _room_of(page: str) -> str:
    room, colon, _ = page.partition(":")
    return room if colon else "home"
