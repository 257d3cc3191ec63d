"""Registering findings, and what is said for and against them before anybody confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mingzheng import law
from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.models import Finding, Stance
from mingzheng.workspace.rectifications.periods import periods
from mingzheng.workspace.rectifications.states import Source
from mingzheng.workspace.transitions import locked

SOURCES_OF = {
    Kind.AUTHORITY: (Source.SELF, Source.COMPLAINT),
    Kind.PROVINCE: (Source.PROVINCE, Source.COMPLAINT),
    Kind.MINISTRY: (Source.MINISTRY, Source.COMPLAINT),
}
"""What somebody of a level may name as the source of what they saw themselves."""


@dataclass(frozen=True)
class Suspicion:
    """What is registered: where, what, on what facts."""

    item: str
    title: str
    facts: str
    source: Source
    origin: str = ""
    earlier: Finding | None = None


@transaction.atomic
def register(*, by: User, organisation: Organisation, suspicion: Suspicion) -> Finding:
    """Put down a suspicion; nobody is accused by it.

    Raises `WorkspaceError` for an organisation, an item or a source that can't be.
    """
    require(by, "finding.register", organisation)
    membership = by.membership
    assert membership is not None
    level = membership.organisation.level
    known = {item.id for item in law.catalogue().items()} | {"0"}
    title, facts = clean(suspicion.title), clean(suspicion.facts)
    if organisation.kind != Kind.AUTHORITY:
        raise WorkspaceError(
            zh=f"{organisation.name}不是电子认证服务机构",
            en=f"{organisation} is no certification authority",
        )
    if suspicion.item not in known or not title or not facts:
        raise WorkspaceError(
            zh="须选择事项，并写明问题和事实", en="choose an item, name the problem and the facts"
        )
    if suspicion.source not in SOURCES_OF[level]:
        raise WorkspaceError(zh="来源与身份不符", en="that is no source of yours")
    if suspicion.earlier is not None and suspicion.earlier.organisation != organisation:
        raise WorkspaceError(
            zh="此前的问题不属于该机构", en="the earlier finding is another authority's"
        )
    finding = Finding.objects.create(
        organisation=organisation, ordinal=next_ordinal(organisation),
        source=suspicion.source.value, origin=clean(suspicion.origin)[:120],
        item=suspicion.item, title=title[:200], facts=facts, registered_by=by,
        earlier=suspicion.earlier, **hands(by),
    )  # fmt: skip
    told = {"item": finding.item, "source": finding.source}
    record(by=by, verb="finding.register", thing=finding, details=told)
    return finding


def next_ordinal(organisation: Organisation) -> int:
    """The next number among an authority's; the organisation is held until the transaction ends."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = Finding.objects.filter(organisation=organisation).aggregate(Max("ordinal"))
    return (last["ordinal__max"] or 0) + 1


def hands(by: User) -> dict[str, User]:
    """In whose hands a finding is that this person registers."""
    membership = by.membership
    assert membership is not None
    own = membership.organisation.kind == Kind.AUTHORITY
    return {"officer" if own else "inspector": by}


@transaction.atomic
def put_to_ca(*, by: User, finding: Finding, version: int | None = None) -> None:
    """Tell the authority what is suspected, and by when it may answer."""
    today = timezone.localdate()
    keep(
        finding, put_at=timezone.now(), answer_by=periods()["answer"].ends(today),
        inspector=finding.inspector or by,
    )  # fmt: skip
    move(finding, "put_to_ca", by=by, version=version)


@transaction.atomic
def answer(
    *, by: User, finding: Finding, stance: Stance, text: str, version: int | None = None
) -> None:
    """What the authority says to it. Raises `WorkspaceError` for a dispute without its reasons."""
    text = clean(text)
    if stance is Stance.DISPUTED and not text:
        raise WorkspaceError(zh="有异议的，须写明理由", en="say why you dispute it")
    keep(
        finding, stance=stance.value, answer=text, answered_at=timezone.now(),
        officer=finding.officer or by,
    )  # fmt: skip
    move(finding, "answer", by=by, version=version, stance=stance.value, text=text)


@transaction.atomic
def confirm(*, by: User, finding: Finding, ground: str, version: int | None = None) -> None:
    """Find that it is so, having heard the authority.

    Raises `WorkspaceError` before it has answered within its time, and without grounds.
    """
    held: Any = locked(finding, version=version)
    today = timezone.localdate()
    if not held.stance and held.answer_by is not None and held.answer_by >= today:
        raise WorkspaceError(
            zh=f"机构尚未说明，说明期限为 {held.answer_by}；在此之前不能认定",
            en=f"the authority may answer until {held.answer_by}: nothing is confirmed before",
        )
    ground = clean(ground)
    if not ground:
        disputed = held.stance == Stance.DISPUTED
        raise WorkspaceError(
            zh="机构有异议，须写明认定的依据和对异议的意见" if disputed else "须写明认定的依据",
            en="the authority disputes it: say on what grounds, and why its reasons don't hold"
            if disputed
            else "say on what grounds",
        )
    keep(finding, ground=ground, confirmed_at=timezone.now())
    move(finding, "confirm", by=by, version=version, text=ground)


@transaction.atomic
def dismiss(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """Find that it isn't so, or can't be shown, and say why."""
    _dismissed(finding, "dismiss", by, reason, version)


@transaction.atomic
def dismiss_own(*, by: User, finding: Finding, reason: str, version: int | None = None) -> None:
    """The same by the authority, of what it suspected itself."""
    _dismissed(finding, "dismiss_own", by, reason, version)


def _dismissed(finding: Finding, verb: str, by: User, reason: str, version: int | None) -> None:
    keep(finding, ground=clean(reason), ended_at=timezone.now())
    move(finding, verb, by=by, version=version, reason=reason)


@transaction.atomic
def acknowledge(*, by: User, finding: Finding, ground: str, version: int | None = None) -> None:
    """The authority says of what it found itself that it is so."""
    ground = clean(ground)
    keep(finding, ground=ground, confirmed_at=timezone.now(), officer=finding.officer or by)
    move(finding, "acknowledge", by=by, version=version, text=ground)


def keep(finding: Finding, **values: Any) -> None:
    """Set fields within the action; its `move` says whether they may be set at all."""
    for name, value in values.items():
        setattr(finding, name, value)
    finding.save(update_fields=list(values))


def move(
    finding: Finding,
    verb: str,
    *,
    by: User,
    version: int | None = None,
    reason: str = "",
    **details: object,
) -> None:
    """Move a finding by the table of its life; `details` go into the one entry."""
    told = {name: value for name, value in details.items() if value not in ("", None)}
    finding.life.move(
        finding, by=by, verb=f"finding.{verb}", reason=clean(reason), version=version,
        details=told,
    )  # fmt: skip
