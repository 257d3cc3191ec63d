"""A real audit behind the demonstration: a result folder that `mingzheng audit` made."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import IO

from mingzheng.errors import WorkspaceError, system_reason
from mingzheng.workspace.demo.persons import Country
from mingzheng.workspace.people.roles import Kind, Role
from mingzheng.workspace.runs import actions

NAME = "自查：样例证据的审计"


def audit(country: Country, result: Path) -> None:
    """The first authority uploads the result, and its responsible person shares it.

    Raises as `runs.actions.upload` does, and `WorkspaceError` where the folder can't be read.
    """
    first = country.peopled(Kind.AUTHORITY)[0]
    people = country.of(first)
    with tempfile.TemporaryFile() as packed:
        _pack(result, packed)
        size = packed.tell()
        packed.seek(0)
        run = actions.upload(
            by=people[Role.OFFICER], organisation=first, name=NAME, file=packed, size=size
        )
    actions.share(by=people[Role.HEAD], run=run)


def _pack(result: Path, target: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for path in sorted(result.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(result).as_posix())
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"无法读取 {result}：{said.zh}", en=f"can't read {result}: {said.en}"
        ) from error
