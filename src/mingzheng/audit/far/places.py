"""From places that only Spark reaches to folders of this machine, and back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingzheng.audit.engines.hadoop import Hadoop, check_url
from mingzheng.audit.engines.spark import Spark
from mingzheng.audit.engines.spark_session import start
from mingzheng.audit.engines.spark_tables import SharedUrl
from mingzheng.audit.far.asked import Question, asked_before, asked_now, changed
from mingzheng.audit.far.copies import SEAL, Progress, fetch, put_up
from mingzheng.audit.far.lock import Held, remove_scratch, result_held, scratch_held
from mingzheng.audit.result_folder import BEGUN, WORK, finished_already, refuse_foreign
from mingzheng.audit.run import Say, StartSpark
from mingzheng.errors import DiskFullError, MingzhengError, OutputError
from mingzheng.language import Text
from mingzheng.records.parts import writing

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@dataclass(frozen=True)
class Far:
    """What is asked: each place a URL or a path of this machine, and the Spark that reaches them.

    scratch: a local folder with room for the evidence. secrets: what of `settings` nothing shows.
    """

    evidence: str | Path
    result: str | Path
    question: Question
    scratch: Path
    master: str
    memory: int
    settings: Mapping[str, str]
    secrets: tuple[str, ...] = ()

    @property
    def here(self) -> Path:
        """The part of the scratch folder that is this audit's: the same for the same result."""
        named = self.result if isinstance(self.result, str) else self.result.resolve()
        return self.scratch.resolve() / hashlib.sha256(str(named).encode()).hexdigest()[:16]

    @property
    def evidence_here(self) -> Path:
        """The evidence, or its copy."""
        return self.evidence if isinstance(self.evidence, Path) else self.here / "evidence"

    @property
    def result_here(self) -> Path:
        """The result, or where it is made before it is put up."""
        return self.result if isinstance(self.result, Path) else self.here / "result"


@dataclass(frozen=True)
class AtHand:
    """Where an audit's evidence and result are while it lasts, and what computes it."""

    evidence: Path
    result: Path
    spark: StartSpark | None
    finished: dict[str, Any] | None = None
    """What run.json says where the audit was finished before and had only not been put up."""


def default_scratch() -> Path:
    """Where scratch folders lie if nobody says otherwise."""
    return Path(tempfile.gettempdir()) / f"mingzheng-{os.getuid()}"


@contextmanager
def at_hand(far: Far, *, resume: bool, progress: Progress, say: Say) -> Iterator[AtHand]:
    """Evidence and result within reach; without an error, the result is put up in the end.

    Raises PlaceError for places that can't be read or written, OutputError where somebody else
    is at work there, and where a stopped audit must be taken up or there is none that could be,
    EngineError as `spark_session.start`.
    """
    for place in (far.evidence, far.result):
        if isinstance(place, str):
            check_url(place)
    with scratch_held(far.here):
        session = start(
            far.master, folder=_empty(far.here / "spark"), memory=far.memory, settings=far.settings
        )
        try:
            with (
                _ended(session),
                brought(far, session, resume=resume, progress=progress, say=say) as near,
            ):
                yield near
        except BaseException:
            _leave(far, say)
            raise
        _remove(far.here, say)


@contextmanager
def _ended(session: SparkSession) -> Iterator[None]:
    try:
        yield
    finally:
        session.stop()


@contextmanager
def brought(
    far: Far, session: SparkSession, *, resume: bool, progress: Progress, say: Say
) -> Iterator[AtHand]:
    """As `at_hand`, by a session that goes on, in a scratch folder that is held and stays."""
    files, evidence, result = Hadoop(session, far.secrets), far.evidence_here, far.result_here
    with _held(far, files, resume=resume) as held:
        if isinstance(far.evidence, str):
            fetch(files, far.evidence, evidence, progress)
        spark = partial(
            Spark, master=far.master, memory=far.memory, session=session,
            tables=_tables(far, files),
        )  # fmt: skip
        with _named({evidence: far.evidence, result: far.result}):
            finished = _finished_of_the_same(far, resume=resume, say=say)
            yield AtHand(evidence, result, spark, finished)
        if held is not None:
            held.check()
            put_up(files, result, held.url, progress)


def _finished_of_the_same(far: Far, *, resume: bool, say: Say) -> dict[str, Any] | None:
    """What run.json says where a result lies here finished and the same is asked; None otherwise.

    What is asked now is noted, once a result of something else is gone.
    """
    if isinstance(far.result, Path):
        return None
    now = asked_now(far.question, evidence=far.evidence_here, named=str(far.evidence))
    result = far.result_here
    finished = _finished(result)
    if finished is not None and resume:
        differences = changed(asked_before(far.here), now)
        if not differences:
            return finished
        for text in differences:
            say(text)
    with writing(result):
        if finished is not None:
            shutil.rmtree(result)
        now.note(far.here)
    return None


def _empty(folder: Path) -> Path:
    with writing(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    return folder


def _tables(far: Far, files: Hadoop) -> SharedUrl | None:
    if isinstance(far.result, Path):
        return None
    return SharedUrl(files, f"{far.result}/{WORK}/tables", far.here / "spark")


def _held(far: Far, files: Hadoop, *, resume: bool) -> AbstractContextManager[Held | None]:
    """The result's place, where it is far: what is asked fits what is there, and nobody else is."""
    if isinstance(far.result, Path):
        return nullcontext()
    url = far.result
    names = [found.path for found in files.listed(url)] if files.exists(url) else []
    refuse_foreign(names, url)
    stopped = (far.result_here / WORK / BEGUN).exists()
    if stopped and not resume:
        raise OutputError(
            zh=f"{url} 有一次中断的审计，其进度在本机 {far.here}。要接着做，请加 --resume；要从头开始，请删除该文件夹。",
            en=f"{url} has an audit that was stopped; how far it had come is in {far.here} of this machine. To go on with it, add --resume; to begin anew, delete that folder.",
        )
    if resume and not stopped and _finished(far.result_here) is None and SEAL in names:
        raise finished_already(url)
    return result_held(files, url, far.here)


def _finished(result: Path) -> dict[str, Any] | None:
    """What run.json of a finished result says."""
    if (result / WORK).exists():
        return None
    try:
        content: dict[str, Any] = json.loads((result / SEAL).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content


@contextmanager
def _named(places: Mapping[Path, str | Path]) -> Iterator[None]:
    """Where a message names a copy, let it name the place that was asked for.

    Unless the copy is what it is about: a disk of this machine that is full.
    """
    try:
        yield
    except DiskFullError:
        raise
    except MingzhengError as error:
        zh, en = error.text.zh, error.text.en
        for copy, place in places.items():
            zh, en = zh.replace(str(copy), str(place)), en.replace(str(copy), str(place))
        raise type(error)(zh=zh, en=en) from error


def _leave(far: Far, say: Say) -> None:
    """Keep what an audit can go on with, and say where; the rest is of no use."""
    here, result = far.here, far.result_here
    if (result / WORK / BEGUN).exists() or (result.is_relative_to(here) and _finished(result)):
        say(
            Text(
                zh=f"证据副本和进度保留在本机 {here}：加 --resume 接着做；不再需要时请删除。",
                en=f"A copy of the evidence, and how far the audit had come, is in {here} of this machine: go on with --resume, or delete it.",
            )
        )
    else:
        _remove(here, say)


def _remove(here: Path, say: Say) -> None:
    if left := remove_scratch(here):
        say(left)
