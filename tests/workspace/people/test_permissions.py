"""May this role do that, and to whose things: the whole table, written down a second time."""

from __future__ import annotations

import pytest

from mingzheng.workspace.people.permissions import VERBS as OF_PEOPLE
from mingzheng.workspace.people.permissions import may, within
from mingzheng.workspace.people.roles import Role

# a: everything · p: own province's · o: own organisation's · s: one's own · -: nothing
# in the order of Role: organiser, ministry inspector, reviewer; inspector, approver;
# officer, head, auditor, reader
TABLE = """
account.use             s s s  s s  s s s s
home.see                o o o  o o  o o o o
organisation.list       a a a  p p  o o o o
organisation.see        a a a  p p  o o o o
organisation.register   a - -  - -  - - - -
organisation.change     a - -  - -  - - - -
membership.list         a a a  p p  o o o o
membership.end          a - -  - p  - o - -
membership.hand_over    a - -  - p  - o - -
invitation.list         a - -  - p  - o - -
invitation.send         a - -  - p  - o - -
invitation.withdraw     a - -  - p  - o - -
journal.read            a - a  - p  - o o -
journal.checkpoint      a - a  - -  - - - -
journal.export          a - a  - -  - - - -
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    (verb, role, letter)
    for verb, *letters in ROWS
    for role, letter in zip(Role, letters, strict=True)
]


@pytest.mark.parametrize("verb", [row[0] for row in ROWS])
def test_every_role_reaches_what_the_table_says(world, verb):
    ministry = world.people[Role.ORGANISER].membership.organisation
    beijing, shanghai = world.elsewhere.seat, world.here.seat
    for _, role, letter in (cell for cell in CELLS if cell[0] == verb):
        user = world.people[role]
        own = user.membership.organisation
        reached = {
            place.pk for place in (ministry, beijing, shanghai, world.here, world.elsewhere)
            if may(user, verb, place)
        }  # fmt: skip
        expected = {
            "a": {ministry.pk, beijing.pk, shanghai.pk, world.here.pk, world.elsewhere.pk},
            "p": {shanghai.pk, world.here.pk},
            "o": {own.pk},
            "s": set(),
            "-": set(),
        }[letter]
        assert reached == expected, (verb, role)
        assert may(user, verb) == (letter != "-"), (verb, role)
        if letter == "s":
            someone = world.people[Role.READER if role is not Role.READER else Role.HEAD]
            assert may(user, verb, user)
            assert not may(user, verb, someone)


@pytest.mark.parametrize("verb", [row[0] for row in ROWS])
def test_nobody_who_has_not_signed_in_may_do_anything(world, verb):
    from django.contrib.auth.models import AnonymousUser

    assert not may(AnonymousUser(), verb)
    assert not may(AnonymousUser(), verb, world.here)


def test_the_table_is_complete(django):
    from mingzheng.workspace.journal.permissions import VERBS as OF_JOURNAL
    from mingzheng.workspace.site.permissions import VERBS as OF_SITE

    declared = {verb.name for verb in (*OF_PEOPLE, *OF_JOURNAL, *OF_SITE) if verb.reach}
    assert declared == {row[0] for row in ROWS}


def test_a_list_holds_what_may_would_allow(world):
    from mingzheng.workspace.people.models import Organisation

    for role in Role:
        user = world.people[role]
        listed = set(within(user, "organisation.see", Organisation.objects.all(), owner=""))
        allowed = {each for each in Organisation.objects.all()
                   if may(user, "organisation.see", each)}  # fmt: skip
        assert listed == allowed, role


def test_a_membership_that_ended_gives_nothing(world):
    from django.utils import timezone

    user = world.people[Role.HEAD]
    user.memberships.update(ended_at=timezone.now())
    user.refresh_from_db()
    user.acting.refresh_from_db()
    assert user.membership is None
    assert not may(user, "home.see")


def test_moving_the_seat_moves_jurisdiction(world):
    inspector = world.people[Role.INSPECTOR]
    assert may(inspector, "organisation.see", world.here)
    world.here.seat = world.elsewhere.seat
    world.here.save()
    assert not may(inspector, "organisation.see", world.here)
