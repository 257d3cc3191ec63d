"""Pages of runs as people of three levels get them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NUMBER = "11010519491231002X"
PLACES = ["", "verdicts", "verdicts?item=2.2&year=2021", "verdicts/content.algorithm_weak:3",
          "verdicts.xlsx", "report.html", "report-download.html"]  # fmt: skip


@pytest.fixture
def opened(person: Callable[..., Any]) -> Callable[..., Any]:
    """`opened(user, address)`: what that person gets."""
    from django.test import Client

    def get(user: Any, address: str) -> Any:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        response = client.get(address)
        response.body = response.getvalue()  # a file is closed once it was read
        return response

    return get


def test_pages_are_the_authoritys_own_until_shared(
    person: Callable[..., Any], upload: Callable[..., Any], opened: Callable[..., Any]
) -> None:
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role
    from mingzheng.workspace.runs import actions

    officer = person(Role.OFFICER)
    run = upload(officer)
    other = Organisation.objects.create(
        kind=Kind.AUTHORITY, name="另一机构", seat=Organisation.objects.get(code="31")
    )
    strangers = [person(Role.OFFICER, other), person(Role.HEAD, other)]
    above = [
        person(Role.INSPECTOR), person(Role.ORGANISER),
        person(Role.INSPECTOR, Organisation.objects.get(code="11")),
    ]  # fmt: skip
    for address in (f"/runs/{run.pk}/{place}" for place in PLACES):
        assert opened(officer, address).status_code == 200, address
        before = Entry.objects.filter(verb="access.refused").count()
        for user in (*strangers, *above):
            assert opened(user, address).status_code == 404, address
        assert Entry.objects.filter(verb="access.refused").count() == before + 5
    for user in (*strangers, *above):
        assert run.name not in opened(user, "/runs/").content.decode()
    actions.share(by=person(Role.HEAD), run=run)
    for user, seen in [
        (above[0], True),
        (above[1], True),
        (above[2], False),
        (strangers[0], False),
    ]:
        assert (run.name in opened(user, "/runs/").content.decode()) is seen
        assert opened(user, f"/runs/{run.pk}/verdicts").status_code == (200 if seen else 404)


def test_nothing_of_a_result_acts_in_the_workspace(
    person: Callable[..., Any], upload: Callable[..., Any], opened: Callable[..., Any]
) -> None:
    from mingzheng.workspace.people.roles import Role

    officer = person(Role.OFFICER)
    run = upload(officer)
    for place in PLACES[:4]:
        page = opened(officer, f"/runs/{run.pk}/{place}").content.decode()
        assert "<script>alert" not in page, place
        assert "<b>" not in page.partition("<main")[2], place
        assert NUMBER not in page, place
    report = opened(officer, f"/runs/{run.pk}/report.html")
    policy = report.headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'"} <= set(policy)
    assert not any(rule.startswith("script-src") or "allow-" in rule for rule in policy)
    assert report.headers["X-Content-Type-Options"] == "nosniff"
    handed = opened(officer, f"/runs/{run.pk}/report-download.html")
    assert handed.headers["Content-Disposition"].startswith("attachment")
    for response in (report, handed):
        assert response.body == b"<script>alert(document.domain)</script>"


@pytest.mark.parametrize(
    "address",
    ["verdicts/../run.json", "verdicts/nothing:1", "verdicts/content.algorithm_weak:120", "x/"],
)
def test_no_such_page(
    address: str, person: Callable[..., Any], upload: Callable[..., Any],
    opened: Callable[..., Any],
) -> None:  # fmt: skip
    from mingzheng.workspace.people.roles import Role

    officer = person(Role.OFFICER)
    assert opened(officer, f"/runs/{upload(officer).pk}/{address}").status_code in {404, 405}


def test_upload_by_the_form(person: Callable[..., Any], archive: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from mingzheng.workspace.people.roles import Role
    from mingzheng.workspace.runs.models import Run

    client = Client()
    client.force_login(person(Role.OFFICER), backend="django.contrib.auth.backends.ModelBackend")
    wrong = SimpleUploadedFile("result.zip", b"<script>", "application/zip")
    refused = client.post("/runs/upload/", {"name": "自查", "file": wrong})
    assert refused.status_code == 422
    assert "不是完整的 ZIP" in refused.content.decode()
    with archive.open("rb") as file:
        taken = client.post("/runs/upload/", {"name": "自查", "file": file})
    assert taken.headers["Location"] == f"/runs/{Run.objects.get().pk}/"
