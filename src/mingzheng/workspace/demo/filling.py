"""Filling a workspace that has no data yet, whole or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.demo.audits import audit
from mingzheng.workspace.demo.campaign import campaign
from mingzheng.workspace.demo.complaints import complaints
from mingzheng.workspace.demo.persons import Country, settle
from mingzheng.workspace.people.models import Membership, Organisation, User
from mingzheng.workspace.people.registration import establish
from mingzheng.workspace.people.roles import Kind, Role


@dataclass(frozen=True)
class Filled:
    """One person of each role to sign in as, and the password of all; it is kept nowhere."""

    members: list[Membership]
    password: str


@transaction.atomic
def fill(*, seed: int = 7, authorities: int = 55, result: Path | None = None) -> Filled:
    """Make the demonstration, with the audit in the folder `result` where one is given.

    The same seed gives the same persons, plans and complaints; keys, numbers of receipts, the
    password and the times in the journal are never the same. Raises `WorkspaceError` where the
    workspace has persons or authorities already.
    """
    if User.objects.exists() or Organisation.objects.filter(kind=Kind.AUTHORITY).exists():
        raise WorkspaceError(
            zh="这个工作平台已有数据；演示只写入新的工作平台，请另指定一个文件夹",
            en="this workspace has data; a demonstration fills a new one only: "
            "name another folder",
        )
    establish()
    country = Country(Random(seed), "-".join(secrets.token_hex(2) for _ in range(4)))
    settle(country, count=authorities)
    campaign(country)
    complaints(country)
    if result is not None:
        audit(country, result)
    return Filled(_one_of_each(), country.password)


def _one_of_each() -> list[Membership]:
    members = Membership.objects.select_related("user", "organisation").order_by("pk")
    first: dict[str, Membership] = {}
    for each in members:
        first.setdefault(each.role, each)
    return [first[role] for role in Role if role in first]
