"""`mingzheng sample` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzheng.cli.entry import group, main


def test_json_says_what_was_made(tmp_path: Path) -> None:
    folder = tmp_path / "ca"
    options = ["sample", str(folder), "--certificates", "900", "--seed", "3", "--json"]
    made = CliRunner().invoke(group, options, catch_exceptions=False)
    said = json.loads(made.stdout)
    assert made.exit_code == 0
    assert said["certificates"] == 900
    assert said["planted"] > 400
    assert said["rows"]["applications"] > 500
    assert Path(said["evidence"], "evidence.toml").exists()
    assert Path(said["truth"]).exists()


def test_summary_names_the_next_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["sample", str(tmp_path / "ca"), "--certificates", "900"]
    for language, words in (("zh", "审计：mingzheng audit"), ("en", "Audit: mingzheng audit")):
        monkeypatch.setenv("MINGZHENG_LANG", language)
        options[1] = str(tmp_path / language)
        assert words in CliRunner().invoke(group, options, catch_exceptions=False).stdout


@pytest.mark.parametrize(("language", "words"), [("zh", "不是空文件夹"), ("en", "not an empty")])
def test_a_folder_in_use_is_no_traceback(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    words: str,
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    monkeypatch.setenv("MINGZHENG_LANG", language)
    monkeypatch.setattr("sys.argv", ["mingzheng", "sample", str(tmp_path)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert words in capsys.readouterr().err
