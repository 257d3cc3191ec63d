"""What a run leaves in its result folder step by step, each noted once it is there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mingzheng.audit.result_folder import LISTED, clear
from mingzheng.records.parts import writing


@dataclass(frozen=True)
class Steps:
    """The notes of one run.

    key says what all of its output follows from: where it is another, nothing is taken over.
    """

    work: Path
    key: str

    @property
    def _notes(self) -> Path:
        return self.work / f"steps-{self.key}"

    def open(self) -> None:
        """Where nothing of the same was begun, clear what a run before has listed."""
        with writing(self.work):
            for others in self.work.glob("steps-*"):
                if others != self._notes:
                    shutil.rmtree(others)
            if not self._notes.exists():
                clear(self.work.parent, LISTED, workbooks=True)
            self._notes.mkdir(exist_ok=True)

    def done(self, step: str) -> bool:
        """Was the step noted?"""
        return (self._notes / step).exists()

    def note(self, step: str) -> None:
        """Note that a step is done."""
        (self._notes / step).touch()

    def once(self, path: Path, write: Callable[[Path], None]) -> None:
        """Have a file of the result written, unless that is done.

        `write` is given a path beside it and may write nothing; a file appears whole or not at all.
        """
        step = f"{path.parent.name}.{path.name}"
        if self.done(step):
            return
        with writing(path):
            partial = self._notes / f"{step}.partial"
            partial.unlink(missing_ok=True)
            write(partial)
            path.parent.mkdir(exist_ok=True)
            if partial.exists():
                partial.replace(path)
            self.note(step)
