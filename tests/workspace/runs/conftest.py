"""A result like those of `mingzheng audit`, and the authority that has it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from audited import OTHER, row, write_result


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """120 breaches of one rule, and 7 unknowns of another."""
    unknown = {"rule": OTHER, "item": "1.1", "verdict": "unknown", "severity": None}
    return write_result(
        tmp_path_factory.mktemp("made") / "result",
        [row(n) for n in range(120)],
        [row(n, **unknown) for n in range(7)],
    )


@pytest.fixture(scope="session")
def archive(result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a ZIP file, as people make them: with the folder around it."""
    base = tmp_path_factory.mktemp("zip") / "result"
    return Path(shutil.make_archive(str(base), "zip", result.parent, result.name))


@pytest.fixture
def upload(archive: Path) -> Callable[..., Any]:
    """`upload(by)`: the run of that result, registered by somebody of an authority."""
    from mingzheng.workspace.runs import actions

    def register(by: Any, file: Path = archive) -> Any:
        with file.open("rb") as opened:
            return actions.upload(
                by=by, organisation=by.membership.organisation, name="2022 年自查",
                file=opened, size=file.stat().st_size,
            )  # fmt: skip

    return register
