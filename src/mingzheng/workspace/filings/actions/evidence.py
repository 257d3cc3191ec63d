"""Evidence of a filing: attached, revised, withdrawn. No file is ever overwritten."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.filings.models import Answer, Evidence, Filing, Revision
from mingzheng.workspace.filings.states import State
from mingzheng.workspace.filings.uploads import arriving
from mingzheng.workspace.filings.writing import writable
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.transitions import locked


def attach(
    *,
    by: User,
    filing: Filing,
    title: str,
    file: IO[bytes],
    name: str,
    size: int,
    answer: Answer | None = None,
    sealed: bool = False,
) -> Evidence:
    """Attach a file to a filing or one of its answers; see `uploads.py` for what is taken.

    `sealed`: a scan of the signed paper with the office's seal, added once both have signed.
    Raises `WorkspaceError` where the file or the moment is wrong; nothing is left then.
    """
    require(by, "filing.attach", filing)
    _timely(filing, sealed)
    with arriving(file, name=name, size=size) as arrived, transaction.atomic():
        held = _timely(filing, sealed)
        made = Evidence.objects.create(
            filing=held, answer=answer, title=clean(title)[:120] or arrived.name, sealed=sealed
        )
        revision = Revision.objects.create(evidence=made, added_by=by, **arrived.columns)
        told = _told(made, revision) | ({"sealed": True} if sealed else {})
        record(by=by, verb="filing.attach", thing=held, details=told)
    return made


def _timely(filing: Filing, sealed: bool) -> Filing:
    if not sealed:
        with transaction.atomic():
            return writable(filing)
    with transaction.atomic():
        held = locked(filing)
    if held.state != State.SIGNED_BY_HEAD:
        raise WorkspaceError(
            zh="盖章扫描件在两人签署之后、报送之前上传",
            en="the scan with the seal is added after both have signed, before it is submitted",
        )
    return held


def revise(*, by: User, evidence: Evidence, file: IO[bytes], name: str, size: int) -> Revision:
    """Put a newer file in the place of one; the older ones stay."""
    require(by, "filing.revise", evidence)
    with arriving(file, name=name, size=size) as arrived, transaction.atomic():
        held = writable(evidence.filing)
        _standing(evidence)
        last = evidence.revisions.order_by("-number").first()
        made = Revision.objects.create(
            evidence=evidence, number=last.number + 1, added_by=by, **arrived.columns
        )
        told = _told(evidence, made)
        record(by=by, verb="filing.revise", thing=held, details=told)
    return made


@transaction.atomic
def detach(*, by: User, evidence: Evidence) -> None:
    """Withdraw a piece of evidence from a draft; its files are kept, and filed no more."""
    require(by, "filing.detach", evidence)
    held = writable(evidence.filing)
    _standing(evidence)
    evidence.withdrawn_at = timezone.now()
    evidence.save(update_fields=["withdrawn_at"])
    told = {"evidence": evidence.pk, "title": evidence.title}
    record(by=by, verb="filing.detach", thing=held, details=told)


def _standing(evidence: Evidence) -> None:
    evidence.refresh_from_db()
    if evidence.withdrawn_at is not None:
        raise WorkspaceError(zh="这份材料已经撤下", en="it is withdrawn already")


def _told(evidence: Evidence, revision: Revision) -> dict[str, object]:
    return {
        "evidence": evidence.pk, "title": evidence.title, "revision": revision.number,
        "sha256": revision.sha256, "sm3": revision.sm3,
    }  # fmt: skip
