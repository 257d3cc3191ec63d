"""Pages that follow from the code are as the code has them now."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from mingzheng import law
from mingzheng.evidence.parameters import CATALOGUE
from mingzheng.rules import rules

ROOT = Path(__file__).parents[1]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("document", ROOT / "scripts/document.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


document = script()
RULES = document.rules_page()
COVERAGE = document.coverage_page()


@pytest.mark.parametrize("name", document.PAGES)
def test_a_page_is_not_stale(name):
    page = (ROOT / "docs" / name).read_text("utf-8")
    assert document.PAGES[name](page) == page, "stale: run make docs"


def test_every_rule_is_explained_with_what_is_no_breach():
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", RULES, re.DOTALL | re.MULTILINE))
    assert set(sections) == {rule.id for rule in rules()}
    for rule in rules():
        said = sections[rule.id]
        assert rule.zh in said
        assert rule.en in said
        assert "Not a breach" in said
        assert all(f"`{cite}`" in said for cite in rule.cites)
        assert all(f"`{table}`" in said for table in rule.reads())


def test_the_parameters_of_a_rule_are_those_it_asks_for():
    of = {rule.id: document.parameters_of(rule) for rule in rules()}
    assert of["identity.check_too_old"] == ["identity_reuse_days"]
    assert of["identity.never_checked"] == []
    assert {name for names in of.values() for name in names} <= set(CATALOGUE)


def test_every_item_and_article_is_covered_or_left_to_a_person():
    ids = {item.id for item in law.catalogue().items()}
    assert set(document.BY_HAND) == ids
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", COVERAGE, re.MULTILINE)
    assert ids <= {row[0].split(" ", 1)[0] for row in rows}
    for id in document.articles():
        (row,) = [row for row in rows if f"`{id}`" in row[0]]
        assert "rules.md#" in row[2] or "由人检查" in row[2] or "法律责任" in row[2]


def test_an_article_without_a_rule_is_said_to_be_left_to_a_person(monkeypatch):
    monkeypatch.setattr(document, "rules", lambda: ())
    row = next(line for line in document.coverage_page().splitlines() if "`measures/31`" in line)
    assert row.endswith("| 由人检查 by hand |")
