"""What a room shows outside of itself: its place in the navigation, on home pages, its deadlines.

A room says so in its `room.py`, by any of these names:

    NAVIGATION: tuple[Place, ...]
    def panels(user) -> Iterable[Panel]          its part of the home page
    def deadlines(user) -> Iterable[Deadline]    what this person's organisation must do by when
    MATTERS: tuple[Matters, ...]                 open matters that persons hold, for handing over
    def standings(edition, only) -> Iterable[Standing]   how units stand at a campaign's stages;
                                                 only: of this one, None for all of them
    def hidden(user) -> Iterable[QuerySet]       things that this person is not shown, though they
                                                 may see others of the kind
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.conf import settings

from mingzheng.language import Text


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, shown to whoever has the verb."""

    text: Text
    page: str
    """The name of its address."""
    verb: str
    icon: str


@dataclass(frozen=True)
class Panel:
    """A part of the home page."""

    title: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 50
    """Panels with a lower rank stand first; 10 is for what is overdue."""
    wide: bool = True


@dataclass(frozen=True)
class Deadline:
    """Something due, named in the top bar when it is the next."""

    text: Text
    due: dt.date
    address: str


@dataclass(frozen=True)
class Matters:
    """Open things of one kind that are in a person's hands.

    `held(membership)` is a queryset of them; `fits(membership)` says who may hold any.
    `move(thing, to)` puts one, locked, into another member's hands, inside the one transaction
    and entry of `people.actions.hand_over`.
    """

    text: Text
    held: Callable[[Any], Any]
    fits: Callable[[Any], bool]
    move: Callable[[Any, Any], None]


@dataclass(frozen=True)
class Standing:
    """How an authority stands at a stage of a campaign's edition, as the room knows that does it.

    A room that knows a stage says so of every authority the edition addresses: where none has
    anything to say, the progress page leaves the column out.
    """

    stage: str
    """A `campaigns.phases.Phase`, or `plan`, or `findings`."""
    organisation: int
    text: Text
    tone: str = "plain"
    """As for `status`: plain, good, open, late, off."""
    address: str = ""
    done: bool = False
    """Nothing is left to do by the deadline."""


@cache
def _rooms() -> tuple[ModuleType, ...]:
    names = [f"mingzheng.workspace.{room}.room" for room in settings.ROOMS]
    return tuple(import_module(name) for name in names if find_spec(name))


def _all(name: str, *given: object) -> Iterator[Any]:
    for room in _rooms():
        found: Iterable[Any] | Callable[..., Iterable[Any]] = getattr(room, name, ())
        yield from found(*given) if callable(found) else found


def navigation() -> list[Place]:
    """Every place, in the order of the rooms."""
    return list(_all("NAVIGATION"))


def panels(user: Any) -> list[Panel]:
    """The home page of this person."""
    return sorted(_all("panels", user), key=lambda panel: panel.rank)


def next_deadline(user: Any) -> Deadline | None:
    """What is due first."""
    return min(_all("deadlines", user), key=lambda each: each.due, default=None)


def matters() -> list[Matters]:
    """Every kind of matter that can be handed over."""
    return list(_all("MATTERS"))


def standings(edition: Any, *, only: int | None = None) -> list[Standing]:
    """How units stand at the stages of an edition, as far as any room knows.

    only: the one unit that is asked about. Every page asks about one's own, so that a room must
    not go through what it knows of all.
    """
    found = _all("standings", edition, only)
    return [each for each in found if only is None or each.organisation == only]


def hidden(user: Any) -> list[Any]:
    """What this person is not shown of things of a kind that they may see: a queryset of each."""
    return list(_all("hidden", user))
