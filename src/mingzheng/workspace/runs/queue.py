"""What workers do to runs: claim one, keep it, end it. Any number of workers may.

A claim is a transaction that locks a row others skip (PostgreSQL), or the only writer (SQLite). A
worker keeps a run by its heartbeat; a run whose heartbeat is older than `LEASE` was interrupted,
and whoever comes next takes it up.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.runs.states import LIFE, RunState

LEASE = dt.timedelta(seconds=30)
MOST_ATTEMPTS = 5
"""Times that a run is taken up by itself: what ends every worker must not go round for ever."""


def waiting() -> Q:
    """Runs that want a worker now."""
    stale = Q(heartbeat__lt=timezone.now() - LEASE)
    return Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING) & stale


@transaction.atomic
def claim(worker: str) -> Run | None:
    """The next run, now this worker's; None where none is waiting."""
    run: Run | None = (
        Run.objects.select_for_update(skip_locked=True).filter(waiting()).order_by("pk").first()
    )
    if run is None:
        return None
    if run.attempts >= MOST_ATTEMPTS:
        fail(run, worker=run.worker, failure="interrupted")
        return None
    verb = "run.begin" if run.state == RunState.QUEUED else "run.take_up"
    Run.objects.filter(pk=run.pk).update(
        worker=worker, heartbeat=timezone.now(), attempts=run.attempts + 1, failure="", said="",
        ended_at=None,
    )  # fmt: skip
    return LIFE.move(run, by=None, verb=verb)


def beat(run: Run, *, worker: str, stage: str, rows: int, expected: int | None) -> bool:
    """Say that the worker still has the run; False where it has lost it, as to a cancellation."""
    held = _held(run, worker)
    return bool(held.update(heartbeat=timezone.now(), stage=stage, rows=rows, expected=expected))


@transaction.atomic
def finish(run: Run, *, worker: str, facts: dict[str, Any], notes: list[list[str]]) -> bool:
    """The result is whole; False where the worker had lost the run."""
    if not _end(run, worker, facts=facts, notes=notes, as_of=facts["as_of"]):
        return False
    LIFE.move(run, by=None, verb="run.finish", details={"fingerprint": facts["fingerprint"]})
    return True


@transaction.atomic
def fail(run: Run, *, worker: str, failure: str, said: str = "") -> bool:
    """It could not be done; False where the worker had lost the run."""
    if not _end(run, worker, failure=failure, said=said):
        return False
    LIFE.move(run, by=None, verb="run.fail", details={"failure": failure})
    return True


def _end(run: Run, worker: str, **found: Any) -> bool:
    return bool(_held(run, worker).update(ended_at=timezone.now(), **found))


def _held(run: Run, worker: str) -> Any:
    return Run.objects.filter(pk=run.pk, state=RunState.RUNNING, worker=worker)
