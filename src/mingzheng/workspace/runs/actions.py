"""Every write of persons about audit runs: one transaction, one entry of the journal."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.runs import evidence, reading
from mingzheng.workspace.runs.archives import ARRIVING, unpacked
from mingzheng.workspace.runs.models import FOLDER, Run
from mingzheng.workspace.runs.states import LIFE, RunState
from mingzheng.workspace.transitions import locked

UNPACKED = 8
"""How many times the largest upload a result may be once unpacked."""
_MIB = 1 << 20


def upload(*, by: User, organisation: Organisation, name: str, file: IO[bytes], size: int) -> Run:
    """Take over a result folder as `mingzheng audit` wrote it, compressed as a ZIP file.

    Raises `WorkspaceError` where the file is too large or no result, and `OutputError` where the
    seal doesn't hold: it names what differs. Nothing is left then.
    """
    require(by, "run.upload", organisation)
    limit = largest_upload()
    if size > limit:
        raise WorkspaceError(
            zh=f"文件超过 {settings.WORKSPACE.largest_upload} MiB 的上限，未接收",
            en=f"the file is larger than the limit of {settings.WORKSPACE.largest_upload} MiB",
        )
    key = uuid.uuid4()
    arriving = settings.WORKSPACE.files / FOLDER / f"{ARRIVING}{key}"
    with unpacked(file, arriving, most_bytes=UNPACKED * limit) as arrived:
        facts, changed = reading.examine(arrived.folder)
        notes = [["changed", *changed], ["left_out", *arrived.left_out[:50]]]
        with transaction.atomic():
            run = Run.objects.create(
                organisation=organisation, key=key, name=name, source=Run.Source.UPLOADED,
                state=RunState.FINISHED, begun_by=by, as_of=facts["as_of"], facts=facts,
                notes=[note for note in notes if len(note) > 1],
            )  # fmt: skip
            record(
                by=by, verb="run.upload", thing=run, details={"fingerprint": facts["fingerprint"]}
            )
            # killed after this, the folder belongs to no run: the worker sweeps it up
            arrived.folder.rename(run.folder)
    return run


def largest_upload() -> int:
    """Octets of the largest result that can be uploaded."""
    limit: int = settings.WORKSPACE.largest_upload * _MIB
    return limit


@transaction.atomic
def order(
    *, by: User, organisation: Organisation, name: str, folder: str, as_of: dt.date | None
) -> Run:
    """Ask for an audit of a folder on the server; a worker makes it.

    Raises `WorkspaceError` where the organisation may not have that folder audited.
    """
    require(by, "run.order", organisation)
    if not evidence.allowed(organisation, folder):
        raise WorkspaceError(
            zh="这个文件夹不在本机构可审计的范围内",
            en="this is no folder that your organisation may have audited",
        )
    run = Run.objects.create(
        organisation=organisation, name=name, source=Run.Source.MADE, evidence=folder,
        as_of=as_of, begun_by=by, state=LIFE.initial,
    )  # fmt: skip
    record(by=by, verb="run.order", thing=run, details={"as_of": str(as_of) if as_of else None})
    return run


@transaction.atomic
def cancel(*, by: User, run: Run) -> Run:
    """Stop it; its worker sees that at its next beat and ends the audit."""
    return LIFE.move(run, by=by, verb="run.cancel")


@transaction.atomic
def resume(*, by: User, run: Run) -> Run:
    """Go on where it stopped."""
    Run.objects.filter(pk=run.pk).update(attempts=0)
    return LIFE.move(run, by=by, verb="run.resume")


def share(*, by: User, run: Run) -> Run:
    """Let province and ministry see it."""
    return _share(by, run, verb="run.share", shared=True)


def unshare(*, by: User, run: Run) -> Run:
    """No longer let them."""
    return _share(by, run, verb="run.unshare", shared=False)


@transaction.atomic
def _share(by: User, run: Run, *, verb: str, shared: bool) -> Run:
    require(by, verb, run)
    held: Any = locked(run)
    if not held.finished or held.shared == shared:
        raise WorkspaceError(
            zh="只有已完成的审计可以共享，且每次只能改变一次",
            en="only a finished audit can be shared, or no longer shared, and only once",
        )
    if not shared and held.filings.exclude(submitted_at=None).exists():
        raise WorkspaceError(
            zh="这次审计已随报送材料提交，不能停止共享",
            en="it stands behind a filing that was submitted, and stays shared",
        )
    held.shared = shared
    held.version += 1
    held.save(update_fields=["shared", "version"])
    record(by=by, verb=verb, thing=held)
    run.refresh_from_db()
    return run
