"""A published campaign, an authority of two persons and its province, and filings in it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def errors_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an error says as a string follows the terminal's language."""
    monkeypatch.setenv("MINGZHENG_LANG", "en")


@pytest.fixture
def people(person: Callable[..., Any]) -> SimpleNamespace:
    """Somebody of each role that files or receives; a stranger of another province."""
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    beijing = Organisation.objects.get(code="11")
    yanshan = Organisation.objects.create(
        kind=Kind.AUTHORITY, name="燕山认证有限公司", seat=beijing
    )
    return SimpleNamespace(
        officer=person(Role.OFFICER),
        head=person(Role.HEAD),
        reader=person(Role.READER),
        inspector=person(Role.INSPECTOR),
        approver=person(Role.APPROVER),
        organiser=person(Role.ORGANISER),
        reviewer=person(Role.REVIEWER),
        stranger=person(Role.OFFICER, yanshan),
        other_province=person(Role.INSPECTOR, beijing),
    )


@pytest.fixture
def campaign(people: SimpleNamespace) -> Any:
    """The campaign of 2022 with its days ahead, published."""
    from django.utils import timezone

    from mingzheng.workspace.campaigns import actions, checks
    from mingzheng.workspace.campaigns.phases import Phase
    from mingzheng.workspace.campaigns.terms import terms_of

    made = actions.create(by=people.organiser, template_name="compliance-2022")
    today = timezone.localdate()
    days = {
        Phase.SELF_INSPECTION: today + dt.timedelta(10),
        Phase.INSPECTION: today + dt.timedelta(40),
        Phase.RECTIFICATION: today + dt.timedelta(60),
        Phase.END: today + dt.timedelta(70),
    }
    terms = dataclasses.replace(terms_of(made.open_edition), stages=days, issued_on=today)
    actions.edit(by=people.organiser, campaign=made, terms=terms, version=made.version)
    made.refresh_from_db()
    keys = [remark.key for remark in checks.check(made.open_edition)]
    return actions.publish(
        by=people.organiser, campaign=made, version=made.version, confirmed=keys
    )


@pytest.fixture
def begin(people: SimpleNamespace, campaign: Any) -> Callable[..., Any]:
    """`begin(kind, by=…)`: a filing of that kind, in one domain of use."""
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.kinds import Kind

    def go(kind: str = Kind.SELF_INSPECTION, by: Any = None) -> Any:
        by = by or people.officer
        return actions.begin(
            by=by, campaign=campaign, organisation=by.membership.organisation,
            kind=Kind(kind), fields=["finance"],
        )  # fmt: skip

    return go


@pytest.fixture
def plan(people: SimpleNamespace, campaign: Any) -> Any:
    """The implementation plan of the officer's authority, with a task."""
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.campaigns.actions.plans import Entered

    unit = people.officer.membership.organisation
    made = actions.draw_up(by=people.officer, campaign=campaign, organisation=unit, lead="张负责")
    due = dt.date(2030, 1, 1)
    actions.add_task(by=people.officer, plan=made, version=1, task=Entered("梳理", "李", due))
    return made


@pytest.fixture
def filled(people: SimpleNamespace, plan: Any, begin: Callable[..., Any]) -> Callable[..., Any]:
    """`filled(kind)`: a filing in which everything asked for is written."""
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.actions.writing import Entered
    from mingzheng.workspace.filings.verdicts import Verdict

    def go(kind: str = "self_inspection", by: Any = None) -> Any:
        by = by or people.officer
        made = begin(kind, by)
        for section in made.sections.all():
            actions.write(by=by, section=section, version=1, text="已按要求开展。")
        for place, answer in enumerate(made.answers.all()):
            verdict = Verdict.PROBLEM if place == 0 else Verdict.NONE_FOUND
            actions.answer(by=by, answer=answer, version=1, verdict=verdict, note="抽查三十份。")
        for measure in made.measures.all():
            whole = Entered(
                problem=measure.problem, item=measure.item, cause="流程缺失", measure="修订流程",
                acceptance="复测通过", owner="李", due=dt.date(2030, 1, 1),
            )  # fmt: skip
            actions.change_measure(by=by, measure=measure, version=1, entered=whole)
        made.refresh_from_db()
        return made

    return go


@pytest.fixture
def brought(people: SimpleNamespace, filled: Callable[..., Any]) -> Callable[..., Any]:
    """`brought(state, filing=None)`: a filing in that state, by the way there is."""
    from mingzheng.workspace.filings import actions, checks
    from mingzheng.workspace.filings.models import Signature
    from mingzheng.workspace.filings.states import State

    def go(state: str, filing: Any = None) -> Any:
        filing = filing or filled()
        province = filing.organisation.kind == "province"
        officer = people.inspector if province else people.officer
        head = people.approver if province else people.head
        receiver = people.organiser if province else people.inspector

        def step(action: Callable[..., Any], by: Any, **given: Any) -> None:
            filing.refresh_from_db()
            action(by=by, filing=filing, version=filing.version, **given)

        ways: dict[str, Callable[[], None]] = {
            State.CHECKED: lambda: step(
                actions.check, officer, confirmed=[each.key for each in checks.check(filing)]
            ),
            State.SIGNED_BY_OFFICER: lambda: step(
                actions.sign, officer, place=Signature.Place.OFFICER
            ),
            State.SIGNED_BY_HEAD: lambda: step(actions.sign, head, place=Signature.Place.HEAD),
            State.SUBMITTED: lambda: step(actions.submit, officer),
            State.RECEIVED: lambda: step(actions.receive, receiver),
            State.ON_FILE: lambda: step(actions.put_on_file, receiver),
        }
        if state == State.RETURNED:
            go(State.SUBMITTED, filing)
            step(actions.return_for_supplement, receiver, reason="缺少材料")
        order = list(ways)
        for each in order[: order.index(state) + 1] if state in ways else ():
            if order.index(each) > (order.index(filing.state) if filing.state in ways else -1):
                ways[each]()
        filing.refresh_from_db()
        return filing

    return go


@pytest.fixture
def pdf() -> Callable[[], io.BytesIO]:
    """A small PDF."""
    return lambda: io.BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")


@pytest.fixture
def signed_in_as(database: str) -> Callable[[Any], Any]:
    """`signed_in_as(user)`: a browser in which that person has signed in."""
    from django.test import Client

    def client(user: Any) -> Any:
        browser = Client()
        browser.force_login(user)
        return browser

    return client
