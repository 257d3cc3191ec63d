"""The campaign of 2022, and the plans of whoever takes part, each as far as it is."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.utils import timezone

from mingzheng.workspace.campaigns import actions, checks
from mingzheng.workspace.campaigns.actions.plans import Entered
from mingzheng.workspace.campaigns.models import Campaign
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.campaigns.terms import terms_of
from mingzheng.workspace.demo.persons import Country
from mingzheng.workspace.demo.words import words
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.roles import Kind, Role

DAYS = {Phase.SELF_INSPECTION: 12, Phase.INSPECTION: 40, Phase.END: 70}
"""How many days from today the amended stages end."""
HOW_FAR = ("none", "begun", "done", "late", "on the way")
"""Plans of authorities, in turn."""


def campaign(country: Country) -> Campaign:
    """Published as the notice has it, then amended to days around today, then planned for."""
    organiser = country.organiser
    made = actions.create(by=organiser, template_name="compliance-2022")
    made = _published(organiser, made)
    reason = words()["reasons"]["amend"]
    made = actions.amend(by=organiser, campaign=made, version=made.version, reason=reason)
    edition = made.open_edition
    assert edition is not None
    today = timezone.localdate()
    terms = terms_of(edition)
    stages = dict(terms.stages or {}) | {
        phase: today + dt.timedelta(days) for phase, days in DAYS.items()
    }
    moved = dataclasses.replace(terms, stages=stages)
    actions.edit(by=organiser, campaign=made, terms=moved, version=made.version)
    made.refresh_from_db()
    made = _published(organiser, made)
    _plans(country, made)
    return made


def _published(organiser: User, made: Campaign) -> Campaign:
    edition = made.open_edition
    assert edition is not None
    keys = [each.key for each in checks.check(edition)]
    return actions.publish(by=organiser, campaign=made, version=made.version, confirmed=keys)


def _plans(country: Country, made: Campaign) -> None:
    _plan(country, made, country.organiser, "on the way")
    for number, province in enumerate(country.peopled(Kind.PROVINCE)):
        _plan(country, made, country.of(province)[Role.APPROVER], HOW_FAR[number % 5])
    for number, authority in enumerate(country.peopled(Kind.AUTHORITY), start=2):
        _plan(country, made, country.of(authority)[Role.OFFICER], HOW_FAR[number % 5])


def _plan(country: Country, made: Campaign, by: User, how_far: str) -> None:
    if how_far == "none":
        return
    membership = by.membership
    assert membership is not None
    unit: Organisation = membership.organisation
    lead = country.of(unit).get(Role.HEAD, by)
    plan = actions.draw_up(
        by=by, campaign=made, organisation=unit, lead=lead.name,
        position=country.rng.choice(words()["position"]), measures=words()["measures"].strip(),
    )  # fmt: skip
    if how_far == "begun":
        return
    titles = country.rng.sample(words()["tasks"], country.rng.randint(3, 5))
    for place, title in enumerate(titles):
        task = actions.add_task(
            by=by, plan=plan, version=_version(plan), task=_task(country, by, title, place, "new")
        )
        now = _task(country, by, title, place, how_far)
        if now.progress:
            actions.change_task(by=by, task=task, version=_version(plan), entered=now)


def _version(plan: object) -> int:
    found: int = type(plan).objects.get(pk=plan.pk).version  # type: ignore[attr-defined]
    return found


def _task(country: Country, by: User, title: str, place: int, how_far: str) -> Entered:
    late = place == 0
    due = timezone.localdate() + dt.timedelta(-2 if late else 3 * place)
    progress = {
        "new": 0,
        "done": 100,
        "late": 60 if late else 20 * place,
        "on the way": 100 if late else 90 - 20 * place,
    }[how_far]
    note = country.rng.choice(words()["note"]) if 0 < progress < 100 else ""
    return Entered(title, by.name, due, progress=progress, note=note)
