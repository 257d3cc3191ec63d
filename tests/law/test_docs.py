"""docs/law.md and docs/glossary.md keep up with the catalogue; run this file to refresh law.md."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

from mingzheng import law

DOCS = Path(__file__).parents[2] / "docs"
GENERATED = re.compile(r"(<!-- generated: .*? -->\n)(.*?)(<!-- end of generated -->)", re.DOTALL)


def table() -> str:
    lines = ["| instrument | 名称 | articles held | marks |", "|---|---|---|---|"]
    for each in law.catalogue().instruments():
        marks = ", ".join(f"{mark} {count}" for mark, count in sorted(each.marks().items()))
        held = _ranges([article.place.article for article in each.articles])
        lines.append(f"| `{each.id}` | {each.title.zh} | {held or '–'} | {marks or '–'} |")
    lines += ["", "| standard | 名称 | status | mark |", "|---|---|---|---|"]
    for standard in law.catalogue().standards():
        lines.append(
            f"| `{standard.id}` | {standard.cite('zh')} | {standard.status} | {standard.mark} |"
        )
    return "\n".join(lines) + "\n"


def _ranges(numbers: list[int]) -> str:
    """1, 2, 3, 5 → 1–3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if run[1:] else str(run[0]) for run in runs)


def test_the_table_in_law_md_is_fresh():
    found = GENERATED.search((DOCS / "law.md").read_text(encoding="utf-8"))
    assert found is not None
    assert found[2] == table(), "refresh it: python tests/law/test_docs.py"


def test_law_md_names_every_mark():
    text = (DOCS / "law.md").read_text(encoding="utf-8")
    for mark in law.Mark:
        assert f"| `{mark}` |" in text


def test_the_glossary_is_sorted_and_names_everything_once():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\| `(\w+)` \| (\S+) \|$", text, re.MULTILINE)
    identifiers = [identifier for identifier, _ in terms]
    assert len(terms) == text.count("\n| `")
    assert len(terms) > 100
    assert identifiers == sorted(set(identifiers))
    assert len({chinese for _, chinese in terms}) == len(terms)


def test_the_glossary_calls_record_tables_as_the_contract_does():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    contract = tomllib.loads(
        (files("mingzheng.records") / "tables.toml").read_text(encoding="utf-8")
    )
    terms = dict(re.findall(r"^\| `(\w+)` \| (\S+) \|$", text, re.MULTILINE))
    tables = {name: entry["zh"] for name, entry in contract.items() if "key" in entry}
    assert tables
    assert {name: terms.get(name) for name in tables} == tables


if __name__ == "__main__":
    page = DOCS / "law.md"
    fresh = GENERATED.sub(
        lambda found: found[1] + table() + found[3], page.read_text(encoding="utf-8")
    )
    page.write_text(fresh, encoding="utf-8")
