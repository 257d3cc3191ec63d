"""Authorities × stages, by province: only what some room knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Edition, Plan, Stage
from mingzheng.workspace.campaigns.phases import FINDINGS, OF_AUTHORITIES, PLAN
from mingzheng.workspace.campaigns.units import addressed
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.people.permissions import within
from mingzheng.workspace.site.rooms import Standing, standings

NO_PLAN = Text(zh="未制定", en="None yet")
TITLES = {
    PLAN: Text(zh="实施方案", en="Plan"),
    FINDINGS: Text(zh="问题整改", en="Findings"),
}
"""The columns that are no stages."""


@dataclass(frozen=True)
class Row:
    """An authority, with one cell a column: a standing, or None where nothing is known of it."""

    authority: Organisation
    cells: tuple[Standing | None, ...]


@dataclass(frozen=True)
class Group:
    """A province's authorities, and how its own plan stands."""

    province: Organisation | None
    plan: Standing | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """What stands above a column: its name, its day, and how many are done."""

    stage: str
    text: Text
    due: object
    done: int


@dataclass(frozen=True)
class Progress:
    """The table, and the stages of which no room knows anything."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    unknown: tuple[Stage, ...]
    authorities: int


def plan_standings(edition: Edition, units: Iterable[Organisation]) -> list[Standing]:
    """How far each unit's plan is: none, or how many of its tasks are done, and late."""
    today = timezone.localdate()
    late = Q(tasks__due__lt=today, tasks__progress__lt=100)
    plans = {
        plan.organisation_id: plan
        for plan in Plan.objects.filter(campaign=edition.campaign_id).annotate(
            tasks_all=Count("tasks"),
            tasks_done=Count("tasks", filter=Q(tasks__progress=100)),
            tasks_late=Count("tasks", filter=late),
        )
    }
    return [_of_plan(unit.pk, plans.get(unit.pk)) for unit in units]


def _of_plan(unit: int, plan: Any | None) -> Standing:
    if plan is None:
        return Standing(PLAN, unit, NO_PLAN, "off")
    address = reverse("campaigns:plan", args=[plan.pk])
    every, done, late = plan.tasks_all, plan.tasks_done, plan.tasks_late
    if late:
        text = Text(zh=f"{late} 项逾期", en=f"{late} overdue")
        return Standing(PLAN, unit, text, "late", address)
    if not every:
        text = Text(zh="未列任务", en="No tasks")
        return Standing(PLAN, unit, text, "open", address)
    finished = done == every
    text = Text(zh=f"完成 {done}/{every}", en=f"{done}/{every} done")
    return Standing(PLAN, unit, text, "good" if finished else "open", address, done=finished)


def progress(edition: Edition, user: Any, *, province: str = "", asked: str = "") -> Progress:
    """The part of the table that this person may see, filtered by a province's code and a name."""
    seen = addressed(edition, user)
    if province:
        seen = seen.filter(seat__code=province)
    if asked:
        seen = seen.filter(Q(name__icontains=asked) | Q(name_en__icontains=asked))
    authorities = list(seen.order_by(F("seat__code").asc(nulls_last=True), "name"))
    keys = {each.pk for each in authorities}
    known: dict[str, dict[int, Standing]] = defaultdict(dict)
    for standing in [*plan_standings(edition, authorities), *standings(edition)]:
        if standing.organisation in keys:
            known[standing.stage][standing.organisation] = standing
    stages = {
        stage.phase: stage for stage in edition.stages.all() if stage.phase in OF_AUTHORITIES
    }
    shown = [each for each in (PLAN, *stages, FINDINGS) if each in known or each == PLAN]
    rows = [Row(each, tuple(known[stage].get(each.pk) for stage in shown)) for each in authorities]
    return Progress(
        columns=tuple(_column(stage, stages.get(stage), known[stage]) for stage in shown),
        groups=tuple(_grouped(edition, user, rows)),
        unknown=tuple(stage for phase, stage in stages.items() if phase not in known),
        authorities=len(authorities),
    )


def _column(stage: str, dated: Stage | None, known: dict[int, Standing]) -> Column:
    done = sum(standing.done for standing in known.values())
    if dated is None:
        return Column(stage, TITLES[stage], None, done)
    return Column(stage, dated.text, dated.deadline, done)


def _grouped(edition: Edition, user: Any, rows: list[Row]) -> Iterable[Group]:
    by_seat: dict[Organisation | None, list[Row]] = {}
    for row in rows:
        by_seat.setdefault(row.authority.seat, []).append(row)
    provinces = Organisation.objects.filter(pk__in=[seat.pk for seat in by_seat if seat])
    seen = within(user, "plan.see", provinces, owner="")
    plans = {each.organisation: each for each in plan_standings(edition, seen)}
    for seat, of_seat in by_seat.items():
        yield Group(seat, plans.get(seat.pk) if seat else None, tuple(of_seat))
