"""`mingzheng documents`: files are named as they are written, what is wrong is said in a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzheng.cli.documents import KINDS as NAMED
from mingzheng.cli.documents import command
from mingzheng.cli.entry import group
from mingzheng.errors import OutputError
from mingzheng.reports.word import KINDS


def run(*words: str, language: str = "zh"):
    return CliRunner().invoke(command, words, env={"MINGZHENG_LANG": language})


def test_the_kinds_are_those_there_are():
    assert NAMED == KINDS


def test_templates_are_exported(tmp_path):
    done = run("templates", str(tmp_path / "templates"))
    assert done.exit_code == 0
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert len(paths) == 6
    assert all(path.suffix == ".docx" and path.exists() for path in paths)


def test_a_folder_without_a_result_is_said(tmp_path):
    done = run("write", str(tmp_path), "-o", str(tmp_path / "out"))
    assert isinstance(done.exception, OutputError)
    assert not (tmp_path / "out").exists()


def test_a_plan_for_no_plan_is_refused(tmp_path):
    words = ["--kind", "self-inspection", "--plan", "x.xlsx", "-o", str(tmp_path)]
    done = run("write", str(tmp_path), *words)
    assert done.exit_code == 2
    assert "rectification-plan" in done.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_names_every_option(language):
    done = CliRunner().invoke(
        group, ["documents", "write", "--help"], env={"MINGZHENG_LANG": language}
    )
    assert done.exit_code == 0
    for option in ("--output", "--kind", "--plan", "--date", "--templates", "--language"):
        assert option in done.stdout
