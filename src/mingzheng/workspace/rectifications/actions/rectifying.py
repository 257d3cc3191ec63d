"""Putting right: what is asked, planned, done, reported, looked at again and closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.filings.uploads import arriving
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.rectifications.actions.findings import keep, move
from mingzheng.workspace.rectifications.models import (
    Extension,
    Finding,
    Measure,
    Progress,
    ProgressFile,
)
from mingzheng.workspace.rectifications.states import OWN_LIFE, State
from mingzheng.workspace.transitions import IllegalTransition, locked


@dataclass(frozen=True)
class Plan:
    """How a finding is put right; `deadline` counts only where the authority found it itself."""

    measure: str
    kind: Measure
    cure: str
    root_cause: str
    acceptance: str
    owner: str
    deadline: dt.date | None = None


@transaction.atomic
def notify(
    *, by: User, finding: Finding, demand: str, deadline: dt.date, version: int | None = None
) -> None:
    """Tell the authority what has to be put right by when, without a document of its own.

    Raises `WorkspaceError` without a demand, or for a day that is past.
    """
    demand = clean(demand)
    if not demand:
        raise WorkspaceError(zh="须写明整改要求", en="say what has to be put right")
    must_be_ahead(deadline)
    keep(finding, demand=demand, deadline=deadline, inspector=finding.inspector or by)
    move(finding, "notify", by=by, version=version, text=demand, deadline=deadline.isoformat())


@transaction.atomic
def correct_on_spot(
    *, by: User, finding: Finding, reason: str, version: int | None = None
) -> None:
    """It was put right before the inspector's eyes."""
    _ended(finding, "correct_on_spot", by, reason, version)


@transaction.atomic
def transfer(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """Another department deals with it on."""
    _ended(finding, "transfer", by, reason, version)


@transaction.atomic
def plan(*, by: User, finding: Finding, given: Plan, version: int | None = None) -> None:
    """Plan how to put it right. Raises `WorkspaceError` for a plan that lacks something."""
    _planned(finding, given, by)
    deadline = finding.deadline.isoformat() if finding.deadline else ""
    move(finding, "plan", by=by, version=version, owner=finding.owner, deadline=deadline)


@transaction.atomic
def change_plan(*, by: User, finding: Finding, given: Plan, version: int | None = None) -> None:
    """Change a plan; the journal keeps what it was.

    Raises `IllegalTransition` where none stands or the work is reported, `ChangedMeanwhile`.
    """
    held: Any = locked(finding, version=version)
    require(by, "finding.change_plan", held)
    if held.state not in {State.PLANNED, State.IN_PROGRESS, State.RETURNED}:
        raise IllegalTransition(
            zh="整改措施在制定之后、报告完成之前才能修改",
            en="a plan is changed after it was made and before the work is reported",
        )
    before = {name: str(getattr(held, name) or "") for name in PLANNED}
    _planned(held, given, by)
    held.version += 1
    held.save(update_fields=["version"])
    record(by=by, verb="finding.change_plan", thing=held, details={"before": before})
    finding.refresh_from_db()


PLANNED = ("measure", "kind", "cure", "root_cause", "acceptance", "owner", "deadline")


def _planned(finding: Finding, given: Plan, by: User) -> None:
    words = {
        name: clean(getattr(given, name))
        for name in ("measure", "cure", "root_cause", "acceptance", "owner")
    }
    if not all(words.values()):
        raise WorkspaceError(
            zh="整改措施、既往问题的处理、原因、验收标准和责任人都须填写",
            en="measure, cure of past cases, cause, criterion of acceptance and owner are needed",
        )
    words["owner"] = words["owner"][:60]
    extra: dict[str, Any] = {"kind": given.kind.value, "officer": finding.officer or by}
    if finding.life is OWN_LIFE:
        if given.deadline is None:
            raise WorkspaceError(zh="须确定完成期限", en="set a deadline")
        if given.deadline != finding.deadline:
            must_be_ahead(given.deadline)
        extra["deadline"] = given.deadline
    keep(finding, **words, **extra)


@transaction.atomic
def start(*, by: User, finding: Finding, version: int | None = None) -> None:
    """Begin."""
    move(finding, "start", by=by, version=version)


@transaction.atomic
def resume(*, by: User, finding: Finding, version: int | None = None) -> None:
    """Begin again after a return."""
    move(finding, "resume", by=by, version=version)


def add_progress(
    *,
    by: User,
    finding: Finding,
    text: str,
    file: Any | None = None,
    version: int | None = None,
) -> Progress:
    """Say what has been done so far, with a file that shows it; see `filings/uploads.py`.

    Raises `IllegalTransition` where nothing is under way, `WorkspaceError` for a file that isn't
    taken: nothing is left then.
    """
    require(by, "finding.add_progress", finding)
    if file is None:
        with transaction.atomic():
            return _progress(by, finding, text, version)
    _under_way(finding)
    with arriving(file, name=file.name, size=file.size) as arrived, transaction.atomic():
        made = _progress(by, finding, text, version, sha256=arrived.sha256, sm3=arrived.sm3)
        ProgressFile.objects.create(progress=made, **arrived.columns)
    return made


def _progress(by: User, finding: Finding, text: str, version: int | None, **told: str) -> Progress:
    held: Any = locked(finding, version=version)
    require(by, "finding.add_progress", held)
    text = clean(text)
    _under_way(held)
    if not text:
        raise WorkspaceError(zh="须写明进展", en="say what has been done")
    made = Progress.objects.create(finding=held, text=text, by=by)
    held.version += 1
    held.save(update_fields=["version"])
    record(by=by, verb="finding.add_progress", thing=held, details={"text": text, **told})
    finding.refresh_from_db()
    return made


def _under_way(finding: Finding) -> None:
    if finding.state not in {State.IN_PROGRESS, State.EXTENSION_REQUESTED}:
        raise IllegalTransition(
            zh="整改中的问题才能报告进展", en="progress is reported while it is being put right"
        )


@transaction.atomic
def request_extension(
    *, by: User, finding: Finding, until: dt.date, reason: str, version: int | None = None
) -> None:
    """Ask for more time, while there is some left.

    Raises `WorkspaceError` for a day that isn't later, or once the deadline has passed.
    """
    deadline = finding.deadline
    if deadline is None or until <= deadline:
        raise WorkspaceError(
            zh="延期后的期限应晚于现在的期限", en="the new day should be later than the deadline"
        )
    if deadline < timezone.localdate():
        raise WorkspaceError(
            zh=f"期限（{deadline}）已过，不能再申请延期",
            en=f"the deadline ({deadline}) has passed: no extension can be asked for",
        )
    Extension.objects.create(finding=finding, until=until, reason=clean(reason))
    move(
        finding, "request_extension", by=by, version=version, reason=reason,
        until=until.isoformat(),
    )  # fmt: skip


@transaction.atomic
def grant_extension(
    *, by: User, finding: Finding, reason: str = "", version: int | None = None
) -> None:
    """Give the time that was asked for."""
    asked = _decided(finding, granted=True, decision=reason)
    if asked is not None:
        keep(finding, deadline=asked.until)
    until = asked.until.isoformat() if asked else ""
    move(finding, "grant_extension", by=by, version=version, reason=reason, until=until)


@transaction.atomic
def deny_extension(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """Leave the deadline as it is, and say why."""
    _decided(finding, granted=False, decision=reason)
    move(finding, "deny_extension", by=by, version=version, reason=reason)


def _decided(finding: Finding, *, granted: bool, decision: str) -> Extension | None:
    asked: Extension | None = finding.extensions.filter(granted=None).last()
    if asked is not None:
        asked.granted, asked.decision = granted, clean(decision)
        asked.decided_at = timezone.now()
        asked.save(update_fields=["granted", "decision", "decided_at"])
    return asked


@transaction.atomic
def report(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """Say that it is put right, and how that shows."""
    keep(finding, reported_at=timezone.now())
    move(finding, "report", by=by, version=version, reason=reason)


@transaction.atomic
def reinspect(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """What the inspector saw on looking again."""
    keep(finding, reinspection=clean(reason))
    move(finding, "reinspect", by=by, version=version, reason=reason)


@transaction.atomic
def close(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """It is put right, by the criterion of acceptance."""
    _ended(finding, "close", by, reason, version)


@transaction.atomic
def close_own(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """The same by the authority, of what it found itself."""
    _ended(finding, "close_own", by, reason, version)


@transaction.atomic
def verify(*, by: User, finding: Finding, reason: str = "", version: int | None = None) -> None:
    """An inspector has seen that what the authority closed is put right."""
    keep(finding, reinspection=clean(reason), inspector=finding.inspector or by)
    move(finding, "verify", by=by, version=version, reason=reason)


@transaction.atomic
def return_(
    *, by: User, finding: Finding, reason: str, deadline: dt.date, version: int | None = None
) -> None:
    """It isn't put right: go on, by a day."""
    must_be_ahead(deadline)
    again = Finding.objects.open().filter(
        organisation=finding.organisation_id, source=finding.source, item=finding.item,
        cause=finding.cause,
    ).exclude(pk=finding.pk)  # fmt: skip
    if finding.cause and again.exists():
        raise WorkspaceError(
            zh=f"同一问题已重新登记（{again[0].number}），请在其中处理",
            en=f"the same came up again and is dealt with there ({again[0].number})",
        )
    keep(finding, ended_at=None, closing="", reported_at=None, deadline=deadline)
    move(finding, "return", by=by, version=version, reason=reason, deadline=deadline.isoformat())


def _ended(finding: Finding, verb: str, by: User, reason: str, version: int | None) -> None:
    keep(finding, closing=clean(reason), ended_at=timezone.now())
    move(finding, verb, by=by, version=version, reason=reason)


def must_be_ahead(day: dt.date) -> None:
    """Raise `WorkspaceError` for a deadline before today."""
    if day < timezone.localdate():
        raise WorkspaceError(zh="期限不能早于今天", en="a deadline lies ahead")
