"""An audit as a process of its own: how it is started, what it says, how it is ended."""

from __future__ import annotations

import json
import os
import subprocess
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import IO

from mingzheng.privacy import mask_text
from mingzheng.workspace import leash
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.site.folder import Workspace

BEAT = 2.0
"""Seconds between looks at an audit under way."""
GRACE = 10
"""Seconds that an audit has to end by itself before it is killed."""
_KEPT_LINES = 20
_KEPT_LETTERS = 2000


@dataclass
class Heard:
    """What an audit last said on its standard error."""

    stage: str = ""
    rows: int = 0
    expected: int | None = None
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT_LINES))

    def listen(self, stream: IO[str]) -> None:
        """Read until the audit ends; steps are JSON, everything else is said to people."""
        for line in stream:
            try:
                step = json.loads(line)
                self.stage, self.rows = str(step["stage"])[:40], int(step["rows"])
                self.expected = None if step["expected"] is None else int(step["expected"])
            except (ValueError, LookupError, TypeError):
                self.lines.append(line)

    @property
    def said(self) -> str:
        """Its last words, masked."""
        return mask_text("".join(self.lines).strip())[-_KEPT_LETTERS:]


def audit(
    run: Run, workspace: Workspace, *, going_on: Callable[[Heard], bool]
) -> tuple[int | None, Heard]:
    """Make a run; gives the exit status, None where `going_on` ended it."""
    run.folder.parent.mkdir(mode=0o700, exist_ok=True)
    heard = Heard()
    with leash.start(
        "from mingzheng.cli import main; main()", _words(run, workspace),
        _environment(run.begun_by.language), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        listener = Thread(target=heard.listen, args=(process.stderr,), daemon=True)
        listener.start()
        try:
            while (status := _status(process)) is None and going_on(heard):
                pass
        finally:
            _end(process)
        listener.join()
    return status, heard


def _status(process: subprocess.Popen[str]) -> int | None:
    try:
        return process.wait(BEAT)
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()


def _words(run: Run, workspace: Workspace) -> list[str]:
    words = ["audit", run.evidence, "-o", str(run.folder), "--json", "--resume", "--progress-json"]
    if run.as_of is not None:
        words += ["--as-of", run.as_of.isoformat()]
    if workspace.audit_memory:
        words += ["--memory", workspace.audit_memory]
    if workspace.audit_threads:
        words += ["--threads", str(workspace.audit_threads)]
    return words


def _environment(language: str) -> dict[str, str]:
    """What an audit may know: nothing of the workspace, its database least of all."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MINGZHENG_")}
    return kept | {"MINGZHENG_LANG": "en" if language == "en" else "zh", "PYTHONUTF8": "1"}
