"""Every action writes exactly one entry, and refuses whoever may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from mingzheng.workspace.people.roles import Role

NO_ACTIONS = {"Entry", "token_hash", "open_matters", "confirm_password"}


def calls(world: Any) -> dict[str, Callable[[Any], Any]]:
    """Each action, done by the person given."""
    from django.utils import timezone
    from world import PASSWORD_OF_ALL, member

    from mingzheng.workspace.people import actions, second_factor
    from mingzheng.workspace.people.models import Invitation, Session

    def invitation(token: str) -> Any:
        return Invitation.objects.create(
            organisation=world.here, role=Role.READER, name="Somebody",
            token_hash=actions.token_hash(token), expires_at="2099-01-01T00:00:00Z",
        )  # fmt: skip

    def second(by: Any) -> Any:
        secret = second_factor.new_secret()
        period = int(timezone.now().timestamp() // second_factor.PERIOD)
        code = second_factor.code(secret, period)
        return actions.add_second_factor(by=by, secret=secret, code=code)

    def session(by: Any) -> Any:
        return Session.objects.create(
            session_key="k" * 32, user=by, expire_date=timezone.now(), session_data=""
        )

    clerk, other = (member(world.here, role) for role in (Role.OFFICER, Role.READER))
    invitation("one"), invitation("two")
    new = "four plain words together"
    today = dt.date(2026, 1, 1)
    entry = actions.Entry(name="新登记的机构", province="44", licence="ECP1")
    return {
        "act_in": lambda by: actions.act_in(by=by, membership=by.membership),
        "add_licence": lambda by: actions.add_licence(
            by=by, organisation=world.here, number="ECP2", since=today, until=today
        ),
        "accept_invitation": lambda by: actions.accept_invitation(
            token="one", username="newcomer", name="New", password=new
        ),
        "accept_as_member": lambda by: actions.accept_as_member(by=by, token="two"),
        "add_second_factor": second,
        "renew_recovery_codes": lambda by: actions.renew_recovery_codes(
            by=by, current=PASSWORD_OF_ALL
        ),
        "remove_second_factor": lambda by: actions.remove_second_factor(
            by=by, current=PASSWORD_OF_ALL
        ),
        "change_password": lambda by: actions.change_password(
            by=by, current=PASSWORD_OF_ALL, new=new
        ),
        "choose_appearance": lambda by: actions.choose_appearance(by=by, theme="dark"),
        "end_session": lambda by: actions.end_session(by=by, session=session(by)),
        "register_authority": lambda by: actions.register_authority(by=by, entry=entry),
        "import_register": lambda by: actions.import_register(
            by=by, entries=[entry], source="0" * 64
        ),
        "change_organisation": lambda by: actions.change_organisation(
            by=by, organisation=world.here, version=1, name="改名后的机构", name_en="", code="",
            seat=world.elsewhere.seat, since=today,
        ),
        "invite": lambda by: actions.invite(
            by=by, organisation=world.here, role=Role.READER, name="Somebody"
        ),
        "withdraw_invitation": lambda by: actions.withdraw_invitation(
            by=by, invitation=invitation("three")
        ),
        "hand_over": lambda by: actions.hand_over(
            by=by, membership=clerk.membership, to=other.membership
        ),
        "end_membership": lambda by: actions.end_membership(
            by=by, membership=clerk.membership, reason="moved"
        ),
        "deactivate": lambda by: actions.deactivate(by=by, user=other, reason="left"),
    }  # fmt: skip


def test_every_action_writes_one_entry_with_who_did_it(world, entries):
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people import actions
    from mingzheng.workspace.people.permissions import verbs

    by = world.people[Role.ORGANISER]
    called = calls(world)
    assert set(called) == set(actions.__all__) - NO_ACTIONS
    own = by.acting
    for name, act in called.items():
        by.acting = own  # an invitation taken up is acted in at once
        before = entries()
        act(by)
        assert entries() == before + 1, name
        entry = Entry.objects.first()
        assert entry.verb in verbs(), name
        if name != "accept_invitation":
            assert entry.user == by.pk, name


GUARDED = [
    "add_licence", "register_authority", "import_register", "change_organisation", "invite",
    "withdraw_invitation", "hand_over", "end_membership", "deactivate",
]  # fmt: skip


@pytest.mark.parametrize("name", GUARDED)
def test_an_action_refuses_by_itself(world, entries, name):
    from mingzheng.workspace.people.permissions import NotAllowed

    act = calls(world)[name]
    before = entries()
    with pytest.raises(NotAllowed):
        act(world.people[Role.READER])
    assert entries() == before


def test_an_action_that_fails_leaves_neither_change_nor_entry(world, entries):
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.people import actions

    before = entries()
    with pytest.raises(WorkspaceError, match="已作修改"):
        actions.change_organisation(
            by=world.people[Role.ORGANISER], organisation=world.here, version=7, name="别名",
            name_en="", code="", seat=None, since=dt.date(2026, 1, 1),
        )  # fmt: skip
    world.here.refresh_from_db()
    assert world.here.name == "沪上数字认证有限公司"
    assert entries() == before
