"""Whether the files of a result folder are still those that its run sealed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mingzheng.audit.seal import edited, miscounted
from mingzheng.errors import OutputError, system_reason
from mingzheng.reports.reading import REPORTS, Result


@dataclass(frozen=True)
class Seal:
    """Paths in a result folder that are not as the run left them, sorted.

    A seal is no signature: who rewrites run.json together with the files leaves no trace here.
    """

    changed: tuple[str, ...]
    """Sealed files whose bytes are others now."""
    missing: tuple[str, ...]
    foreign: tuple[str, ...]
    """Verdict files that the run did not seal."""

    @property
    def broken(self) -> tuple[str, ...]:
        """Of these, what figures are taken from: all but the pages written for people."""
        every = (*self.changed, *self.missing, *self.foreign)
        return tuple(sorted(path for path in every if not path.startswith(REPORTS)))

    @property
    def reports(self) -> tuple[str, ...]:
        """Of these, the pages for people: a workbook that somebody opened and saved."""
        every = (*self.changed, *self.missing)
        return tuple(sorted(path for path in every if path.startswith(REPORTS)))


def examine(result: Result) -> Seal:
    """Compare every sealed file with its SHA-256; raises OutputError where one can't be read."""
    sealed = {row["path"]: row["sha256"] for row in result.run["outputs"]}
    changed, missing = [], []
    for name, expected in sealed.items():
        path = result.folder / name
        if not path.is_file():
            missing.append(name)
        elif _digest(path) != expected:
            changed.append(name)
    listed = (f"verdicts/{path.name}" for path in (result.folder / "verdicts").glob("*.parquet"))
    return Seal(
        changed=tuple(sorted(changed)),
        missing=tuple(sorted(missing)),
        foreign=tuple(sorted(name for name in listed if name not in sealed)),
    )


def demand(result: Result) -> Seal:
    """The seal of a result; raises OutputError where figures no longer rest on what was sealed."""
    seal = examine(result)
    if seal.broken:
        named = "、".join(seal.broken[:3])
        raise OutputError(
            zh=f"结果 {result.folder} 的封存不符：{named} 已被改动、缺失或不是该次审计所写，共 {len(seal.broken)} 个文件。请用原件，或重新运行 mingzheng audit。",
            en=f"The seal of {result.folder} does not hold: {named} changed, missing or not written by that run ({len(seal.broken)} files). Use the original, or run mingzheng audit again.",
        )
    apart = miscounted(result.folder, result.run)
    if apart:
        raise edited(result.folder, apart)
    return seal


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(
            zh=f"无法读取 {path}：{system_reason(error).zh}。请检查权限。",
            en=f"{path} can't be read: {system_reason(error).en}. Check its permissions.",
        ) from error
