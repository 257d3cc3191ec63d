"""The demonstration: whole, invented, the same for the same seed, and only where nothing is yet."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

START = "from mingzheng.cli import main; main()"
OPERATORS = Path("/work/shared/data/rootca-operators.csv")
PAGES = (
    "/", "/campaigns/", "/complaints/", "/complaints/reports/", "/complaints/statistics/",
    "/organisations/", "/journal/", "/runs/",
)  # fmt: skip


def content() -> list[Any]:
    """What there is, without what is drawn anew each time."""
    from mingzheng.workspace.campaigns.models import Plan, Task
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.people.models import Membership

    plain = ("about__name", "topic", "text", "state", "outcome", "serial_number", "contact")
    return [
        list(rows)
        for rows in (
            Membership.objects.order_by("pk").values_list("user__username", "user__name", "role"),
            Plan.objects.order_by("pk").values_list("organisation__name", "lead", "position"),
            Task.objects.order_by("pk").values_list("title", "owner", "due", "progress", "note"),
            *(kind.objects.order_by("pk").values_list(*plain) for kind in (Complaint, Report)),
        )
    ]


def test_somebody_of_each_role_finds_work_of_every_kind(database: str) -> None:
    from django.test import Client

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.campaigns.models import Campaign
    from mingzheng.workspace.campaigns.progress import progress
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.complaints.states import State
    from mingzheng.workspace.demo.filling import fill
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.roles import Role

    filled = fill(authorities=12)
    assert [each.role for each in filled.members] == list(Role)
    campaign = Campaign.objects.get()
    for member in filled.members:
        browser = Client()
        form = {"username": member.user.username, "password": filled.password}
        assert browser.post("/sign-in/", form).status_code == 302
        for page in (*PAGES, f"/campaigns/{campaign.pk}/progress/"):
            assert browser.get(page).status_code in {200, 403}, (member.role, page)
    for kind in (Complaint, Report):
        assert set(kind.objects.values_list("state", flat=True)) == set(State)
    edition = campaign.in_force
    assert edition is not None
    assert edition.number == 2
    table = progress(edition, filled.members[0].user)
    tones = {row.cells[0].tone for group in table.groups for row in group.rows if row.cells[0]}
    assert tones == {"off", "open", "good", "late"}
    # whatever was done stands in the journal, by whoever did it
    assert Entry.objects.filter(verb="plan.draw_up").values("user").distinct().count() > 5
    with pytest.raises(WorkspaceError, match="已有数据"):
        fill()


def test_the_same_seed_gives_the_same_content(database: str) -> None:
    from django.db import transaction

    from mingzheng.workspace.demo.filling import fill

    made = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            fill(seed=seed, authorities=3)
            made.append(content())
            transaction.set_rollback(True)
    assert made[0] == made[1] != made[2]


def test_everybody_is_invented(django: Any) -> None:
    from mingzheng.sample import institution as sample
    from mingzheng.workspace.demo.words import authorities

    names = [each["zh"] for each in authorities()]
    assert len(set(names)) == 55
    assert all("演示" in name or "示例" in name for name in names)
    assert all("Demo" in each["en"] for each in authorities())
    assert names[0] == sample.NAME
    if OPERATORS.exists():
        with OPERATORS.open(encoding="utf-8-sig", newline="") as file:
            real = {cell.strip() for row in csv.reader(file) for cell in row}
        assert not real & set(names)


def test_one_command_makes_it_once(tmp_path: Path) -> None:
    def demo() -> Any:
        return subprocess.run(
            [sys.executable, "-c", START, "workspace", "demo", str(tmp_path / "demo"),
             "--authorities", "1"],
            capture_output=True, text=True, check=False,
            env={**os.environ, "MINGZHENG_LANG": "en"},
        )  # fmt: skip

    first, second = demo(), demo()
    assert first.returncode == 0, first.stderr
    assert "ca01-head" in first.stdout
    assert second.returncode == 2
    assert "has data" in second.stderr
    assert "Traceback" not in second.stderr
