"""Campaigns to test with: a register of three authorities, a draft, a published campaign."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest


@pytest.fixture
def people(person: Callable[..., Any]) -> SimpleNamespace:
    """An organiser, a province's inspector, officers of one of its authorities and of another's."""
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    beijing = Organisation.objects.get(code="11")
    for name in ("京都认证有限公司", "燕山认证有限公司"):
        Organisation.objects.create(kind=Kind.AUTHORITY, name=name, seat=beijing)
    yanshan = Organisation.objects.get(name="燕山认证有限公司")
    return SimpleNamespace(
        organiser=person(Role.ORGANISER),
        inspector=person(Role.INSPECTOR),
        officer=person(Role.OFFICER),
        reader=person(Role.READER),
        stranger=person(Role.OFFICER, yanshan),
    )


@pytest.fixture
def draft(people: SimpleNamespace) -> Any:
    """A campaign made of the template of 2022."""
    from mingzheng.workspace.campaigns import actions

    return actions.create(by=people.organiser, template_name="compliance-2022")


@pytest.fixture
def publish(people: SimpleNamespace) -> Callable[..., Any]:
    """`publish(campaign, **terms)`: with these terms, all warnings confirmed."""
    from mingzheng.workspace.campaigns import actions, checks
    from mingzheng.workspace.campaigns.terms import terms_of

    def go(campaign: Any, **terms: Any) -> Any:
        changed = dataclasses.replace(terms_of(campaign.open_edition), **terms)
        actions.edit(
            by=people.organiser, campaign=campaign, terms=changed, version=campaign.version
        )
        campaign.refresh_from_db()
        keys = [remark.key for remark in checks.check(campaign.open_edition)]
        return actions.publish(
            by=people.organiser, campaign=campaign, version=campaign.version, confirmed=keys
        )

    return go


@pytest.fixture
def published(draft: Any, publish: Callable[..., Any]) -> Any:
    """That campaign as if its notice had come out now: its stages lie ahead."""
    from django.utils import timezone

    from mingzheng.workspace.campaigns.phases import Phase

    today = timezone.localdate()
    stages = {
        Phase.SELF_INSPECTION: today + dt.timedelta(10),
        Phase.INSPECTION: today + dt.timedelta(40),
        Phase.SPOT_CHECK: None,
        Phase.END: today + dt.timedelta(70),
    }
    return publish(draft, stages=stages, issued_on=today)


@pytest.fixture(autouse=True)
def errors_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an error says as a string follows the terminal's language."""
    monkeypatch.setenv("MINGZHENG_LANG", "en")
