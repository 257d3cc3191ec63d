"""Units' implementation plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns.models import Campaign, Plan, Task
from mingzheng.workspace.campaigns.states import State
from mingzheng.workspace.campaigns.units import takes_part
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.transitions import locked


@dataclass(frozen=True)
class Entered:
    """A task as it is entered."""

    title: str
    owner: str
    due: dt.date
    progress: int = 0
    note: str = ""


@transaction.atomic
def draw_up(
    *,
    by: User,
    campaign: Campaign,
    organisation: Organisation,
    lead: str,
    position: str = "",
    measures: str = "",
) -> Plan:
    """Begin a unit's plan: somebody is named who leads."""
    require(by, "plan.draw_up", organisation)
    _running(campaign)
    if not takes_part(campaign, organisation):
        raise WorkspaceError(
            zh="本次专项行动不涉及该单位", en="the campaign doesn't address this organisation"
        )
    if Plan.objects.filter(campaign=campaign, organisation=organisation).exists():
        raise WorkspaceError(zh="实施方案已经制定", en="there is a plan already")
    plan = Plan.objects.create(
        campaign=campaign, organisation=organisation, lead=lead, position=position,
        measures=measures,
    )  # fmt: skip
    record(by=by, verb="plan.draw_up", thing=plan, details={"lead": lead})
    return plan


def _running(campaign: Campaign) -> None:
    if Campaign.objects.get(pk=campaign.pk).state != State.PUBLISHED:
        raise WorkspaceError(
            zh="只有在专项行动发布之后、结束之前才能改动实施方案",
            en="plans change only while the campaign is published and not closed",
        )


def _held(by: User, verb: str, plan: Plan, version: int) -> Plan:
    held = locked(plan, version=version)
    require(by, verb, held)
    _running(held.campaign)
    held.version += 1
    return held


@transaction.atomic
def change_plan(
    *, by: User, plan: Plan, version: int, lead: str, position: str, measures: str
) -> None:
    """Name another lead, or say better what is organised."""
    held = _held(by, "plan.change", plan, version)
    before = held.lead
    held.lead, held.position, held.measures = lead, position, measures
    held.save()
    told = {"lead": lead} | ({"lead_before": before} if before != lead else {})
    record(by=by, verb="plan.change", thing=held, details=told)


@transaction.atomic
def add_task(*, by: User, plan: Plan, version: int, task: Entered) -> Task:
    """A further task, with its owner and its day."""
    held = _held(by, "plan.add_task", plan, version)
    held.save()
    made = Task.objects.create(plan=held, **asdict(task))
    record(by=by, verb="plan.add_task", thing=held, details=_told(made))
    return made


@transaction.atomic
def change_task(*, by: User, task: Task, version: int, entered: Entered) -> None:
    """Another owner or day, or how far it is; `version` is that of the plan."""
    held = _held(by, "plan.change_task", task.plan, version)
    before = task.progress
    for name, value in asdict(entered).items():
        setattr(task, name, value)
    held.save()
    task.save()
    told = _told(task) | {"progress_before": before}
    record(by=by, verb="plan.change_task", thing=held, details=told)


@transaction.atomic
def remove_task(*, by: User, task: Task, version: int) -> None:
    """Strike a task; the journal keeps what it was."""
    held = _held(by, "plan.remove_task", task.plan, version)
    told = _told(task)
    held.save()
    task.delete()
    record(by=by, verb="plan.remove_task", thing=held, details=told)


def _told(task: Task) -> dict[str, object]:
    return {
        "task": task.pk, "title": task.title, "owner": task.owner, "due": task.due.isoformat(),
        "progress": task.progress,
    }  # fmt: skip
