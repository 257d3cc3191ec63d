"""click's own sentences reach a Chinese reader in Chinese, with all their values."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from mingzheng.cli.phrases import CHINESE

PLACES = re.compile(r"\{[^}]*\}|%\(\w+\)s")


@pytest.mark.parametrize("english", CHINESE)
def test_every_value_of_a_sentence_is_kept(english: str):
    assert sorted(PLACES.findall(CHINESE[english])) == sorted(PLACES.findall(english))


def said(*arguments: str, language: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from mingzheng.cli import main; main()", *arguments],
        env={"MINGZHENG_LANG": language, "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    return (done.stdout + done.stderr).decode()


def test_a_wrong_option_is_refused_in_the_readers_language():
    assert "没有选项 '--foo'" in said("law", "list", "--foo", language="zh")
    assert "No such option" not in said("law", "list", "--foo", language="zh")
    assert "No such option" in said("law", "list", "--foo", language="en")


def test_help_is_chinese_throughout():
    page = said("audit", "--help", language="zh")
    assert page.startswith("用法：")
    for english in ("Usage", "Options", "required", "Show this"):
        assert english not in page
