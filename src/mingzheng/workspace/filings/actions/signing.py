"""Checking, signing and submitting: what the unit does with a filing once it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.filings import checks, papers
from mingzheng.workspace.filings.actions.filings import demand_open
from mingzheng.workspace.filings.content import annex_of, sealed
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Filing, Paper, Signature
from mingzheng.workspace.filings.states import LIFE, State
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.transitions import locked

Place = Signature.Place
SIGNING = {Place.OFFICER: "filing.sign_as_officer", Place.HEAD: "filing.sign_as_head"}
TURNS = {Place.OFFICER: State.CHECKED, Place.HEAD: State.SIGNED_BY_OFFICER}
"""When it is whose turn."""


@transaction.atomic
def check(*, by: User, filing: Filing, version: int, confirmed: Collection[str] = ()) -> Filing:
    """Close the content: no error is left, each warning was confirmed by its key.

    The paper that will be signed is made here, and the digests of content and paper are kept.
    Raises `WorkspaceError`, which says what is left to do.
    """
    require(by, "filing.check", filing)
    held = locked(filing, version=version)
    if held.state == State.DRAFT:
        remarks = checks.check(held)
        if left := [each for each in remarks if each.blocks or each.key not in confirmed]:
            zh = "；".join(each.text.zh for each in left[:SHOWN])
            en = "; ".join(each.text.en for each in left[:SHOWN])
            raise WorkspaceError(zh=f"还不能通过：{zh}", en=f"can't be closed yet: {en}")
        _close(held, remarks)
    told = {"confirmed": [each["key"] for each in held.confirmed], "sha256": held.sha256,
            "sm3": held.sm3}  # fmt: skip
    return LIFE.move(filing, by=by, verb="filing.check", version=version, details=told)


SHOWN = 5
"""Remarks in a message; the page has them all."""


def _close(held: Filing, remarks: list[checks.Remark]) -> None:
    held.edition = held.campaign.in_force
    held.annex = annex_of(held)
    held.confirmed = [
        {"key": each.key, "zh": each.text.zh, "en": each.text.en} for each in remarks
    ]
    held.sha256, held.sm3 = sealed(held)
    held.save(update_fields=["edition", "annex", "confirmed", "sha256", "sm3"])
    papers.keep(held, Paper.Sort.FILING)


@transaction.atomic
def sign(*, by: User, filing: Filing, place: Place, version: int) -> Filing:
    """Sign content and paper, as the officer or as the responsible person: never both.

    Raises `WorkspaceError` where the same person signed already, or something differs from what
    was checked.
    """
    verb = SIGNING[place]
    require(by, verb, filing)
    held = locked(filing, version=version)
    if held.state != TURNS[place]:
        return LIFE.move(filing, by=by, verb=verb, version=version)
    if held.signatures.filter(user=by, withdrawn_at=None).exists():
        raise WorkspaceError(
            zh="经办人和负责人须是两个不同的人：您已经签署过",
            en="officer and responsible person are two persons: you have signed already",
        )
    paper = _as_checked(held)
    told = {"sha256": held.sha256, "sm3": held.sm3, "paper": paper.sha256}
    moved = LIFE.move(filing, by=by, verb=verb, version=version, details=told)
    Signature.objects.create(
        filing=held, place=place, user=by, name=by.name, content_sha256=held.sha256,
        content_sm3=held.sm3, paper_sha256=paper.sha256, paper_sm3=paper.sm3,
    )  # fmt: skip
    return moved


def _lateness(held: Filing) -> tuple[dt.date | None, int | None]:
    """Deadline, and days after it; of a correction both are those of what it corrects."""
    if held.corrects is not None:
        return held.corrects.due, held.corrects.days_late
    due = held.deadline
    return due, max(0, (timezone.localdate() - due).days) if due else None


def _as_checked(held: Filing) -> Paper:
    """The paper, if it and the content are what was checked."""
    paper: Paper = held.papers.get(sort=Paper.Sort.FILING, withdrawn_at=None)
    if sealed(held) != (held.sha256, held.sm3) or not papers.unchanged(paper):
        raise WorkspaceError(
            zh="内容或文件与校验时不同，请退回修改后重新校验",
            en="content or paper is not what was checked: reopen it and check again",
        )
    return paper


@transaction.atomic
def submit(*, by: User, filing: Filing, version: int) -> Filing:
    """Hand it in. After the deadline it is taken all the same, and recorded as late.

    The audit behind it can be seen by whoever receives it from now on.
    """
    require(by, "filing.submit", filing)
    held = locked(filing, version=version)
    told: dict[str, object] = {}
    if held.state == State.SIGNED_BY_HEAD:
        if held.corrects_id is None:  # what was returned is supplemented whenever it is done
            demand_open(held.campaign, Kind(held.kind))
        paper = _as_checked(held)
        held.submitted_at = timezone.now()
        held.due, held.days_late = _lateness(held)
        held.save(update_fields=["due", "submitted_at", "days_late"])
        # not by an action of its own: it is a part of this one, and of its entry
        Run.objects.filter(pk=held.run_id, shared=False).update(
            shared=True, version=F("version") + 1
        )
        told = {
            "to": held.recipient.name, "due": held.due.isoformat() if held.due else None,
            "days_late": held.days_late, "sha256": held.sha256, "paper": paper.sha256,
            "run": held.run_id,
        }  # fmt: skip
    return LIFE.move(filing, by=by, verb="filing.submit", version=version, details=told)


@transaction.atomic
def reopen(*, by: User, filing: Filing, version: int, reason: str) -> Filing:
    """Before it is submitted: go back to writing. Signatures and paper hold no more."""
    held = locked(filing, version=version)
    moved = LIFE.move(filing, by=by, verb="filing.reopen", version=version, reason=reason)
    now = timezone.now()
    held.signatures.filter(withdrawn_at=None).update(withdrawn_at=now)
    held.papers.filter(withdrawn_at=None).update(withdrawn_at=now)
    held.evidence.filter(sealed=True, withdrawn_at=None).update(withdrawn_at=now)
    Filing.objects.filter(pk=held.pk).update(
        edition=None, annex={}, confirmed=[], sha256="", sm3=""
    )
    moved.refresh_from_db()
    return moved
