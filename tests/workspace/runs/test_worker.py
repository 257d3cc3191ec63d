"""A real worker on a real audit, killed, cancelled and taken up again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mingzheng.workspace.site.folder import prepare

WORKER = ["-m", "mingzheng.workspace.runs"]
PERSON = """
import datetime as dt
import sys
from pathlib import Path
from mingzheng.workspace import serving
serving.start(Path(sys.argv[1]))
from mingzheng.workspace.people.models import Membership, Organisation, User
from mingzheng.workspace.people.registration import establish
from mingzheng.workspace.people.roles import Kind, Role
from mingzheng.workspace.runs import actions
establish()
own = Organisation.objects.create(
    kind=Kind.AUTHORITY, name="某机构", seat=Organisation.objects.get(code="31")
)
by = User.objects.create(username="officer", name="经办人")
by.acting = Membership.objects.create(user=by, organisation=own, role=Role.OFFICER)
by.save()
run = actions.order(
    by=by, organisation=own, name="审计", folder=sys.argv[2], as_of=dt.date(2022, 10, 30)
)
print("order", flush=True)
for line in sys.stdin:
    run.refresh_from_db()
    getattr(actions, line.strip())(by=by, run=run)
    print(line, end="", flush=True)
"""


class Office:
    """A workspace folder with one authority and somebody there, and what its database says."""

    def __init__(self, folder: Path, person: subprocess.Popen[str]) -> None:
        self.folder = folder
        self.person = person
        self.done("order")

    def do(self, action: str) -> None:
        assert self.person.stdin is not None
        self.person.stdin.write(f"{action}\n")
        self.person.stdin.flush()
        self.done(action)

    def done(self, action: str) -> None:
        assert self.person.stdout is not None
        assert self.person.stdout.readline() == f"{action}\n"

    def worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *WORKER, str(self.folder), "--until-idle"])

    def ask(self, statement: str) -> Any:
        with closing(sqlite3.connect(self.folder / "workspace.sqlite3", timeout=30)) as database:
            found = database.execute(statement).fetchall()
            database.commit()
            return found

    @property
    def state(self) -> str:
        return str(self.ask("SELECT state FROM runs_run")[0][0])

    @property
    def auditing(self) -> int | None:
        """The process that audits, once it has begun."""
        begun = list((self.folder / "files" / "runs").glob("*/work/begun.json"))
        written = begun[0].with_name("lock").read_text() if begun else ""
        return int(written) if written.isdecimal() else None


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Somebody orders an audit of a little evidence."""
    evidence, folder = tmp_path / "roots" / "evidence", tmp_path / "workspace"
    (evidence / "tables").mkdir(parents=True)
    (evidence / "tables" / "applications.csv").write_text(
        "application_id,product,applied_at\nA1,signing,2022-03-01 09:00:00\n"
    )
    prepare(folder)
    with (folder / "workspace.toml").open("a") as settings:
        settings.write(f'audit_threads = 1\n[evidence]\n"某机构" = ["{tmp_path / "roots"}"]\n')
    words = [sys.executable, "-c", PERSON, str(folder), str(evidence)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as person:
        yield Office(folder, person)


def until(holds: Callable[[], object], worker: subprocess.Popen[bytes] | None = None) -> None:
    """Wait; not for ever where a worker that should bring it about has ended."""
    while not holds():
        assert worker is None or worker.poll() is None
        time.sleep(0.05)


def ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_killed_cancelled_and_resumed(office: Office) -> None:
    with office.worker() as worker:
        until(lambda: office.auditing, worker)
        audit = office.auditing
        assert audit is not None
        worker.send_signal(signal.SIGKILL)
    until(lambda: ended(audit))
    assert office.state == "running"

    office.ask("UPDATE runs_run SET heartbeat = '2022-01-01 00:00:00'")
    with office.worker() as worker:
        until(lambda: office.auditing not in {None, audit}, worker)
        second = office.auditing
        assert second is not None
        office.do("cancel")
        assert worker.wait() == 0
    assert ended(second)
    assert office.state == "cancelled"

    office.do("resume")
    with office.worker() as worker:
        assert worker.wait() == 0
    verbs = [verb for (verb,) in office.ask("SELECT verb FROM journal_entry ORDER BY number")]
    assert verbs[-7:] == [
        "run.order", "run.begin", "run.take_up", "run.cancel", "run.resume", "run.begin",
        "run.finish",
    ]  # fmt: skip
    (result,) = (office.folder / "files" / "runs").iterdir()
    assert (office.state, office.ask("SELECT as_of FROM runs_run")) == (
        "finished", [("2022-10-30",)]
    )  # fmt: skip
    assert (result / "run.json").exists()
    assert not (result / "work").exists()
