"""Who sees what. Above all: no page, export or entry tells an authority of a report."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

SECRET, CONTACT = "举报原文：私下收费", "reporter@example.org"
LISTS = (
    "/", "/complaints/", "/complaints/?q=举报", "/complaints/register.xlsx",
    "/complaints/evidence.csv", "/complaints/statistics/", "/complaints/statistics.xlsx",
    "/journal/",
)  # fmt: skip


def content(answer: Any) -> str:
    if answer.status_code == 200 and "spreadsheet" in answer["Content-Type"]:
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        return str([[list(row) for row in sheet.values] for sheet in book])
    return str(answer.content.decode())


def test_an_authority_never_learns_of_a_report(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.roles import AUTHORITY, Role

    report = submitted(Report, text=SECRET, contact=CONTACT)
    passed = submitted(Report, text=SECRET, contact=CONTACT)
    inspector, organiser = person(Role.INSPECTOR), person(Role.ORGANISER)
    ministry = organiser.membership.organisation
    actions.accept(by=inspector, submission=report)
    actions.transfer(by=inspector, submission=passed, to=ministry, reason="部里办理")
    submitted(Complaint)
    told = (SECRET, CONTACT, report.number, passed.number, "JB2")
    numbers = list(Report.objects.values_list("number", flat=True))
    pages = [f"/complaints/reports/{number}/" for number in numbers]
    pages += ["/complaints/reports/", "/complaints/reports/register.xlsx"]
    for role in sorted(AUTHORITY):
        client = browse(person(role))
        for page in pages:
            refused = client.get(page)
            assert refused.status_code == 403, page
            assert client.post(page, {"verb": "accept", "version": 1}).status_code == 403
            # the way back is what the asker typed themselves
            said = content(refused).replace(page, "")
            assert not any(word in said for word in told)
        for page in LISTS:
            shown = content(client.get(page))
            assert not any(word in shown for word in told), (role, page)
        # as complaints, their numbers lead nowhere either
        for number in numbers:
            assert client.get(f"/complaints/{number}/").status_code == 404
    kept = str(list(Entry.objects.values_list()))
    assert SECRET not in kept
    assert CONTACT not in kept
    own = report.about_id
    of_reports = Entry.objects.filter(thing_kind="complaints.report")
    assert of_reports.exists()
    assert not of_reports.filter(organisation=own).exists()
    assert not of_reports.filter(acting_for=own).exists()


def test_a_province_counts_complaints_and_reads_its_own_reports(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Role

    complaint, report = submitted(Complaint, text="投诉原文"), submitted(Report, text=SECRET)
    own = browse(person(Role.INSPECTOR))
    assert SECRET in content(own.get(f"/complaints/reports/{report.number}/"))
    assert own.get(f"/complaints/{complaint.number}/").status_code == 403
    counted = content(own.get("/complaints/statistics/"))
    assert str(complaint.about) in counted
    assert "投诉原文" not in counted
    other = browse(person(Role.INSPECTOR, Organisation.objects.get(code="32")))
    before = Entry.objects.count()
    assert other.get(f"/complaints/reports/{report.number}/").status_code == 404
    assert Entry.objects.count() == before + 1
    assert SECRET not in content(other.get("/complaints/reports/"))
    assert str(complaint.about) not in content(other.get("/complaints/statistics/"))


def test_another_authority_sees_nothing(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    thing = submitted(Complaint, text="投诉原文")
    rival = Organisation.objects.create(kind=Kind.AUTHORITY, name="江南数字证书认证有限公司")
    client = browse(person(Role.HEAD, rival))
    assert client.get(f"/complaints/{thing.number}/").status_code == 404
    assert client.post(f"/complaints/{thing.number}/", {"verb": "accept"}).status_code == 404
    # the journal names what was asked for in vain
    for page in LISTS[:-1]:
        shown = content(client.get(page))
        assert thing.number not in shown
        assert "投诉原文" not in shown


def test_who_only_reads_is_not_told_how_to_reach_anybody(
    submitted: Callable[..., Any], person: Callable[..., Any], browse: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    thing = submitted(Complaint, contact=CONTACT)
    page = f"/complaints/{thing.number}/"
    assert CONTACT in content(browse(person(Role.OFFICER)).get(page))
    for role in (Role.AUDITOR, Role.READER, Role.ORGANISER):
        client = browse(person(role))
        assert CONTACT not in content(client.get(page))
        assert client.post(page, {"verb": "accept", "version": 1}).status_code == 404
        assert CONTACT not in content(client.get("/complaints/register.xlsx"))


@pytest.mark.parametrize("name", ["register", "reports", "statistics", "evidence"])
def test_nobody_in_particular_is_sent_to_sign_in(browse: Callable[..., Any], name: str) -> None:
    answer = browse().get(reverse(f"complaints:{name}"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
