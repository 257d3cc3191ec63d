"""The room's pages: who opens them, what they say, and the way from a template to a task."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone


def browser(user: Any, language: str = "zh") -> Client:
    user.language = language
    user.save()
    client = Client()
    client.force_login(user)
    return client


def refusals() -> int:
    from mingzheng.workspace.journal.models import Entry

    return Entry.objects.filter(verb="access.refused").count()


def form_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's form as it stands."""
    inputs = re.findall(r"<input[^>]*>", page)
    sent: dict[str, Any] = {}
    for each in inputs:
        found = dict(re.findall(r'(\w+)="([^"]*)"', each))
        ticked = found.get("type") != "checkbox" or "checked" in each
        if "name" in found and ticked and found.get("type") != "file":
            value = found.get("value", "on" if found.get("type") == "checkbox" else "")
            if found["name"] in ("items", "authorities"):
                sent.setdefault(found["name"], []).append(value)
            else:
                sent[found["name"]] = value
    return sent


def test_from_a_template_to_a_task(people: SimpleNamespace) -> None:
    from mingzheng.workspace.campaigns.models import Campaign, Plan

    organiser = browser(people.organiser)
    organiser.post("/campaigns/new/", {"template": "compliance-2022"})
    campaign = Campaign.objects.get()
    place = f"/campaigns/{campaign.pk}/"
    sent = form_of(organiser.get(f"{place}edit/").content.decode())
    day = timezone.localdate() + dt.timedelta(5)
    sent |= {f"due_{each}": str(day) for each in ("self_inspection", "inspection", "end")}
    wrong = organiser.post(f"{place}edit/", sent | {"due_end": "1999-01-01"})
    assert wrong.status_code == 422
    assert "2005-04-01" in wrong.content.decode()
    assert organiser.post(f"{place}edit/", sent | {"check": ""}).url == f"{place}check/"
    stale = organiser.post(f"{place}edit/", sent)
    assert "已作修改" in stale.content.decode()
    page = organiser.get(f"{place}check/").content.decode()
    keys = re.findall(r'name="confirmed" value="([^"]*)"', page)
    version = form_of(page)["version"]
    assert keys
    left = organiser.post(f"{place}check/", {"version": version, "confirmed": keys[1:]})
    assert left.status_code == 422
    organiser.post(f"{place}check/", {"version": version, "confirmed": keys})
    assert "已发布" in organiser.get(place).content.decode()

    officer = browser(people.officer)
    assert "制定实施方案" in officer.get("/").content.decode()
    officer.post(f"{place}plan/", {"lead": "张负责"})
    plan = Plan.objects.get()
    task = {
        "version": "1",
        "title": "梳理流程",
        "owner": "李合规",
        "due": str(day),
        "progress": "30",
    }
    officer.post(f"/campaigns/plans/{plan.pk}/tasks/new/", task)
    assert "梳理流程" in officer.get(f"/campaigns/plans/{plan.pk}/").content.decode()
    assert "完成 0/1" in organiser.get(f"{place}progress/").content.decode()


@pytest.fixture
def plan(people: SimpleNamespace, published: Any) -> Any:
    """The plan of the officer's authority, with a task."""
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.campaigns.actions.plans import Entered

    unit = people.officer.membership.organisation
    made = actions.draw_up(by=people.officer, campaign=published, organisation=unit, lead="Zhang")
    task = Entered("Review", "Li", timezone.localdate())
    actions.add_task(by=people.officer, plan=made, version=1, task=task)
    made.refresh_from_db()
    return made


def test_anothers_plan_is_not_there(people: SimpleNamespace, plan: Any) -> None:
    place, task = f"/campaigns/plans/{plan.pk}/", plan.tasks.get()
    stranger = browser(people.stranger)
    for address in (
        place, f"{place}change/", f"{place}tasks/new/", f"/campaigns/tasks/{task.pk}/",
    ):  # fmt: skip
        before = refusals()
        assert stranger.get(address).status_code == 404
        assert refusals() == before + 1
    assert stranger.post(f"/campaigns/tasks/{task.pk}/remove/").status_code == 404
    assert (
        plan.organisation.name
        not in stranger.get(f"/campaigns/{plan.campaign_id}/progress/").content.decode()
    )
    inspector = browser(people.inspector)
    assert inspector.get(place).status_code == 200
    assert inspector.get(f"{place}change/").status_code == 404


def test_the_table_is_exported_as_it_is_filtered(people: SimpleNamespace, plan: Any) -> None:
    import io

    from python_calamine import CalamineWorkbook

    place = f"/campaigns/{plan.campaign_id}/progress/?format=xlsx"
    for filtered, count in (("", 3), ("&province=31", 1), ("&q=燕山", 1), ("&q=nobody", 0)):
        answer = browser(people.organiser).get(place + filtered)
        content = b"".join(answer.streaming_content)
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        )
        assert len(rows) == count + 1
    assert rows[0] == ["注册地主管部门", "机构", "实施方案"]


def test_what_is_exported_is_no_formula_and_no_number_of_a_person(django: Any) -> None:
    import io

    import openpyxl

    from mingzheng.workspace.site.workbooks import Sheet, workbook

    typed = ["=cmd|' /C calc'!A0", "@SUM(1)", "证件 11010519491231002X", "a\x07b", "字" * 40_000]
    content = workbook([Sheet("表", ["甲", "乙"], [[each, 7] for each in typed])])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content))
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * 5
    assert "19491231" not in cells[2].value
    assert sheet.cell(2, 2).value == 7


def test_a_draft_is_the_ministrys_own(people: SimpleNamespace, draft: Any) -> None:
    place = f"/campaigns/{draft.pk}/"
    assert browser(people.organiser).get(place).status_code == 200
    for user in (people.inspector, people.officer):
        client = browser(user)
        for address in (place, f"{place}progress/"):
            before = refusals()
            assert client.get(address).status_code == 404
            assert refusals() == before + 1
        assert "草稿" not in client.get("/campaigns/").content.decode()
        assert client.get(f"{place}edit/").status_code == 403


CHINESE = re.compile(r"[\u4e00-\u9fff]+")
QUOTED = re.compile(r'<(\w+)[^>]* lang="zh-CN".*?</\1>', re.DOTALL)


def test_english_pages_speak_english(people: SimpleNamespace, plan: Any, draft: Any) -> None:
    """Chinese is left only in names and in quotations, which are marked as Chinese."""
    from mingzheng.workspace.campaigns import actions
    from mingzheng.workspace.people.models import Organisation

    for each in Organisation.objects.filter(name_en=""):
        each.name_en = f"Authority {each.pk}"
        each.save()
    campaign = plan.campaign
    open_draft = actions.create(by=people.organiser, template_name="compliance-2022")
    task = plan.tasks.get()
    own = f"/campaigns/plans/{plan.pk}/"
    pages = {
        people.officer: [
            "/", own, f"{own}change/", f"{own}tasks/new/", f"/campaigns/tasks/{task.pk}/",
        ],
        people.organiser: [
            "/", "/campaigns/", "/campaigns/new/", "/campaigns/calendar/?year=2022",
            f"/campaigns/{campaign.pk}/", f"/campaigns/{campaign.pk}/progress/",
            f"/campaigns/{campaign.pk}/amend/", f"/campaigns/{campaign.pk}/close/",
            f"/campaigns/{campaign.pk}/plan/",
            f"/campaigns/{open_draft.pk}/edit/", f"/campaigns/{open_draft.pk}/check/",
        ],
    }  # fmt: skip
    for user, addresses in pages.items():
        user.name = "Wang"
        client = browser(user, "en")
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            page = QUOTED.sub("", answer.content.decode())
            page = re.sub(r'value="[^"]*"|placeholder="[^"]*"|title="[^"]*"', "", page)
            assert not CHINESE.findall(page), address


def test_the_calendar_is_edited_and_imported(people: SimpleNamespace) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from mingzheng.workspace.campaigns.models import SpecialDay

    client = browser(people.organiser)
    client.post("/campaigns/calendar/fill/", {"year": "2022"})
    assert SpecialDay.objects.count() == 38
    day = {"day": "2023-01-02", "kind": "rest", "name": "元旦", "source": "国办"}
    assert client.post("/campaigns/calendar/days/", day | {"day": "1999-01-01"}).status_code == 422
    client.post("/campaigns/calendar/days/", day)
    client.post("/campaigns/calendar/days/remove/", {"day": "2022-01-01"})
    assert SpecialDay.objects.count() == 38
    file = SimpleUploadedFile("2023.csv", "2023-01-02,休,元旦\n2023-10-08,班,调休".encode())
    client.post("/campaigns/calendar/import/", {"file": file})
    assert SpecialDay.objects.count() == 39
    bad = SimpleUploadedFile("bad.csv", b"2023-01-03,?,x")
    answer = client.post("/campaigns/calendar/import/", {"file": bad})
    assert answer.status_code == 422
    assert "第 1 行" in answer.content.decode()
    officer = browser(people.officer)
    assert officer.get("/campaigns/calendar/").status_code == 200
    assert officer.post("/campaigns/calendar/days/", day).status_code == 403
