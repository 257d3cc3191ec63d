"""Which findings, orders and cases somebody may see: suspicions are nobody's but their author's.

What an authority suspects of itself the offices see once it says that it is so; what an office
suspects the authority sees once it is put to it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import NotAllowed, may, reached, require, within
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.models import Case, Finding, Findings, Order
from mingzheng.workspace.rectifications.states import Source


def visible(user: Any) -> Findings:
    """The findings that this person may see."""
    own = Q(source=Source.SELF)
    seen = (own & Q(confirmed_at__isnull=False)) | (~own & Q(put_at__isnull=False))
    if may(user, "finding.see_own"):
        seen |= own
    if may(user, "finding.see_suspicion"):
        seen |= ~own
    return Finding.objects.filter(_place(user, "finding.see"), seen)


def visible_orders(user: Any) -> QuerySet:
    """The orders that this person may see."""
    inside = may(user, "order.see_draft")
    served = Q() if inside else Q(served_on__isnull=False)
    return Order.objects.filter(_place(user, "order.see"), served)


def visible_cases(user: Any) -> QuerySet:
    """The cases that this person may see."""
    inside = may(user, "case.see_closed_door")
    told = Q() if inside else Q(announced_to_party_on__isnull=False)
    return Case.objects.filter(_place(user, "case.see"), told)


def authorities(user: Any, verb: str) -> QuerySet:
    """The authorities about whose things this person may do that, by name."""
    all_of_them = Organisation.objects.filter(kind=Kind.AUTHORITY)
    return within(user, verb, all_of_them, owner="").order_by("name")


def _place(user: Any, verb: str) -> Q:
    """As far as this role reaches; every verb of seeing a kind of thing reaches as far.

    By organisations first: there are few of them, and an index leads on from each.
    """
    reach = reached(user, verb, owner="")
    return Q(organisation__in=Organisation.objects.filter(reach)) if reach else Q()


def find(request: HttpRequest, things: QuerySet, pk: int) -> Any:
    """The finding, order or case that is meant, if this person may see it; 404 otherwise.

    What isn't there is refused as what is another's: the journal tells neither from the other.
    """
    thing = things.filter(pk=pk).first()
    if thing is None:
        raise NotAllowed(f"{things.model._meta.model_name}.see", things.model)
    require(request.user, thing.seeing, thing)
    return thing
