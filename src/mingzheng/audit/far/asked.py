"""What an audit was asked whose result lies here finished: it is put up only if the same is asked.

The note of it lies in the scratch folder, beside the copy of the result.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mingzheng.audit.result_folder import Begun
from mingzheng.audit.takeover import asking, differences
from mingzheng.evidence.parameters import resolve
from mingzheng.evidence.reading import read_settings
from mingzheng.language import Text
from mingzheng.records.parts import writing

NOTE = "asked.json"


@dataclass(frozen=True)
class Question:
    """What is asked beside the places, as `audit` takes it."""

    as_of: dt.date
    insisted: bool
    all_subjects: bool


@dataclass(frozen=True)
class Asked:
    """What a result follows from. files: a digest of names, sizes and times of the evidence."""

    begun: Begun
    files: str
    all_subjects: bool

    def note(self, here: Path) -> None:
        """Leave it in a scratch folder."""
        with writing(here):
            (here / NOTE).write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")


def asked_now(question: Question, *, evidence: Path, named: str) -> Asked:
    """What is asked of evidence at hand; named: the place it came from.

    Raises SettingsError as `read_settings`.
    """
    settings = read_settings(evidence, as_of=question.as_of, insisted=question.insisted)
    begun = replace(asking(settings, resolve(settings)), evidence=named)
    return Asked(begun, _listing(evidence), question.all_subjects)


def asked_before(here: Path) -> Asked | None:
    """What the note in a scratch folder says; None where there is none, or it is damaged."""
    try:
        noted = json.loads((here / NOTE).read_text("utf-8"))
        return Asked(**{**noted, "begun": Begun(**noted["begun"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def changed(before: Asked | None, now: Asked) -> list[Text]:
    """Why a finished result is not the answer to what is asked now; nothing where it is."""
    if before == now:
        return []
    found = list(_changed(before, now)) if before is not None else []
    return [
        *found,
        Text(
            zh="已完成而未送出的结果不再适用：重新审计。",
            en="The result that was finished and not put up no longer holds: auditing anew.",
        ),
    ]


def _changed(before: Asked, now: Asked) -> Iterator[Text]:
    yield from differences(before.begun, now.begun)
    if before.files != now.files:
        yield Text(
            zh="证据里有文件增减，或大小、时间有变化。",
            en="Files of the evidence have come, gone, or are of another size or time.",
        )
    if before.all_subjects != now.all_subjects:
        yield Text(zh="--subjects 与上次不同。", en="--subjects is not as it was before.")


def _listing(evidence: Path) -> str:
    """A folder's time is that of its copying, and no matter; what a link leads to is beside it."""
    digest = hashlib.sha256()
    for path in sorted(evidence.rglob("*")):
        status = path.lstat()
        known = () if path.is_dir() else (status.st_size, status.st_mtime_ns)
        digest.update(repr((path.relative_to(evidence).as_posix(), *known)).encode())
    return digest.hexdigest()
