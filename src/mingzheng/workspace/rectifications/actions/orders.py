"""Opinions and orders: drafted, issued by another person, served; only service makes them bind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from mingzheng import law
from mingzheng.errors import LawError, WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.actions.rectifying import must_be_ahead
from mingzheng.workspace.rectifications.models import Finding, Order
from mingzheng.workspace.rectifications.states import WORKING, State
from mingzheng.workspace.transitions import locked

ORDERABLE = WORKING | {State.CONFIRMED}
"""What is confirmed and isn't reported as put right."""


@dataclass(frozen=True)
class Terms:
    """What an order says."""

    kind: Order.Kind
    number: str
    measures: str
    deadline: dt.date
    bases: Sequence[str]
    delegation: str = ""
    findings: Sequence[Finding] = field(default=())


@transaction.atomic
def draft_order(*, by: User, organisation: Organisation, terms: Terms) -> Order:
    """Draft an opinion, or an order, about confirmed findings of one authority.

    Raises `WorkspaceError` where the office can't give it, or it lacks something.
    """
    require(by, "order.draft", organisation)
    membership = by.membership
    assert membership is not None
    office = membership.organisation
    _check(office, organisation, terms)
    order = Order.objects.create(
        organisation=organisation, office=office, kind=terms.kind.value,
        number=clean(terms.number)[:60], bases=list(terms.bases),
        measures=clean(terms.measures), deadline=terms.deadline,
        delegation=clean(terms.delegation), drafted_by=by,
    )  # fmt: skip
    order.findings.set(terms.findings)
    told = {"kind": order.kind, "findings": [each.number for each in terms.findings]}
    record(by=by, verb="order.draft", thing=order, details=told)
    return order


def _check(office: Organisation, organisation: Organisation, terms: Terms) -> None:
    must_be_ahead(terms.deadline)
    if not clean(terms.number) or not clean(terms.measures) or not terms.findings:
        raise WorkspaceError(
            zh="文号、整改要求和所针对的问题都须填写",
            en="number, measures and the findings concerned are needed",
        )
    if Order.objects.filter(office=office, number=clean(terms.number)[:60]).exists():
        raise WorkspaceError(zh="文号已经用过", en="that number is taken")
    for each in terms.findings:
        if each.organisation_id != organisation.pk or each.own or each.state not in ORDERABLE:
            raise WorkspaceError(
                zh=f"{each.number}不是该机构已认定、尚待整改的问题",
                en=f"{each.number} is no confirmed finding of that authority to be put right",
            )
    for id in terms.bases:
        try:
            law.catalogue().article(id)
        except LawError as error:
            raise WorkspaceError(
                zh=f"法律目录中没有{id}", en=f"the catalogue of law has no {id}"
            ) from error
    if terms.kind is Order.Kind.ORDER:
        if office.kind == Kind.PROVINCE and not clean(terms.delegation):
            raise WorkspaceError(
                zh="责令限期改正由工业和信息化部作出（电子签名法第三十一条）；省级主管部门须附委托文书，否则请用"
                "整改意见",
                en="the order is the ministry's to give (Electronic Signature Law, article 31): a "
                "province attaches the delegation, or gives an opinion instead",
            )
        if not terms.bases:
            raise WorkspaceError(
                zh="责令限期改正须有法律依据", en="an order rests on an article of law"
            )


@transaction.atomic
def issue(*, by: User, order: Order, version: int | None = None) -> None:
    """Sign it off. Raises `WorkspaceError` where the same person drafted it."""
    if order.drafted_by_id == by.pk:
        raise WorkspaceError(
            zh="起草人不能自己签发", en="whoever drafted it doesn't issue it alone"
        )
    _keep(order, issued_on=timezone.localdate())
    _move(order, "issue", by, version)


@transaction.atomic
def serve(
    *, by: User, order: Order, served_on: dt.date, served_by: str, recipient: str,
    version: int | None = None,
) -> None:  # fmt: skip
    """Record the service, with who signed the receipt: from now on it binds.

    What was confirmed is notified by it; the deadline of each finding is the document's.
    Raises `WorkspaceError` for a day before the issue or ahead, or without a recipient.
    """
    held: Any = locked(order, version=version)
    recipient, served_by = clean(recipient)[:60], clean(served_by)[:40]
    issued = held.issued_on or served_on
    if not recipient or not served_by or not issued <= served_on <= timezone.localdate():
        raise WorkspaceError(
            zh="须填写送达方式和签收人，送达日期应在签发之日与今日之间",
            en="say how it was served and who signed; the day lies between issue and today",
        )
    if held.deadline < served_on:
        raise WorkspaceError(
            zh=f"送达时整改期限（{held.deadline}）已过：请撤销后重新制作",
            en=f"its deadline ({held.deadline}) had passed by then: withdraw it, draft another",
        )
    numbers = [_told(each, held) for each in held.findings.select_for_update()]
    _keep(order, served_on=served_on, served_by=served_by, recipient=recipient)
    _move(
        order, "serve", by, version, served_on=served_on.isoformat(),
        notified=[number for number in numbers if number],
    )  # fmt: skip


def _told(finding: Finding, order: Order) -> str:
    """The finding under the order: part of its service, hence no entry of its own."""
    if finding.state not in ORDERABLE:
        return ""
    if finding.state == State.CONFIRMED:
        finding.state = State.NOTIFIED.value
    finding.demand, finding.deadline = order.measures, order.deadline
    finding.version += 1
    finding.save(update_fields=["state", "demand", "deadline", "version"])
    return finding.number


@transaction.atomic
def withdraw(*, by: User, order: Order, reason: str, version: int | None = None) -> None:
    """Take it back, and say why: from now on nothing is late under it."""
    _keep(order, ended_reason=clean(reason))
    _move(order, "withdraw", by, version, reason=reason)


def _move(
    order: Order, verb: str, by: User, version: int | None, *, reason: str = "", **details: Any
) -> None:
    """Move an order by its table."""
    Order.LIFE.move(
        order, by=by, verb=f"order.{verb}", reason=clean(reason), version=version,
        details=details,
    )  # fmt: skip


def _keep(order: Order, **values: Any) -> None:
    for name, value in values.items():
        setattr(order, name, value)
    order.save(update_fields=list(values))
