"""What this room shows elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Campaign, Edition, Plan, Task
from mingzheng.workspace.campaigns.pages import timeline
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.progress import plan_standings
from mingzheng.workspace.campaigns.units import addressed, running
from mingzheng.workspace.people.permissions import may
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.site import rooms
from mingzheng.workspace.site.rooms import Deadline, Panel, Place

NAVIGATION = (
    Place(Text(zh="专项行动", en="Campaigns"), "campaigns:campaigns", "campaign.see", "campaigns"),
)


def deadlines(user: Any) -> Iterator[Deadline]:
    """Days of stages in which the own unit acts, and of its open tasks.

    A day that is past is named only where a room says that something is still to be done: here
    nobody knows otherwise.
    """
    for campaign in running(user):
        edition = campaign.in_force
        assert edition is not None
        unit, today = user.membership.organisation, timezone.localdate()
        address = reverse("campaigns:campaign", args=[campaign.pk])
        own = {each.stage: each for each in rooms.standings(edition, only=unit.pk)}
        for stage in edition.stages.exclude(due=None):
            standing = own.get(stage.phase)
            known = standing is not None and not standing.done
            open_still = known or (standing is None and stage.deadline >= today)
            if Phase(stage.phase).kind == unit.kind and open_still:
                to = (standing.address if standing else "") or address
                yield Deadline(stage.text, stage.deadline, to)
        for task in _open_tasks(campaign, unit):
            to = reverse("campaigns:plan", args=[task.plan_id])
            yield Deadline(Text(zh=task.title, en=task.title), task.due, to)


def _open_tasks(campaign: Campaign, unit: Any) -> Any:
    own = Task.objects.filter(plan__campaign=campaign, plan__organisation=unit)
    return own.filter(progress__lt=100)


def panels(user: Any) -> Iterator[Panel]:
    """Each campaign that runs, with the next step; tasks of one's unit that are late."""
    for campaign in running(user):
        edition = campaign.in_force
        assert edition is not None
        unit = user.membership.organisation
        late = _open_tasks(campaign, unit).filter(due__lt=timezone.localdate())
        if late.exists():
            title = Text(zh="逾期任务", en="Overdue tasks")
            yield Panel(title, "campaigns/late.html", {"tasks": late}, rank=10)
        yield Panel(
            Text(zh=edition.title, en=edition.title_en or edition.title),
            "campaigns/panel.html",
            _shown(campaign, edition, user),
            rank=20,
        )


def _shown(campaign: Campaign, edition: Edition, user: Any) -> dict[str, Any]:
    unit, shown = user.membership.organisation, timeline(edition)
    own = plan_standings(edition, [unit])[0]
    given: dict[str, Any] = {
        "campaign": campaign,
        "edition": edition,
        "timeline": shown,
        "reminders": [
            row
            for row in shown
            if row["left"] is not None
            and 0 <= row["left"] <= edition.remind_before
            and Phase(row["stage"].phase).kind == unit.kind
        ],
        "plan": own,
        "draws_up": not own.address and may(user, "plan.draw_up", unit),
    }
    if unit.kind != Kind.AUTHORITY:
        seen = addressed(edition, user)
        made = Plan.objects.filter(campaign=campaign, organisation__in=seen)
        given |= {"authorities": seen.count(), "with_plan": made.count()}
    return given
