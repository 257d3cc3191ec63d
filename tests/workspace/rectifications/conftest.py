"""Findings in any state, results with any number of breaches, and people of both sides."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from results import RULES, write_result


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """An audit, and one after some of it was put right."""
    base = tmp_path_factory.mktemp("results")
    after = {"content.key_weak": 3, "contract.never_signed": 0}
    return SimpleNamespace(
        before=write_result(base / "before", RULES), after=write_result(base / "after", after)
    )


@pytest.fixture
def people(person: Callable[..., Any]) -> SimpleNamespace:
    """Both sides, and a stranger's."""
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    beijing = Organisation.objects.get(code="11")
    other = Organisation.objects.create(
        kind=Kind.AUTHORITY, name="京都认证有限公司", name_en="Jingdu CA", seat=beijing
    )
    made = SimpleNamespace(
        officer=person(Role.OFFICER), head=person(Role.HEAD), reader=person(Role.READER),
        inspector=person(Role.INSPECTOR), approver=person(Role.APPROVER),
        organiser=person(Role.ORGANISER), ministry=person(Role.MINISTRY_INSPECTOR),
        reviewer=person(Role.REVIEWER),
        stranger=person(Role.HEAD, other), far=person(Role.INSPECTOR, beijing),
    )  # fmt: skip
    made.authority = made.officer.membership.organisation
    type(made.authority).objects.filter(pk=made.authority.pk).update(name_en="Hushang CA")
    made.authority.refresh_from_db()
    return made


@pytest.fixture
def run(people: SimpleNamespace, tmp_path: Path) -> Callable[..., Any]:
    """`run(folder, shared=True)`: the authority's finished run with that result."""
    from mingzheng.workspace.runs.models import Run

    def make(folder: Path, *, shared: bool = True, name: str = "2022 年自查") -> Any:
        made = Run.objects.create(
            organisation=people.authority, name=name, source=Run.Source.UPLOADED,
            state="finished", begun_by=people.officer, as_of="2022-08-30", shared=shared,
            facts={"counts": {"breach": 1682}},
        )  # fmt: skip
        made.folder.parent.mkdir(parents=True, exist_ok=True)
        made.folder.symlink_to(folder, target_is_directory=True)
        return made

    return make


@pytest.fixture
def found(people: SimpleNamespace) -> Callable[..., Any]:
    """`found(state, source="province")`: a finding of the authority's that stands so."""
    from django.utils import timezone

    from mingzheng.workspace.rectifications.actions.findings import next_ordinal
    from mingzheng.workspace.rectifications.models import Finding

    def make(state: str = "suspected", source: str = "province", **fields: Any) -> Any:
        now, today = timezone.now(), timezone.localdate()
        told = state != "suspected"
        given = {
            "organisation": people.authority, "source": source, "state": state, "item": "1.1",
            "title": "三份申请没有查验记录", "facts": "抽查三份，均无记录",
            "registered_by": people.officer if source == "self" else people.inspector,
            "put_at": now if told and source != "self" else None,
            "answer_by": today, "stance": "agreed" if told else "",
            "confirmed_at": now if told and state not in {"put_to_ca", "dismissed"} else None,
            "deadline": today + dt.timedelta(20)
            if state not in {"suspected", "put_to_ca", "confirmed"} else None,
            **fields,
        }  # fmt: skip
        with_number = {"ordinal": next_ordinal(given["organisation"]), **given}
        made = Finding.objects.create(**with_number)
        if state == "extension_requested":
            made.extensions.create(until=today + dt.timedelta(40), reason="设备未到")
        return made

    return make


@pytest.fixture
def ordered(people: SimpleNamespace) -> Callable[..., Any]:
    """`ordered(findings, state="served")`: an order of the ministry's about them."""
    from django.utils import timezone

    from mingzheng.workspace.rectifications.models import Order

    def make(*findings: Any, state: str = "served", **fields: Any) -> Any:
        today = timezone.localdate()
        made = Order.objects.create(**{
            "organisation": people.authority, "office": people.organiser.membership.organisation,
            "kind": "order", "number": f"工信责改〔2026〕{Order.objects.count() + 1}号",
            "bases": ["esign-law/31", "measures/16"], "measures": "补做查验",
            "deadline": today + dt.timedelta(20), "drafted_by": people.ministry, "state": state,
            "issued_on": today if state != "draft" else None,
            "served_on": today if state == "served" else None, **fields,
        })  # fmt: skip
        made.findings.set(findings)
        return made

    return make


@pytest.fixture
def filed(people: SimpleNamespace) -> Callable[..., Any]:
    """`filed(findings, state="filed")`: a case about them."""
    from django.utils import timezone

    from mingzheng.workspace.rectifications.models import Case

    def make(*findings: Any, state: str = "filed", **fields: Any) -> Any:
        made = Case.objects.create(**{
            "organisation": people.authority, "number": f"案{Case.objects.count() + 1}",
            "facts": "拒不整改", "basis": "esign-law/31", "handler": people.ministry,
            "filed_on": timezone.localdate(), "state": state, **fields,
        })  # fmt: skip
        made.findings.set(findings)
        return made

    return make


@pytest.fixture
def browse(database: str) -> Callable[..., Any]:
    """`browse(user)`: a browser in which that person is signed in."""
    from django.test import Client

    def sign_in(user: Any) -> Any:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(autouse=True)
def errors_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an error says as a string follows the terminal's language."""
    monkeypatch.setenv("MINGZHENG_LANG", "en")
