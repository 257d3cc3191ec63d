"""Units' plans, the progress table, and what home pages say of them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from mingzheng.errors import WorkspaceError


def entered(days: int, progress: int = 0) -> Any:
    from mingzheng.workspace.campaigns.actions.plans import Entered

    due = timezone.localdate() + dt.timedelta(days)
    return Entered("梳理身份查验流程", "李合规", due, progress)


@pytest.fixture
def plan(people: SimpleNamespace, published: Any) -> Any:
    """The plan of the officer's authority."""
    from mingzheng.workspace.campaigns import actions

    unit = people.officer.membership.organisation
    return actions.draw_up(by=people.officer, campaign=published, organisation=unit, lead="张负责")


def test_every_action_leaves_one_entry(people: SimpleNamespace, plan: Any) -> None:
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.journal.models import Entry

    by, before = people.officer, Entry.objects.count()
    task = actions.add_task(by=by, plan=plan, version=1, task=entered(7))
    actions.change_task(by=by, task=task, version=2, entered=entered(7, progress=100))
    actions.change_plan(by=by, plan=plan, version=3, lead="赵负责", position="", measures="")
    actions.remove_task(by=by, task=task, version=4)
    verbs = list(Entry.objects.filter(number__gt=before).values_list("verb", flat=True))
    assert verbs[::-1] == [
        "plan.add_task", "plan.change_task", "plan.change", "plan.remove_task",
    ]  # fmt: skip
    plan.refresh_from_db()
    assert (plan.lead, plan.version) == ("赵负责", 5)


def test_each_unit_plans_for_itself(people: SimpleNamespace, plan: Any) -> None:
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.people.permissions import NotAllowed

    for by in (people.stranger, people.inspector, people.organiser, people.reader):
        with pytest.raises(NotAllowed):
            actions.add_task(by=by, plan=plan, version=1, task=entered(7))
    own = people.inspector.membership.organisation
    actions.draw_up(by=people.inspector, campaign=plan.campaign, organisation=own, lead="王处长")


def test_plans_are_made_once_while_the_campaign_runs(people: SimpleNamespace, plan: Any) -> None:
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.transitions import ChangedMeanwhile

    campaign, by = plan.campaign, people.officer
    given = {"by": by, "campaign": campaign, "organisation": plan.organisation, "lead": "x"}
    with pytest.raises(WorkspaceError, match="already"):
        actions.draw_up(**given)
    with pytest.raises(ChangedMeanwhile):
        actions.add_task(by=by, plan=plan, version=7, task=entered(7))
    actions.close(by=people.organiser, campaign=campaign, version=campaign.version)
    with pytest.raises(WorkspaceError, match="not closed"):
        actions.add_task(by=by, plan=plan, version=1, task=entered(7))


def test_the_table_shows_only_what_is_known(
    people: SimpleNamespace, plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mingzheng.language import Text
    from mingzheng.workspace.campaigns import actions, room
    from mingzheng.workspace.campaigns.progress import progress
    from mingzheng.workspace.filings import room as filings
    from mingzheng.workspace.site.rooms import Standing

    edition = plan.campaign.in_force
    actions.add_task(by=people.officer, plan=plan, version=1, task=entered(-1))
    table = progress(edition, people.organiser)
    assert [column.stage for column in table.columns] == ["plan", "self_inspection", "findings"]
    assert [stage.phase for stage in table.unknown] == ["inspection", "spot_check"]
    said = {row.authority.name: row.cells[0] for group in table.groups for row in group.rows}
    assert said["燕山认证有限公司"].tone == "off"
    assert said[plan.organisation.name].text.en == "1 overdue"
    seen = [group.rows for group in progress(edition, people.inspector).groups]
    assert [[row.authority for row in rows] for rows in seen] == [[plan.organisation]]

    def standings(edition: Any, only: int | None) -> list[Standing]:
        filed = Text(zh="已报送", en="Filed")
        unit = plan.organisation_id
        return [Standing("self_inspection", unit, filed, "good", "/filings/1/", done=True)]

    monkeypatch.setattr(filings, "standings", standings)
    table = progress(edition, people.officer)
    assert [(column.stage, column.done) for column in table.columns] == [
        ("plan", 0), ("self_inspection", 1), ("findings", 0),
    ]  # fmt: skip
    assert "自查自纠" not in {each.text.zh for each in room.deadlines(people.officer)}


def test_deadlines_are_those_of_the_own_unit(people: SimpleNamespace, plan: Any) -> None:
    from mingzheng.workspace.campaigns import actions, room

    def due(user: Any) -> set[str]:
        return {deadline.text.zh for deadline in room.deadlines(user)}

    actions.add_task(by=people.officer, plan=plan, version=1, task=entered(-1))
    assert due(people.officer) == {"自查自纠", "梳理身份查验流程"}
    assert due(people.stranger) == {"自查自纠"}
    assert due(people.inspector) == {"监督检查"}
    assert due(people.organiser) == {"整治结束"}
    titles = [panel.title.zh for panel in room.panels(people.officer)]
    assert titles[0] == "逾期任务"
    campaign = plan.campaign
    actions.close(by=people.organiser, campaign=campaign, version=campaign.version)
    assert due(people.officer) == set()
    assert not list(room.panels(people.officer))


def test_a_stage_that_is_past_is_nobodys_fault_until_somebody_knows(
    people: SimpleNamespace, draft: Any, publish: Any
) -> None:
    from mingzheng.workspace.campaigns import room

    publish(draft)
    assert not list(room.deadlines(people.officer)), "of 2022: it may well have been filed"
