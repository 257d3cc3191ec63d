"""From places that only Spark reaches to folders of this machine, and back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mingzheng.audit.engines.hadoop import Hadoop, check_url
from mingzheng.audit.engines.spark import Spark
from mingzheng.audit.engines.spark_session import start
from mingzheng.audit.engines.spark_tables import SharedUrl
from mingzheng.audit.far.copies import SEAL, Progress, fetch, put_up
from mingzheng.audit.far.lock import result_held, scratch_held
from mingzheng.audit.result_folder import BEGUN, WORK, finished_already, refuse_foreign
from mingzheng.audit.run import Say, StartSpark
from mingzheng.errors import MingzhengError, OutputError
from mingzheng.language import Text
from mingzheng.records.parts import writing


@dataclass(frozen=True)
class Far:
    """What is asked: each place a URL or a path of this machine, and the Spark that reaches them.

    scratch: a local folder with room for the evidence. secrets: what of `settings` nothing shows.
    """

    evidence: str | Path
    result: str | Path
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
    here = far.here
    with scratch_held(here):
        session = start(
            far.master, folder=_empty(here / "spark"), memory=far.memory, settings=far.settings
        )
        files = Hadoop(session, far.secrets)
        evidence, result = (
            _copy(far.evidence, here / "evidence"),
            _copy(far.result, here / "result"),
        )
        try:
            with _held(far, files, result, resume=resume) as finished:
                if finished is None and isinstance(far.evidence, str):
                    fetch(files, far.evidence, evidence, progress)
                spark = partial(
                    Spark, master=far.master, memory=far.memory, session=session,
                    tables=_tables(far, files),
                )  # fmt: skip
                with _named({evidence: far.evidence, result: far.result}):
                    yield AtHand(evidence, result, spark, finished)
                if isinstance(far.result, str):
                    put_up(files, result, far.result, progress)
        except BaseException:
            _leave(here, result, say)
            raise
        finally:
            session.stop()
        shutil.rmtree(here)


def _copy(place: str | Path, copy: Path) -> Path:
    return place if isinstance(place, Path) else copy


def _empty(folder: Path) -> Path:
    with writing(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    return folder


def _tables(far: Far, files: Hadoop) -> SharedUrl | None:
    if isinstance(far.result, Path):
        return None
    return SharedUrl(files, f"{far.result}/{WORK}/tables", far.here / "spark")


@contextmanager
def _held(far: Far, files: Hadoop, copy: Path, *, resume: bool) -> Iterator[dict[str, Any] | None]:
    """The result's place, where it is far: what is asked fits what is there, and nobody else is.

    Gives what run.json says where the result has only to be put up.
    """
    if isinstance(far.result, Path):
        yield None
        return
    url = far.result
    names = [found.path for found in files.listed(url)] if files.exists(url) else []
    refuse_foreign(names, url)
    stopped, finished = (copy / WORK / BEGUN).exists(), _finished(copy)
    if stopped and not resume:
        raise OutputError(
            zh=f"{url} 有一次中断的审计，其进度在本机 {far.here}。要接着做，请加 --resume；要从头开始，请删除该文件夹。",
            en=f"{url} has an audit that was stopped; how far it had come is in {far.here} of this machine. To go on with it, add --resume; to begin anew, delete that folder.",
        )
    if resume and not stopped and finished is None and SEAL in names:
        raise finished_already(url)
    with result_held(files, url, far.here):
        yield finished if resume else None


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
    """Where a message names a copy, let it name the place that was asked for."""
    try:
        yield
    except MingzhengError as error:
        zh, en = error.text.zh, error.text.en
        for copy, place in places.items():
            zh, en = zh.replace(str(copy), str(place)), en.replace(str(copy), str(place))
        raise type(error)(zh=zh, en=en) from error


def _leave(here: Path, result: Path, say: Say) -> None:
    """Keep what an audit can go on with, and say where; the rest is of no use."""
    if (result / WORK / BEGUN).exists() or (result.is_relative_to(here) and _finished(result)):
        say(
            Text(
                zh=f"证据副本和进度保留在本机 {here}：加 --resume 接着做；不再需要时请删除。",
                en=f"A copy of the evidence, and how far the audit had come, is in {here} of this machine: go on with --resume, or delete it.",
            )
        )
    else:
        shutil.rmtree(here, ignore_errors=True)
