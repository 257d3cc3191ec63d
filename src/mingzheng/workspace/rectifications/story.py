"""A finding's history as the journal has it: who did what, from where to where, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from mingzheng.language import Text
from mingzheng.workspace.journal.models import Entry
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import verbs
from mingzheng.workspace.rectifications.models import Case, Finding, Order
from mingzheng.workspace.rectifications.states import STATES

SAID = ("text", "reason")
NO_STEPS = ("access.refused", "finding.register")
"""The registration is told from the finding itself: one from an audit is in the run's entry."""
SERVED = ("order.serve", "order.withdraw")


@dataclass(frozen=True)
class Step:
    """One entry as the page shows it."""

    entry: Entry
    text: Text
    organisation: Organisation | None
    target: Text | None
    said: str
    deadline: str


def history(thing: Finding | Order | Case, *, orders: Iterable[Order] = ()) -> list[Step]:
    """The steps of a thing, the first one first, with the service of `orders` about it.

    Refusals of access are nobody's business here.
    """
    about = Q(thing_kind=thing._meta.label_lower, thing=str(thing.pk))
    keys = [str(each.pk) for each in orders]
    if keys:
        about |= Q(thing_kind=Order._meta.label_lower, thing__in=keys, verb__in=SERVED)
    entries = list(Entry.objects.filter(about).exclude(verb__in=NO_STEPS).order_by("number"))
    acting = Organisation.objects.in_bulk({each.acting_for for each in entries if each.acting_for})
    return [_step(each, acting.get(each.acting_for or 0)) for each in entries]


def _step(entry: Entry, organisation: Organisation | None) -> Step:
    details = json.loads(entry.details)
    moved = details.get("to") != details.get("from")
    target = next((text for state, text in STATES.items() if state == details.get("to")), None)
    name = f" {entry.thing_name}" if entry.verb in SERVED else ""
    text = verbs()[entry.verb].text
    return Step(
        entry=entry, text=Text(zh=f"{text.zh}{name}", en=f"{text.en}{name}"), organisation=organisation,
        target=target if moved and entry.verb.startswith("finding.") else None,
        said=next((str(details[name]) for name in SAID if details.get(name)), ""),
        deadline=str(details.get("until") or details.get("deadline") or ""),
    )  # fmt: skip
