"""What whoever a filing is addressed to does with it. Receiving approves nothing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.filings import papers
from mingzheng.workspace.filings.models import Filing, Paper, Receipt
from mingzheng.workspace.filings.states import LIFE, State
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.transitions import locked


def _addressed(by: User, verb: str, filing: Filing) -> None:
    """Only whoever it is for deals with it: reach alone would let others."""
    require(by, verb, filing)
    membership = by.membership
    if membership is None or membership.organisation_id != filing.recipient.pk:
        raise WorkspaceError(
            zh=f"这份材料报送给{filing.recipient.name}，由其办理",
            en=f"this is addressed to another office, which deals with it: {filing.recipient}",
        )


@transaction.atomic
def receive(*, by: User, filing: Filing, version: int) -> Filing:
    """Say that it came, with a receipt: number, time and digests. It approves nothing."""
    _addressed(by, "filing.receive", filing)
    held = locked(filing, version=version)
    told: dict[str, Any] = {}
    if held.state == State.SUBMITTED:
        receipt = Receipt.objects.create(
            filing=held, number=_next_number(held.recipient), issued_by=held.recipient,
            received_by=by,
        )  # fmt: skip
        paper = papers.keep(held, Paper.Sort.RECEIPT)
        told = {"receipt": receipt.number, "sha256": held.sha256, "paper": paper.sha256}
    return LIFE.move(filing, by=by, verb="filing.receive", version=version, details=told)


def _next_number(office: Organisation) -> str:
    """The next of this office and year: 31-2022-0001; the ministry's code is 00."""
    Organisation.objects.select_for_update().get(pk=office.pk)
    begins = f"{office.code or '00'}-{timezone.localdate().year}-"
    last = Receipt.objects.filter(number__startswith=begins).count()
    return f"{begins}{last + 1:04}"


@transaction.atomic
def put_on_file(*, by: User, filing: Filing, version: int) -> Filing:
    """Lay it up; nothing is asked for."""
    _addressed(by, "filing.put_on_file", filing)
    return LIFE.move(filing, by=by, verb="filing.put_on_file", version=version)


@transaction.atomic
def return_for_supplement(*, by: User, filing: Filing, version: int, reason: str) -> Filing:
    """Ask for what is lacking. The unit answers by a further filing, never by changing this."""
    _addressed(by, "filing.return", filing)
    reason = clean(reason)
    moved = LIFE.move(filing, by=by, verb="filing.return", version=version, reason=reason)
    Filing.objects.filter(pk=moved.pk).update(reason=reason)
    moved.refresh_from_db()
    return moved
