"""The rule that docs/rules-writing.md shows is a rule, and answers as the page says."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs/rules-writing.md"
PLACE = "mingzheng.rules.parties.nobody_received"


def block(language: str) -> str:
    found = re.search(
        rf"^<!-- run: .*? -->\n```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.S | re.M
    )
    assert found
    return found[1]


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The rule of the page, loaded as if it stood in the package."""
    path = tmp_path / "nobody_received.py"
    path.write_text(block("python"), "utf-8")
    spec = importlib.util.spec_from_file_location(PLACE, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, PLACE, module)
    spec.loader.exec_module(module)
    return module.nobody_received


def test_the_rule_of_the_page_answers_as_the_page_says(written, judge):
    lines = [line.split() for line in block("text").strip().splitlines()]
    verdicts = {words[0]: words[-1] for words in lines[1:]}
    table = "\n".join(" ".join(words[:-1]) for words in lines)
    assert judge(written, table) == verdicts
    assert set(verdicts.values()) == {"breach", "clear", "unknown", "-"}


def test_the_rule_of_the_page_keeps_what_every_rule_must(written):
    assert written.id == "parties.nobody_received"
    assert written.doc.split("\n\n")[-1].startswith("Not a breach:")
    assert {"deliveries", "issuances"} <= set(written.reads())
