"""Many workers at once, on both databases: each run is one worker's."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

WORKERS, RUNS = 6, 24


@pytest.fixture
def waiting(migrated: str) -> Iterator[list[Any]]:
    """Runs that are really written: half queued, half left by a worker that was killed."""
    from mingzheng.workspace.people.models import Organisation, User
    from mingzheng.workspace.people.roles import Kind
    from mingzheng.workspace.runs.models import Run
    from mingzheng.workspace.runs.states import RunState

    seat = Organisation.objects.get(code="31")
    own = Organisation.objects.create(kind=Kind.AUTHORITY, name="排队的机构", seat=seat)
    by = User.objects.create(username="who-ordered", name="经办人")
    left = {"state": RunState.RUNNING, "worker": "gone", "heartbeat": "2022-01-01T00:00:00Z"}
    runs = [
        Run.objects.create(
            organisation=own, name=str(n), source=Run.Source.MADE, begun_by=by,
            **(left if n % 2 else {}),
        )
        for n in range(RUNS)
    ]  # fmt: skip
    yield runs
    for each in (*runs, own, by):
        each.delete()


def test_workers_that_claim_at_once_never_share_a_run(waiting: list[Any]) -> None:
    from django.db import connection

    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.runs import queue
    from mingzheng.workspace.runs.models import Run

    before = Entry.objects.count()
    together = Barrier(WORKERS)

    def work(worker: str) -> list[int]:
        together.wait()
        mine = []
        while run := queue.claim(worker):
            mine.append(run.pk)
            assert queue.beat(run, worker=worker, stage="", rows=0, expected=None)
        connection.close()
        return mine

    names = [f"worker {n}" for n in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        claimed = dict(zip(names, pool.map(work, names), strict=True))
    assert sorted(pk for mine in claimed.values() for pk in mine) == [run.pk for run in waiting]
    assert Entry.objects.count() == before + RUNS
    for run in Run.objects.filter(pk__in=[run.pk for run in waiting]):
        assert run.pk in claimed[run.worker]
        assert (run.state, run.attempts) == ("running", 1)


def test_a_worker_that_lost_its_run_neither_keeps_nor_ends_it(waiting: list[Any]) -> None:
    from mingzheng.workspace.runs import queue

    run = queue.claim("first")
    assert run is not None
    run.heartbeat = "2022-01-01T00:00:00Z"
    run.save(update_fields=["heartbeat"])
    while (taken := queue.claim("second")) != run:
        assert taken is not None
    assert not queue.beat(run, worker="first", stage="rules", rows=1, expected=None)
    assert not queue.finish(run, worker="first", facts={"as_of": "2022-10-30"}, notes=[])
    assert not queue.fail(run, worker="first", failure="stopped")
    run.refresh_from_db()
    assert (run.state, run.worker, run.attempts) == ("running", "second", 2)
