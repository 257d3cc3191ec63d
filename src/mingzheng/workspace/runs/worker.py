"""The worker: claims runs, makes each by `mingzheng audit … --resume`, and can be killed any time.

What an audit has finished lies in the result folder; whoever takes the run up goes on from there.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import time
import uuid
from pathlib import Path

from django.db import close_old_connections

from mingzheng.errors import MingzhengError
from mingzheng.workspace.runs import evidence, queue, reading
from mingzheng.workspace.runs.archives import ARRIVING
from mingzheng.workspace.runs.auditing import BEAT, Heard, audit
from mingzheng.workspace.runs.models import FOLDER, Run
from mingzheng.workspace.site.folder import Workspace

DONE = {0, 1, 3, 4}
"""Exit statuses of an audit that wrote a whole result; see `mingzheng audit --help`."""
REFUSED = 2
FORGOTTEN = 24 * 3600
"""Seconds after which what half an upload left behind is taken away."""


def work(workspace: Workspace, *, until_idle: bool = False) -> None:
    """Make runs for ever, or until none is waiting."""
    me = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
    while True:
        close_old_connections()
        # looking takes no lock: on SQLite a claim is a writer
        run = queue.claim(me) if Run.objects.filter(queue.waiting()).exists() else None
        if run is not None:
            _make(run, me, workspace)
        elif until_idle:
            return
        else:
            sweep(workspace)
            time.sleep(BEAT)


def _make(run: Run, me: str, workspace: Workspace) -> None:
    """One run, from wherever it stands to its end, unless it is taken away."""

    def going_on(heard: Heard) -> bool:
        close_old_connections()
        return queue.beat(
            run, worker=me, stage=heard.stage, rows=heard.rows, expected=heard.expected
        )

    if not reading.is_whole(run.folder):
        if not evidence.allowed(run.organisation, run.evidence):
            queue.fail(run, worker=me, failure="withdrawn")
            return
        status, heard = audit(run, workspace, going_on=going_on)
        if status is None:
            return
        if status not in DONE:
            failure = "refused" if status == REFUSED else "stopped"
            queue.fail(run, worker=me, failure=failure, said=heard.said)
            return
    try:
        facts, changed = reading.examine(run.folder)
    except MingzhengError as error:
        said = error.text.in_language("en" if run.begun_by.language == "en" else "zh")
        queue.fail(run, worker=me, failure="unreadable", said=said)
        return
    queue.finish(run, worker=me, facts=facts, notes=[["changed", *changed]] if changed else [])


def sweep(workspace: Workspace) -> None:
    """Take away what uploads left that were cut off by the end of the server."""
    before = time.time() - FORGOTTEN
    for path in (*workspace.files.glob("*.upload*"), *(workspace.files / FOLDER).glob("*")):
        if path.stat().st_mtime > before:
            continue
        if path.is_file():
            path.unlink(missing_ok=True)
        elif path.name.startswith(ARRIVING) or not _is_known(path):
            shutil.rmtree(path, ignore_errors=True)


def _is_known(folder: Path) -> bool:
    try:
        return bool(Run.objects.filter(key=uuid.UUID(folder.name)).exists())
    except ValueError:
        return False
