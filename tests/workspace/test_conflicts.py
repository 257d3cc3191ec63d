"""Two at one form: the second is told, sees both, loses nothing, and overwrites only knowingly."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest

from mingzheng.workspace.people.roles import Role


def fields(page: str, at: str = "") -> dict[str, Any]:
    """What a browser would send of a page's form that has a version, or of that verb's."""
    forms = re.findall(r'<form method="post".*?</form>', page, re.DOTALL)
    fits = f'name="verb" value="{at}"' if at else 'name="version"'
    form = max((each for each in forms if fits in each), key=len)
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" not in found or (found.get("type") == "checkbox" and "checked" not in tag):
            continue
        unsaid = "on" if found.get("type") == "checkbox" else ""
        value = html.unescape(found.get("value", unsaid))
        if found["name"] in {"items", "authorities"}:
            sent.setdefault(found["name"], []).append(value)
        else:
            sent[found["name"]] = value
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        sent[name] = html.unescape(text).strip()
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def stored(page: str) -> list[str]:
    """What the page says is stored now."""
    shown = re.findall(r'<p class="stored">(.*?)</p>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", html.unescape(each)) for each in shown]


@pytest.fixture
def published(world: Any) -> Any:
    """The campaign of 2022, published, with a plan of the persons' authority and a task in it."""
    from mingzheng.workspace.campaigns import actions, checks
    from mingzheng.workspace.campaigns.actions.plans import Entered

    organiser = world.people[Role.ORGANISER]
    made = actions.create(by=organiser, template_name="compliance-2022")
    keys = [each.key for each in checks.check(made.open_edition)]
    actions.publish(by=organiser, campaign=made, version=made.version, confirmed=keys)
    officer = world.people[Role.OFFICER]
    plan = actions.draw_up(by=officer, campaign=made, organisation=world.here, lead="Zhang")
    task = Entered("Review", "Li", dt.date(2022, 9, 1))
    actions.add_task(by=officer, plan=plan, version=1, task=task)
    made.refresh_from_db()
    return made


def both_save(place: str, one: Any, other: Any, mine: Any, theirs: Any) -> tuple[Any, Any]:
    """Two open the page, the other saves first; gives the answers to the one's two attempts."""
    page = one.get(place).content.decode()
    form = fields(page)
    assert other.post(place, {**form, **theirs}).status_code == 302
    first = one.post(place, {**form, **mine})
    again = fields(first.content.decode())
    assert {name: again[name] for name in mine} == mine, "what was typed is still there"
    return first, one.post(place, again)


def test_a_plan(world, signed_in, published):
    plan = published.plans.get()
    place = f"/campaigns/plans/{plan.pk}/change/"
    first, second = both_save(
        place, signed_in(Role.OFFICER), signed_in(Role.HEAD),
        {"lead": "Li", "measures": "每周例会"}, {"lead": "Wang", "position": "总经理"},
    )  # fmt: skip
    assert first.status_code == 422
    said = first.content.decode()
    assert world.people[Role.HEAD].name in said
    assert stored(said) == ["现在保存的是：Wang", "现在保存的是：总经理", "现在保存的是：（空）"]
    assert second.status_code == 302
    plan.refresh_from_db()
    assert (plan.lead, plan.measures) == ("Li", "每周例会")


def test_a_task(signed_in, published):
    from mingzheng.workspace.campaigns.models import Task

    task = Task.objects.get()
    place = f"/campaigns/tasks/{task.pk}/"
    first, second = both_save(
        place, signed_in(Role.OFFICER), signed_in(Role.HEAD),
        {"progress": "50", "due": "2022-09-20"}, {"progress": "80", "note": "快了"},
    )  # fmt: skip
    assert first.status_code == 422
    assert stored(first.content.decode()) == [
        "现在保存的是：2022-09-01", "现在保存的是：80%", "现在保存的是：快了",
    ]  # fmt: skip
    assert second.status_code == 302
    task.refresh_from_db()
    assert (task.progress, task.due) == (50, dt.date(2022, 9, 20))


def test_a_further_task_has_nothing_stored(signed_in, published):
    plan = published.plans.get()
    mine = {"title": "Mine", "owner": "Li", "due": "2022-09-20", "progress": "0"}
    first, second = both_save(
        f"/campaigns/plans/{plan.pk}/tasks/new/", signed_in(Role.OFFICER), signed_in(Role.HEAD),
        mine, {**mine, "title": "Theirs"},
    )  # fmt: skip
    assert first.status_code == 422
    assert stored(first.content.decode()) == []
    assert second.status_code == 302
    assert {each.title for each in plan.tasks.all()} == {"Review", "Mine", "Theirs"}


def test_an_edition(world, signed_in):
    from world import member

    from mingzheng.workspace.campaigns import actions

    organiser = world.people[Role.ORGANISER]
    draft = actions.create(by=organiser, template_name="compliance-2022")
    other = member(organiser.membership.organisation, Role.ORGANISER)
    from django.test import Client

    second_browser = Client()
    second_browser.force_login(other)
    place = f"/campaigns/{draft.pk}/edit/"
    items = fields(signed_in(Role.ORGANISER).get(place).content.decode())["items"]
    first, second = both_save(
        place, signed_in(Role.ORGANISER), second_browser,
        {"title": "我的标题", "items": items[1:]},
        {"title": "别人的标题", "authorities": [str(world.here.pk)], "due_end": "2023-01-31"},
    )  # fmt: skip
    assert first.status_code == 422
    said = stored(first.content.decode())
    assert "现在保存的是：别人的标题" in said
    assert "现在保存的是：2023-01-31" in said
    assert f"现在保存的还有：{items[0]}" in said
    assert f"现在保存的没有：{world.elsewhere.name}" in said
    assert second.status_code == 302
    draft.refresh_from_db()
    assert draft.open_edition.title == "我的标题"
    assert draft.open_edition.authorities.count() == 2


def test_an_organisation(world, signed_in):
    from django.test import Client
    from world import member

    other = Client()
    other.force_login(member(world.people[Role.ORGANISER].membership.organisation, Role.ORGANISER))
    first, second = both_save(
        f"/organisations/{world.here.pk}/change/", signed_in(Role.ORGANISER), other,
        {"name_en": "Mine"}, {"name_en": "Theirs", "seat": str(world.elsewhere.seat_id)},
    )  # fmt: skip
    assert first.status_code == 422
    assert stored(first.content.decode()) == [
        "现在保存的是：Theirs", f"现在保存的是：{world.elsewhere.seat}",
    ]  # fmt: skip
    assert second.status_code == 302
    world.here.refresh_from_db()
    assert world.here.name_en == "Mine"


@pytest.fixture
def complaint(world: Any) -> Any:
    """A complaint that is being investigated."""
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint

    received = actions.receive(
        kind=Complaint, about=world.here, topic="fees", text="多收了费", sheet="1" * 32
    )
    for step in (actions.accept, actions.investigate):
        step(by=world.people[Role.OFFICER], submission=received.submission)
    return received.submission


def answer(page: str) -> dict[str, Any]:
    """What would be sent of the form of an answer, filled in."""
    given = fields(page, at="answer")
    return {**given, "verb": "answer", "outcome": "upheld", "grounds": "多收的已经退还"}


def test_a_complaint_that_was_classified_meanwhile(world, signed_in, complaint):
    from mingzheng.workspace.complaints import actions

    browser, place = signed_in(Role.OFFICER), f"/complaints/{complaint.number}/"
    mine = answer(browser.get(place).content.decode())
    actions.classify(by=world.people[Role.HEAD], submission=complaint, topic="service", item="4.1")
    first = browser.post(place, mine)
    assert first.status_code == 422
    page = first.content.decode()
    assert world.people[Role.HEAD].name in page
    assert "多收的已经退还" in page
    assert stored(page) == []
    assert browser.post(place, answer(page)).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.state, complaint.topic) == ("answered", "service")


def test_a_classification_over_another_one(world, signed_in, complaint):
    from mingzheng.workspace.complaints import actions

    browser, place = signed_in(Role.OFFICER), f"/complaints/{complaint.number}/"
    mine = {"verb": "classify", "version": complaint.version, "topic": "fees", "item": "2.2"}
    actions.classify(by=world.people[Role.HEAD], submission=complaint, topic="service", item="4.1")
    page = browser.post(place, mine).content.decode()
    assert len(stored(page)) == 2
    assert "4.1" in stored(page)[1]
    complaint.refresh_from_db()
    assert complaint.topic == "service"
    assert browser.post(place, {**mine, "version": complaint.version}).status_code == 302


def test_a_complaint_that_was_answered_meanwhile(world, signed_in, complaint):
    """The step can't be done any longer: what was typed is shown to be copied."""
    from django.utils import timezone

    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.states import Outcome

    browser, place = signed_in(Role.OFFICER), f"/complaints/{complaint.number}/"
    mine = answer(browser.get(place).content.decode())
    actions.answer(
        by=world.people[Role.HEAD], submission=complaint, number="1", grounds="不属实",
        outcome=Outcome.NOT_UPHELD, served_on=timezone.localdate(),
    )  # fmt: skip
    first = browser.post(place, mine)
    assert first.status_code == 422
    page = first.content.decode()
    assert '<dd class="lines">多收的已经退还</dd>' in page
    assert '<dd class="lines">属实</dd>' in page
    assert 'value="answer"' not in page
    assert 'value="close"' in page
    complaint.refresh_from_db()
    assert complaint.answers.count() == 1


def test_a_step_without_words(world, signed_in, complaint):
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint

    received = actions.receive(
        kind=Complaint, about=world.here, topic="fees", text="多收了费", sheet="2" * 32
    ).submission
    browser, place = signed_in(Role.OFFICER), f"/complaints/{received.number}/"
    actions.assign(by=world.people[Role.HEAD], submission=received, to=world.people[Role.HEAD])
    first = browser.post(place, {"verb": "accept", "version": 1})
    assert first.status_code == 422
    assert world.people[Role.HEAD].name in first.content.decode()
    assert browser.post(place, {"verb": "accept", "version": 2}).status_code == 302
