"""Whoever works in the demonstration, invited and joined as anybody is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from django.utils import timezone

from mingzheng.workspace.demo.words import authorities, register, words
from mingzheng.workspace.people import actions
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.registration import first_invitation
from mingzheng.workspace.people.roles import Kind, Role

EMPTY = 5
"""Every so manieth authority has nobody yet, as in a workspace that has just begun."""
LARGE = 3
"""Authorities in a province from which on its department has a second inspector."""


@dataclass
class Country:
    """The demonstration while it is made: its chance, its password, who works where."""

    rng: Random
    password: str
    people: dict[int, dict[Role, User]] = field(default_factory=dict)
    """By organisation and role; of several in one role the first."""

    @property
    def organiser(self) -> User:
        """The ministry's first person."""
        return self.of(Organisation.objects.get(kind=Kind.MINISTRY))[Role.ORGANISER]

    def of(self, organisation: Organisation) -> dict[Role, User]:
        """Who works there; nobody where it is still empty."""
        return self.people.get(organisation.pk, {})

    def peopled(self, kind: Kind) -> list[Organisation]:
        """The organisations of a level in which somebody works, in the order of the register."""
        found = Organisation.objects.filter(kind=kind, pk__in=self.people)
        return list(found.order_by("pk"))

    def join(self, organisation: Organisation, role: Role, username: str) -> User:
        """Invited by the organiser, joined by the link."""
        name = self.rng.choice(words()["surnames"]) + self.rng.choice(words()["given"])
        token = (
            actions.invite(by=self.organiser, organisation=organisation, role=role, name=name)
            if self.people
            else first_invitation()
        )
        assert token is not None
        user = actions.accept_invitation(
            token=token, username=username, name=name, password=self.password
        )
        self.people.setdefault(organisation.pk, {}).setdefault(role, user)
        return user


def settle(country: Country, *, count: int) -> None:
    """The ministry's people, the first `count` authorities on the register, and who works there."""
    ministry = Organisation.objects.get(kind=Kind.MINISTRY)
    for role, username in MINISTRY:
        country.join(ministry, role, username)
    source = hashlib.sha256(register()).hexdigest()
    entries = list(_entries(count))
    actions.import_register(by=country.organiser, entries=entries, source=source)
    registered = Organisation.objects.filter(kind=Kind.AUTHORITY).order_by("pk")
    for province in Organisation.objects.filter(authorities__in=registered).distinct():
        country.join(province, Role.APPROVER, f"p{province.code}-approver")
        large = province.authorities.count() >= LARGE
        for number in range(1, 3 if large else 2):
            country.join(province, Role.INSPECTOR, f"p{province.code}-inspector-{number}")
    for number, authority in enumerate(registered, start=1):
        if number % EMPTY == 0:
            continue
        for role in (Role.HEAD, Role.OFFICER, *(FURTHER if number == 1 else ())):
            name = role.value.partition(".")[2]
            country.join(authority, role, f"ca{number:02}-{name}")


MINISTRY = (
    (Role.ORGANISER, "organiser"),
    (Role.MINISTRY_INSPECTOR, "ministry-inspector"),
    (Role.REVIEWER, "reviewer"),
)
FURTHER = (Role.AUDITOR, Role.READER)


def _entries(count: int) -> Iterator[actions.Entry]:
    today = timezone.localdate()
    for number, each in enumerate(authorities()[:count], start=1):
        # one licence is over, one is over soon, one was never registered
        until = today + dt.timedelta({2: -20, 3: 25}.get(number, 365 + 30 * (number % 40)))
        licensed = number != 4
        yield actions.Entry(
            name=each["zh"], name_en=each["en"], province=each["province"],
            licence=f"ECP-DEMO-{number:03}" if licensed else "",
            licence_since=until - dt.timedelta(5 * 365) if licensed else None,
            licence_until=until if licensed else None,
            issuers=(f"CN=Demo CA {number:02},O={each['en']},C=CN",),
        )  # fmt: skip
