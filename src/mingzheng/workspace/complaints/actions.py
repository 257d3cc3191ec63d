"""Every write about complaints and reports: one transaction, one entry of the journal.

Neither what somebody wrote nor a handler's reasons are put into the journal, which forgets nothing.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.reports.plain import identified
from mingzheng.workspace.complaints.cleaning import LONGEST, clean
from mingzheng.workspace.complaints.models import Complaint, Submission
from mingzheng.workspace.complaints.periods import periods
from mingzheng.workspace.complaints.receipts import key_hash, new_key, new_number
from mingzheng.workspace.complaints.states import Outcome
from mingzheng.workspace.complaints.topics import topics
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require, verbs
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.transitions import locked


@dataclass(frozen=True)
class Received:
    """What was received, and the key of its receipt, which is kept nowhere."""

    submission: Submission
    key: str


@transaction.atomic
def receive(
    *,
    kind: type[Submission],
    about: Organisation,
    topic: str,
    text: str,
    sheet: str,
    contact: str = "",
    serial_number: str = "",
) -> Received:
    """Take in a complaint or a report; identity numbers are masked before it is stored.

    Raises `WorkspaceError` where the same form was received already.
    """
    if about.kind != Kind.AUTHORITY:
        raise WorkspaceError(
            zh=f"{about.name}不是电子认证服务机构", en=f"{about} is no certification authority"
        )
    key = new_key()
    given = {
        "number": new_number(kind), "key_hash": key_hash(key), "about": about,
        "organisation": about if kind is Complaint else department(about),
        "topic": topic, "item": topics()[topic].items[0],
        "serial_number": identified(serial_number),
        "text": clean(text), "contact": clean(contact),
        "accept_by": periods()["accept"].ends(timezone.localdate()),
    }  # fmt: skip
    submission, is_new = kind.objects.get_or_create(sheet=sheet, defaults=given)
    if not is_new:
        raise WorkspaceError(
            zh="这份表单已经收到，回执只显示一次；没有重复登记",
            en="this form was received already, its receipt is shown once; nothing was added",
        )
    record(by=None, verb=f"{kind.KIND}.receive", thing=submission, details={"topic": topic})
    return Received(submission, key)


def department(about: Organisation) -> Organisation:
    """Who deals with reports about an authority: its province, or the ministry without one."""
    return about.seat or Organisation.objects.get(kind=Kind.MINISTRY)


@transaction.atomic
def accept(*, by: User, submission: Submission, version: int | None = None) -> None:
    """Deal with it; whoever accepts it is its handler until somebody else is."""
    submission.accepted_at = timezone.now()
    submission.answer_by = periods()["answer"].ends(timezone.localdate())
    submission.handler = submission.handler or by
    submission.save(update_fields=["accepted_at", "answer_by", "handler"])
    _move(submission, "accept", by=by, version=version)


@transaction.atomic
def refuse(*, by: User, submission: Submission, reason: str, version: int | None = None) -> None:
    """Don't deal with it, and say why."""
    submission.reason, submission.closed_at = clean(reason), timezone.now()
    submission.save(update_fields=["reason", "closed_at"])
    _move(submission, "refuse", by=by, version=version, reason=submission.reason)


@transaction.atomic
def investigate(*, by: User, submission: Submission, version: int | None = None) -> None:
    """Begin to look into it."""
    _move(submission, "investigate", by=by, version=version)


@transaction.atomic
def answer(
    *,
    by: User,
    submission: Submission,
    number: str,
    outcome: Outcome,
    grounds: str,
    served_on: dt.date,
    version: int | None = None,
) -> None:
    """Answer it. Raises `WorkspaceError` without grounds, or for a day of service that can't be."""
    grounds = clean(grounds)
    if not grounds or not clean(number):
        raise WorkspaceError(
            zh="答复须有文号和理由", en="an answer has a number and says on what grounds"
        )
    if not timezone.localdate(submission.received_at) <= served_on <= timezone.localdate():
        raise WorkspaceError(
            zh="送达日期应在收到之日与今日之间",
            en="the day of service lies between the receipt and today",
        )
    submission.answers.create(
        number=clean(number), outcome=outcome.value, grounds=grounds, served_on=served_on
    )
    submission.outcome = outcome.value
    submission.save(update_fields=["outcome"])
    told = {"answer": clean(number), "outcome": outcome.value, "served_on": served_on.isoformat()}
    _move(submission, "answer", by=by, version=version, **told)


@transaction.atomic
def close(*, by: User, submission: Submission, version: int | None = None) -> None:
    """Nothing is left to do."""
    submission.closed_at = timezone.now()
    submission.save(update_fields=["closed_at"])
    _move(submission, "close", by=by, version=version)


@transaction.atomic
def transfer(
    *,
    by: User,
    submission: Submission,
    reason: str,
    to: Organisation | None = None,
    elsewhere: str = "",
    version: int | None = None,
) -> Submission | None:
    """Pass it on: to an organisation here, where it is received anew and the key stays good, or
    to one that is named. Gives what was received anew.

    Raises `WorkspaceError` where it is passed to nobody, or to whom it can't be.
    """
    wanted = Kind.AUTHORITY if isinstance(submission, Complaint) else None
    fits = to is not None and (to.kind == wanted or (not wanted and to.kind != Kind.AUTHORITY))
    if (to is None) == (not clean(elsewhere)) or (to is not None and not fits):
        raise WorkspaceError(
            zh="请选择一个可以办理的机构，或写明转往何处（二者择一）",
            en="choose an organisation that can deal with it, or name one: one of both",
        )
    if to == submission.organisation:
        raise WorkspaceError(zh="不能转给本机构", en="it is this organisation's already")
    submission.reason, submission.closed_at = clean(reason), timezone.now()
    submission.transferred_to = to.name if to is not None else clean(elsewhere)[:120]
    submission.save(update_fields=["reason", "closed_at", "transferred_to"])
    _move(
        submission, "transfer", by=by, version=version, reason=submission.reason,
        to=submission.transferred_to,
    )  # fmt: skip
    return _received_by(to, submission) if to is not None else None


def _received_by(to: Organisation, given: Submission) -> Submission:
    kind = type(given)
    passed: Submission = kind.objects.create(
        number=new_number(kind), key_hash=given.key_hash, sheet=secrets.token_hex(16),
        about=to if kind is Complaint else given.about, organisation=to,
        topic=given.topic, item=given.item, serial_number=given.serial_number,
        text=given.text, contact=given.contact, origin=given,
        accept_by=periods()["accept"].ends(timezone.localdate()),
    )  # fmt: skip
    return passed


@transaction.atomic
def reopen(*, submission: Submission, reason: str) -> None:
    """By whoever sent it in: the answer doesn't settle it.

    Raises `WorkspaceError` without a reason, with one that is too long, or after the last day.
    """
    reason, until = clean(reason), submission.reopen_until
    if not reason:
        raise WorkspaceError(zh="请写明理由", en="say why")
    if len(reason) > LONGEST:
        raise WorkspaceError(
            zh=f"理由至多 {LONGEST} 字", en=f"the reason has at most {LONGEST} characters"
        )
    if until is not None and until < timezone.localdate():
        raise WorkspaceError(
            zh=f"要求重新办理的期限（{until}）已过", en=f"it could be reopened until {until}"
        )
    submission.reason, submission.closed_at = reason, None
    submission.answer_by = periods()["answer"].ends(timezone.localdate())
    submission.save(update_fields=["reason", "closed_at", "answer_by"])
    _move(submission, "reopen", by=None)


@transaction.atomic
def withdraw(*, submission: Submission) -> None:
    """By whoever sent it in: they want nothing further."""
    submission.closed_at = timezone.now()
    submission.save(update_fields=["closed_at"])
    _move(submission, "withdraw", by=None)


@transaction.atomic
def assign(*, by: User, submission: Submission, to: User, version: int | None = None) -> None:
    """Put it into a colleague's hands. Raises `WorkspaceError` where they can't deal with it."""
    require(by, f"{submission.KIND}.assign", submission)
    held = locked(submission, version=version)
    if not handlers(held).filter(pk=to.pk).exists():
        raise WorkspaceError(
            zh=f"{to.name}不是本机构可以办理的人员", en=f"{to.name} can't deal with it here"
        )
    held.handler = to
    held.version += 1
    held.save(update_fields=["handler", "version"])
    record(by=by, verb=f"{held.KIND}.assign", thing=held, details={"to": to.name})


@transaction.atomic
def classify(
    *, by: User, submission: Submission, topic: str, item: str, version: int | None = None
) -> None:
    """Say better what it is about, and which item of the notice it touches."""
    require(by, f"{submission.KIND}.classify", submission)
    held = locked(submission, version=version)
    before = {"topic": held.topic, "item": held.item}
    held.topic, held.item = topic, item
    held.version += 1
    held.save(update_fields=["topic", "item", "version"])
    told = {"before": before, "after": {"topic": topic, "item": item}}
    record(by=by, verb=f"{held.KIND}.classify", thing=held, details=told)


def handlers(submission: Submission) -> QuerySet:
    """The persons of its organisation who may deal with it."""
    roles = [role.value for role in verbs()[f"{submission.KIND}.answer"].reach]
    memberships = submission.organisation.memberships.active().filter(role__in=roles)
    return User.objects.filter(pk__in=memberships.values("user")).order_by("name")


def _move(
    submission: Submission,
    verb: str,
    *,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    **details: str,
) -> None:
    submission.LIFE.move(
        submission, by=by, verb=f"{submission.KIND}.{verb}", reason=reason, version=version,
        details=details,
    )  # fmt: skip
