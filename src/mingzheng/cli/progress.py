"""What an audit tells while it works: stages, rates, and the time left for reading."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text as Words

from mingzheng.cli.estimates import expected_rows
from mingzheng.language import Text
from mingzheng.records.stages import named

ENGINE = ("join", "judge", "list", "report", "put")
QUIET_SECONDS = 5.0
"""How often a table is spoken of where nobody watches."""
REPORT_SECONDS = 1.0
"""How often a program is told."""


class Rate(ProgressColumn):
    """Rows per second."""

    def render(self, task: Task) -> Words:
        """The speed of one table."""
        return Words(f"{task.speed:,.0f}/s" if task.speed else "", style="dim")


class Telling:
    """Calls `(stage or table, rows done)` from any thread become a picture on standard error."""

    def __init__(self, *, to_program: bool = False) -> None:
        """`to_program`: a JSON object for each step, for whoever started this to read."""
        self._to_program = to_program
        self._expected: dict[str, int] = {}
        self._watched = sys.stderr.isatty() and not to_program
        self._quiet = REPORT_SECONDS if to_program else QUIET_SECONDS
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            Rate(), TimeRemainingColumn(), TimeElapsedColumn(), console=Console(stderr=True),
            disable=not self._watched,
        )  # fmt: skip
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._spoken: dict[str, float] = {}
        self._lock = threading.Lock()
        self._start = time.monotonic()

    def __enter__(self) -> Telling:
        self._progress.start()
        _say_if_compiling()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def __call__(self, stage: str, rows: int) -> None:
        """Note how far a stage is."""
        with self._lock:
            now = time.monotonic()
            self._began.setdefault(stage, now)
            if self._watched:
                self._show(stage, rows)
            elif stage in ENGINE or now - self._spoken.get(stage, 0) > self._quiet:
                self._spoken[stage] = now
                if self._to_program:
                    self._report(stage, rows)
                else:
                    self._speak(stage, rows, now)

    def expect(self, evidence: Path) -> None:
        """Know how much an evidence folder holds, to tell the time that is left."""
        self._expected = expected_rows(evidence)

    def say(self, text: Text) -> None:
        """A line that stays, above what moves."""
        self._progress.console.print(str(text), highlight=False, markup=False, soft_wrap=True)

    def seconds(self) -> dict[str, float]:
        """When each stage began, in seconds after the start."""
        return {f"began_{s}": round(at - self._start, 2) for s, at in self._began.items()}

    def _show(self, stage: str, rows: int) -> None:
        expected = self._expected.get(stage)
        if stage not in self._tasks:
            if stage in ENGINE:
                self._finish()
            self._tasks[stage] = self._progress.add_task(str(named(stage)), total=expected)
        total = max(expected, rows) if expected else None
        self._progress.update(self._tasks[stage], completed=rows, total=total)

    def _finish(self) -> None:
        for task in self._progress.tasks:
            if not task.finished:
                self._progress.update(
                    task.id, total=task.completed or 1, completed=task.completed or 1
                )

    def _report(self, stage: str, rows: int) -> None:
        step = {"stage": stage, "rows": rows, "expected": self._expected.get(stage)}
        print(json.dumps(step), file=sys.stderr, flush=True)  # noqa: T201 - this is what it is for

    def _speak(self, stage: str, rows: int, now: float) -> None:
        line = f"[{now - self._start:6.1f} s] {named(stage)}"
        if rows:
            rate = rows / max(now - self._began[stage], 0.001)
            line += f" {rows:,}"
            expected = self._expected.get(stage)
            if expected and rate:
                left = max(expected - rows, 0) / rate
                line += f" / ~{expected:,}, {rate:,.0f}/s, ~{left:.0f} s"
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is what it is for


def _say_if_compiling() -> None:
    """First use compiles the certificate reader: say so, or it looks stuck."""
    from mingzheng.certificates import compiled

    if not compiled():
        message = Text(
            zh="首次使用：正在编译证书读取器（约一分钟，之后有缓存）…",
            en="First use: compiling the certificate reader (about a minute, cached afterwards)…",
        )
        print(message, file=sys.stderr, flush=True)  # noqa: T201 - also where nobody watches
