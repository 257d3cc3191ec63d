"""The folder that a result is written into: one audit at a time, and taken up only when asked.

While an audit is under way, or after it was stopped, the folder holds `work`, with what has been
finished. The last thing that an audit does is to take it away.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from mingzheng.errors import OutputError
from mingzheng.records.parts import writing

WORK, DISCARDED = "work", ".work"
LOCK, BEGUN = "lock", "begun.json"
LISTED = frozenset({"verdicts", "subjects", "report.html", "documents.html"})
"""What stays in a result where an audit is taken up, and the workbooks; see `audit.steps`."""
OURS = frozenset(
    {
        "run.json", "timing.json", "statistics.parquet", "rejects.parquet",
        "reconciliation.parquet", "examples.parquet", "originals.parquet", "originals.json",
        "documents.json",
        WORK, DISCARDED, *LISTED,
    }
)  # fmt: skip
"""What a run writes into its result folder, beside breaches*.xlsx."""


@dataclass(frozen=True)
class Begun:
    """What an audit was asked when it began, to say what has changed where it is taken up."""

    evidence: str
    version: str
    code: str
    as_of: str
    parameters: Mapping[str, str]

    def note(self, work: Path) -> None:
        """Leave it in the work folder."""
        with writing(work):
            replaced = work / f"{BEGUN}.partial"
            replaced.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
            replaced.rename(work / BEGUN)


def begun(work: Path) -> Begun | None:
    """What the audit that was stopped had been asked; None where there is none, or it is damaged."""
    try:
        return Begun(**json.loads((work / BEGUN).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def opened(result: Path, *, resume: bool) -> Iterator[Path]:
    """The work folder of a result folder, held by this process alone.

    resume: take up the audit that was stopped there. Raises OutputError where the folder holds
    other files, where another process is at work in it, where an audit was stopped there and
    nobody asked to take it up, and where none was stopped that could be.
    """
    work = result / WORK
    with writing(result):
        result.mkdir(parents=True, exist_ok=True)
        refuse_foreign([path.name for path in result.iterdir()], result)
        work.mkdir(exist_ok=True)
        lock = (work / LOCK).open("a+", encoding="utf-8")
    with lock:
        with writing(result):
            _hold(lock, result)
            _agree(result, work, resume=resume)
            kept = {WORK, *(LISTED if resume else ())}
            clear(result, OURS - kept, workbooks=not resume)
        yield work


def discard(work: Path) -> None:
    """Take the work folder away, at once: what is left half removed is nobody's work."""
    discarded = work.with_name(DISCARDED)
    shutil.rmtree(discarded, ignore_errors=True)
    work.rename(discarded)
    shutil.rmtree(discarded, ignore_errors=True)


def is_workbook(name: str) -> bool:
    """Is it a workbook that a run wrote?"""
    return name.startswith("breaches") and name.endswith(".xlsx")


def refuse_foreign(names: Collection[str], result: Path | str) -> None:
    """Raises OutputError where a folder with these names in it holds what no run wrote."""
    foreign = sorted(name for name in names if name not in OURS and not is_workbook(name))
    if foreign and not {"run.json", WORK} & set(names):
        raise OutputError(
            zh=f"结果文件夹 {result} 里已有别的文件（如 {foreign[0]}）：请另选一个空文件夹。",
            en=f"The result folder {result} holds other files (such as {foreign[0]}): choose an empty one.",
        )


def finished_already(result: Path | str) -> OutputError:
    """What to say where an audit that is finished is to be taken up."""
    return OutputError(
        zh=f"{result} 里的审计已经完成，没有可以接着做的。要重新审计，请去掉 --resume。",
        en=f"The audit in {result} is finished: there is nothing to go on with. To audit anew, leave --resume out.",
    )


def _hold(lock: IO[str], result: Path) -> None:
    """Nobody else is at work in the folder. The system lets go when a process ends, however."""
    path = result / WORK / LOCK
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        mine = path.stat().st_ino == os.fstat(lock.fileno()).st_ino
    except (BlockingIOError, FileNotFoundError):
        mine = False  # at work, or done this instant
    if not mine:
        raise _busy(lock, result)
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def _busy(lock: IO[str], result: Path) -> OutputError:
    lock.seek(0)
    process = lock.read().strip() or "?"
    return OutputError(
        zh=f"另一个审计（进程 {process}）正在写入 {result}：请等它结束，或用 -o 另选文件夹。",
        en=f"Another audit (process {process}) is writing to {result}: wait for it to end, or name another folder with -o.",
    )


def _agree(result: Path, work: Path, *, resume: bool) -> None:
    """Raises OutputError unless what is asked for fits what is there."""
    stopped = (work / BEGUN).exists()
    if stopped and not resume:
        raise OutputError(
            zh=f"{result} 里有一次中断的审计。要接着做，请加 --resume；要从头开始，请删除该文件夹，或用 -o 另选。",
            en=f"{result} holds an audit that was stopped. To go on with it, add --resume; to begin anew, delete the folder, or name another with -o.",
        )
    if resume and not stopped and (result / "run.json").exists():
        with suppress(OSError):
            discard(work)
        raise finished_already(result)


def clear(result: Path, names: Collection[str], *, workbooks: bool) -> None:
    """Take away what a run before wrote under these names, and its workbooks."""
    for path in result.iterdir():
        if path.name in names or (workbooks and is_workbook(path.name)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
