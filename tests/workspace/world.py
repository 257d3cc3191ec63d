"""A small country to test in, and how somebody joins it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class World:
    """A small country: somebody of each role, an authority in Shanghai and one in Beijing."""

    here: Any
    """The authority of the persons, registered in Shanghai."""
    elsewhere: Any
    """An authority registered in Beijing."""
    people: dict[Any, Any]
    """A person for each role."""


PASSWORD_OF_ALL = "correct horse battery"


def small_country() -> World:
    """The world, made with plain rows: no entry of the journal tells of it."""
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    def authority(province: str, name: str) -> Any:
        seat = Organisation.objects.get(kind=Kind.PROVINCE, code=province)
        made = Organisation.objects.create(
            kind=Kind.AUTHORITY, name=name, name_en=f"{name} in English", seat=seat
        )
        made.names.create(name=name, since="2020-01-01")
        made.seats.create(province=seat, since="2020-01-01")
        return made

    here, elsewhere = (
        authority("31", "沪上数字认证有限公司"),
        authority("11", "京北数字认证有限公司"),
    )
    place = {
        Kind.MINISTRY: Organisation.objects.get(kind=Kind.MINISTRY),
        Kind.PROVINCE: here.seat,
        Kind.AUTHORITY: here,
    }
    people = {role: member(place[role.kind], role) for role in Role}
    return World(here, elsewhere, people)


def member(organisation: Any, role: Any) -> Any:
    """Somebody with that role there, who signs in with `PASSWORD_OF_ALL`."""
    from mingzheng.workspace.people.models import Membership, User

    number = User.objects.count() + 1
    user = User(username=f"user-{number}", name=f"Person {number}")
    user.set_password(PASSWORD_OF_ALL)
    user.save()
    user.acting = Membership.objects.create(user=user, organisation=organisation, role=role)
    user.save()
    return user
