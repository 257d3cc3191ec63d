"""What the journal's page tells to whom: nothing of what was refused, nor of what others own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mingzheng.workspace.people.roles import Role

THINGS = ("/complaints/{complaint}/", "/campaigns/{draft}/", "/organisations/{elsewhere}/")


@pytest.fixture
def things(world: Any) -> dict[str, Any]:
    """A complaint about the other authority, a draft of the ministry's, that authority."""
    from mingzheng.workspace.campaigns.actions import create
    from mingzheng.workspace.complaints.actions import receive
    from mingzheng.workspace.complaints.models import Complaint

    received = receive(
        kind=Complaint, about=world.elsewhere, topic="fees", text="多收了费", sheet="1" * 32
    )
    draft = create(by=world.people[Role.ORGANISER])
    return {
        "complaint": received.submission, "draft": draft, "elsewhere": world.elsewhere,
    }  # fmt: skip


def addresses(things: dict[str, Any]) -> list[str]:
    found = {name: each.pk for name, each in things.items()}
    found["complaint"] = things["complaint"].number
    return [place.format(**found) for place in THINGS]


def rows(page: Any) -> list[str]:
    """The rows of the journal's page, without number and time."""
    body = page.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [row.split("</td>", 2)[2] for row in found]


@pytest.mark.parametrize("reader", [Role.HEAD, Role.APPROVER])
def test_a_refusal_tells_the_probers_own_people_nothing(world, signed_in, things, reader):
    """Neither name nor number, key or kind; not even whether there was anything."""
    from mingzheng.workspace.journal.models import Entry

    officer, own = signed_in(Role.OFFICER), signed_in(reader)
    for place in [*addresses(things), "/complaints/TS20220830-ABCDEF/", "/campaigns/987654/"]:
        assert officer.get(place).status_code == 404, place
    told = rows(own.get("/journal/?verb=access.refused"))
    assert len(told) == 5
    assert len(set(told)) == 1
    assert "complaint" not in told[0]
    assert "SHA-256" not in told[0]
    page = own.get("/journal/").content.decode()
    kept = Entry.objects.filter(verb="access.refused").first()
    assert kept.sha256 not in page
    assert things["complaint"].number not in page
    assert world.elsewhere.name not in page


def test_the_owner_and_the_ministry_learn_who_asked_for_what(world, signed_in, things):
    from django.test import Client
    from world import member

    signed_in(Role.OFFICER).get(addresses(things)[0])
    head = Client()
    head.force_login(member(world.elsewhere, Role.HEAD))
    for browser in (head, signed_in(Role.REVIEWER)):
        # the newest: a test that changes the file itself leaves one of its own
        told = rows(browser.get("/journal/?verb=access.refused"))[0]
        assert "complaint.see" in told
        assert world.here.name in told


def test_whoever_may_not_see_a_thing_reads_nothing_of_it_in_the_journal(world, signed_in, person):
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.journal.models import Entry

    received = actions.receive(
        kind=Complaint, about=world.here, topic="fees", text="多收了费", sheet="1" * 32
    )
    number = received.submission.number
    officer = world.people[Role.OFFICER]
    actions.refuse(by=officer, submission=received.submission, reason="与张三的合同有关")
    assert "张三" not in str(list(Entry.objects.values()))
    for role, sees in ((Role.APPROVER, False), (Role.HEAD, True), (Role.ORGANISER, True)):
        page = signed_in(role).get("/journal/").content.decode()
        assert (number in page) is sees, role
        assert ("received" in page) is sees, role
        assert "张三" not in page


def test_who_changed_a_thing_is_not_who_asked_for_it_in_vain(world, signed_in, things):
    from mingzheng.workspace.transitions import ChangedMeanwhile, locked

    signed_in(Role.OFFICER).get(addresses(things)[1])
    with pytest.raises(ChangedMeanwhile) as refused:
        locked(things["draft"], version=7)
    assert world.people[Role.ORGANISER].name in refused.value.text.zh
    assert world.people[Role.OFFICER].name not in refused.value.text.zh
