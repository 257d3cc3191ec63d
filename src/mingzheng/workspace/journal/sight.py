"""What of the journal a person may read: never more of a thing than its own page would show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from mingzheng.workspace.journal.models import Entry
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import verbs, within
from mingzheng.workspace.people.roles import Reach, Role
from mingzheng.workspace.site import rooms

REFUSED = "access.refused"


def visible(user: Any) -> QuerySet:
    """Entries about, or made for, the organisations that this person may look into.

    Of what was refused to their own people they learn that it was, and nothing else: see `open_numbers`.
    """
    if _reads_all(user):
        return Entry.objects.all()
    refused = Q(verb=REFUSED, acting_for__in=_known(user))
    return Entry.objects.filter(_readable(user) | refused)


def open_numbers(user: Any, entries: Iterable[Entry]) -> set[int]:
    """Which of the entries may be shown whole, with their details and seals.

    The others are of refusals: whether anything is there, and what, was refused. Their seals are
    left out too: so little is sealed that it could be found by trying.
    """
    asked = [entry.number for entry in entries]
    if _reads_all(user):
        return set(asked)
    found = Entry.objects.filter(_readable(user), number__in=asked)
    return set(found.values_list("number", flat=True))


def _reads_all(user: Any) -> bool:
    return _reach(user, "journal.read") is Reach.ALL


def _reach(user: Any, verb: str) -> Reach | None:
    return verbs()[verb].reach.get(Role(user.membership.role))


def _known(user: Any) -> list[int]:
    return _reached(user, "journal.read")


def _reached(user: Any, verb: str) -> list[int]:
    reached = within(user, verb, Organisation.objects.all(), owner="")
    return list(reached.values_list("pk", flat=True))


def _readable(user: Any) -> Q:
    known = _known(user)
    done = Q(acting_for__in=known) & ~Q(verb=REFUSED)
    return (Q(organisation__in=known) | done) & ~_unseen(user)


def _unseen(user: Any) -> Q:
    """Entries about things of a kind that has a verb to see it, which doesn't reach so far.

    And about those that their room keeps from this person.
    """
    unseen = Q(pk__in=())
    for kind in apps.get_models():
        verb = f"{kind._meta.model_name}.see"
        reach = _reach(user, verb) if verb in verbs() else Reach.ALL
        if reach is Reach.ALL:
            continue
        of_kind = Q(thing_kind=kind._meta.label_lower)
        if reach is not None:
            owned_elsewhere = ~Q(organisation__in=_reached(user, verb))
            of_kind &= Q(organisation__isnull=False) & owned_elsewhere
        unseen |= of_kind
    for things in rooms.hidden(user):
        keys = things.order_by().annotate(key=Cast("pk", CharField())).values("key")
        unseen |= Q(thing_kind=things.model._meta.label_lower, thing__in=keys)
    return unseen
