"""The first start: the ministry, the provinces, and a link for the first organiser."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.actions import invite
from mingzheng.workspace.people.models import Invitation, Membership, Name, Organisation
from mingzheng.workspace.people.roles import Kind, Role


@cache
def levels() -> dict[str, Any]:
    """The ministry and the provinces, as `data/levels.toml` has them."""
    return tomllib.loads(
        files("mingzheng.workspace.people").joinpath("data/levels.toml").read_text("utf-8")
    )


@transaction.atomic
def establish() -> None:
    """Register the ministry and the provinces where there are none yet."""
    if Organisation.objects.filter(kind=Kind.MINISTRY).exists():
        return
    given = levels()
    today = timezone.localdate()
    rows = [(Kind.MINISTRY, given["ministry"])]
    rows += [(Kind.PROVINCE, province) for province in given["province"]]
    for kind, row in rows:
        organisation = Organisation.objects.create(
            kind=kind, code=row.get("code", ""), name=row["zh"], name_en=row["en"]
        )
        Name.objects.create(organisation=organisation, name=row["zh"], since=today)
    ministry = Organisation.objects.get(kind=Kind.MINISTRY)
    record(by=None, verb="workspace.establish", thing=ministry, details={"count": len(rows)})


def first_invitation() -> str | None:
    """The token by which the first organiser comes in; None once there is one.

    Each start gives a new one and withdraws the last, so that a lost link is no loss.
    """
    establish()
    role = Role.ORGANISER
    if Membership.objects.active().filter(role=role).exists():
        return None
    ministry = Organisation.objects.get(kind=Kind.MINISTRY)
    with transaction.atomic():
        Invitation.objects.filter(
            organisation=ministry, invited_by=None, state=Invitation.State.PENDING
        ).update(state=Invitation.State.WITHDRAWN)
        return invite(by=None, organisation=ministry, role=role, name="首位组织人员")
