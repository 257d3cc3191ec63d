"""What an office does beside a finding's course: urge, summon, report up at once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.rectifications.models import Act, Finding
from mingzheng.workspace.rectifications.states import WORKING, State
from mingzheng.workspace.transitions import IllegalTransition, locked

OWED = WORKING | {State.REPORTED, State.REINSPECTED}
"""The authority was told to put it right, and it isn't settled that it did."""


@transaction.atomic
def urge(*, by: User, finding: Finding, on: dt.date, text: str, version: int | None = None) -> Act:
    """督办: look after it in person. Never a condition of anything further."""
    return _done(by, finding, Act.Kind.URGE, "urge", on, text=text, version=version)


@transaction.atomic
def talk(*, by: User, finding: Finding, on: dt.date, text: str, version: int | None = None) -> Act:
    """约谈: a talk with those responsible. Never a condition of anything further."""
    return _done(by, finding, Act.Kind.TALK, "talk", on, text=text, version=version)


@transaction.atomic
def report_up(
    *, by: User, finding: Finding, kind: Act.Kind, text: str, version: int | None = None
) -> Act:
    """Tell the ministry of a refusal, or of a poor rectification (notice, four (3)).

    Raises `WorkspaceError` for another kind of act, or the same report twice.
    """
    if kind not in {Act.Kind.REFUSAL, Act.Kind.POOR}:
        raise WorkspaceError(zh="只能上报拒不整改或整改不力", en="that is nothing to report up")
    if finding.acts.filter(kind=kind.value).exists():
        raise WorkspaceError(zh="已经上报", en="this was reported up already")
    return _done(by, finding, kind, "report_up", timezone.localdate(), text=text, version=version)


def _done(
    by: User,
    finding: Finding,
    kind: Act.Kind,
    verb: str,
    on: dt.date,
    *,
    text: str,
    version: int | None,
) -> Act:
    held: Any = locked(finding, version=version)
    require(by, f"finding.{verb}", held)
    text = clean(text)
    if held.state not in OWED:
        raise IllegalTransition(
            zh="只有机构负有整改义务的问题可以督办、约谈和上报",
            en="only where the authority has been told to put it right",
        )
    if not text or on > timezone.localdate():
        raise WorkspaceError(
            zh="须写明情况，日期不能晚于今天", en="say what happened; its day isn't ahead"
        )
    membership = by.membership
    assert membership is not None
    act = Act.objects.create(
        finding=held, kind=kind.value, office=membership.organisation, by=by, on=on, text=text
    )
    held.version += 1
    held.save(update_fields=["version"])
    told = {"kind": kind.value, "on": on.isoformat(), "text": text}
    record(by=by, verb=f"finding.{verb}", thing=held, details=told)
    finding.refresh_from_db()
    return act
