"""Which units a campaign concerns: the ministry, its objects, and the provinces they are in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from mingzheng.workspace.campaigns.models import Campaign, Edition
from mingzheng.workspace.campaigns.states import State
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import may, within
from mingzheng.workspace.people.roles import Kind


def takes_part(campaign: Campaign, organisation: Organisation) -> bool:
    """Whether the edition in force asks something of this unit."""
    edition = campaign.in_force
    if edition is None:
        return False
    if organisation.kind == Kind.MINISTRY:
        return True
    if organisation.kind == Kind.PROVINCE:
        return edition.authorities.filter(seat=organisation).exists()
    return edition.authorities.filter(pk=organisation.pk).exists()


def addressed(edition: Edition, user: Any) -> QuerySet:
    """The edition's objects that this person may look into."""
    return within(user, "plan.see", edition.authorities.select_related("seat"), owner="")


def visible(user: Any) -> QuerySet:
    """The campaigns that this person may see: drafts are the ministry's own."""
    seen = within(user, "campaign.see", Campaign.objects.all())
    return seen if may(user, "campaign.see_draft") else seen.exclude(state=State.DRAFT)


def running(user: Any) -> list[Campaign]:
    """Published campaigns that ask something of the unit this person acts for."""
    membership = user.membership
    if membership is None or not may(user, "campaign.see"):
        return []
    published = Campaign.objects.filter(state=State.PUBLISHED)
    return [each for each in published if takes_part(each, membership.organisation)]
