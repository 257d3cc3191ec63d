"""Every action on a run: who may, from which states, one entry each; and whose runs are seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from mingzheng.errors import WorkspaceError

ROLES = ["OFFICER", "HEAD", "AUDITOR", "READER", "INSPECTOR", "APPROVER", "ORGANISER"]
MAKERS = {"OFFICER", "AUDITOR"}
MAY = {
    "upload": MAKERS,
    "order": MAKERS,
    "cancel": {*MAKERS, "HEAD"},
    "resume": {*MAKERS, "HEAD"},
    "share": {"HEAD"},
    "unshare": {"HEAD"},
}


@pytest.fixture
def allowed(person: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An officer, and a folder that their authority may have audited."""
    from dataclasses import replace

    from mingzheng.workspace.people.roles import Role

    officer = person(Role.OFFICER)
    (tmp_path / "evidence" / "tables").mkdir(parents=True)
    (tmp_path / "elsewhere" / "tables").mkdir(parents=True)
    (tmp_path / "evidence" / "link").symlink_to(tmp_path / "elsewhere")
    roots = {officer.membership.organisation.name: (str(tmp_path / "evidence"),)}
    monkeypatch.setattr(settings, "WORKSPACE", replace(settings.WORKSPACE, evidence=roots))
    return officer, tmp_path / "evidence"


def ordered(officer: Any, folder: Path) -> Any:
    from mingzheng.workspace.runs import actions

    organisation = officer.membership.organisation
    return actions.order(
        by=officer, organisation=organisation, name="审计", folder=str(folder), as_of=None
    )


def entries() -> list[str]:
    from mingzheng.workspace.journal.models import Entry

    return [entry.verb for entry in Entry.objects.order_by("number")]


def test_all_ways_between_all_states(allowed: Any) -> None:
    from mingzheng.workspace.people.permissions import NotAllowed
    from mingzheng.workspace.runs.models import Run
    from mingzheng.workspace.runs.states import LIFE, RunState
    from mingzheng.workspace.transitions import IllegalTransition

    officer, folder = allowed
    run = ordered(officer, folder)
    for way in LIFE.transitions:
        for state in RunState:
            Run.objects.filter(pk=run.pk).update(state=state)
            by, before = (None if way.by_system else officer), len(entries())
            if state in way.sources:
                assert LIFE.move(run, by=by, verb=way.verb).state == way.target
                assert entries()[before:] == [way.verb]
            else:
                with pytest.raises(IllegalTransition):
                    LIFE.move(run, by=by, verb=way.verb)
                assert len(entries()) == before
            if way.by_system:
                with pytest.raises((NotAllowed, IllegalTransition)):
                    LIFE.move(run, by=officer, verb=way.verb)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(
    role: str, allowed: Any, person: Callable[..., Any], upload: Callable[..., Any]
) -> None:
    from mingzheng.workspace.people.permissions import NotAllowed
    from mingzheng.workspace.people.roles import Role
    from mingzheng.workspace.runs import actions
    from mingzheng.workspace.runs.models import Run

    officer, folder = allowed
    by = officer if role == "OFFICER" else person(Role[role])
    own = officer.membership.organisation
    done, queued = upload(officer), ordered(officer, folder)
    acts: dict[str, Callable[[], Any]] = {
        "upload": lambda: upload(by),
        "order": lambda: actions.order(
            by=by, organisation=own, name="", folder=str(folder), as_of=None
        ),
        "cancel": lambda: actions.cancel(by=by, run=queued),
        "resume": lambda: actions.resume(by=by, run=queued),
        "share": lambda: actions.share(by=by, run=done),
        "unshare": lambda: actions.unshare(by=by, run=done),
    }
    for name, act in acts.items():
        if name == "resume":
            Run.objects.filter(pk=queued.pk).update(state="failed")
        if name == "unshare":
            Run.objects.filter(pk=done.pk).update(shared=True)
        before = len(entries())
        if role in MAY[name]:
            act()
            assert entries()[before:] == [f"run.{name}"]
        else:
            with pytest.raises(NotAllowed):
                act()
            assert len(entries()) == before


def test_only_folders_below_a_root_can_be_audited(allowed: Any, tmp_path: Path) -> None:
    from mingzheng.workspace.runs.models import Run

    officer, folder = allowed
    for other in (tmp_path / "elsewhere", folder / "link", folder / "..", Path("/etc")):
        with pytest.raises(WorkspaceError):
            ordered(officer, other)
    assert Run.objects.count() == 0


def test_half_an_upload_leaves_nothing(
    allowed: Any, upload: Callable[..., Any], archive: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from dataclasses import replace

    from mingzheng.errors import MingzhengError
    from mingzheng.workspace.runs.models import Run

    officer, _ = allowed
    files = settings.WORKSPACE.files / "runs"
    before = set(files.iterdir()) if files.exists() else set()
    broken = tmp_path / "broken.zip"
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    broken.write_bytes(content)
    with pytest.raises(MingzhengError):
        upload(officer, broken)
    monkeypatch.setattr(settings, "WORKSPACE", replace(settings.WORKSPACE, largest_upload=0))
    with pytest.raises(WorkspaceError):
        upload(officer)
    assert set(files.iterdir()) == before
    assert (Run.objects.count(), entries().count("run.upload")) == (0, 0)


def test_a_claim_is_one_workers(allowed: Any) -> None:
    from mingzheng.workspace.runs import actions, queue
    from mingzheng.workspace.runs.models import Run

    officer, folder = allowed
    run = ordered(officer, folder)
    claimed = queue.claim("first")
    assert claimed == run
    assert queue.claim("second") is None
    assert queue.beat(run, worker="first", stage="join", rows=1, expected=None)
    assert not queue.beat(run, worker="second", stage="join", rows=1, expected=None)
    long_ago = claimed.heartbeat - 2 * queue.LEASE
    for attempt in range(2, queue.MOST_ATTEMPTS + 1):
        Run.objects.filter(pk=run.pk).update(heartbeat=long_ago)
        assert queue.claim(f"number {attempt}") == run
    assert not queue.finish(run, worker="first", facts={"as_of": "2022-10-30"}, notes=[])
    Run.objects.filter(pk=run.pk).update(heartbeat=long_ago)
    assert queue.claim("one too many") is None
    run.refresh_from_db()
    assert (run.state, run.failure) == ("failed", "interrupted")
    actions.resume(by=officer, run=run)
    assert queue.claim("afterwards") == run
    actions.cancel(by=officer, run=run)
    assert not queue.beat(run, worker="afterwards", stage="join", rows=1, expected=None)
    assert entries()[-3:] == ["run.resume", "run.begin", "run.cancel"]
