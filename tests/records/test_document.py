import re
from pathlib import Path

import pytest

from mingzheng.evidence.parameters import CATALOGUE
from mingzheng.records.document import evidence_page
from mingzheng.records.schema import tables

PAGE = Path(__file__).parents[2] / "docs/evidence.md"


def test_the_page_is_not_stale():
    page = PAGE.read_text("utf-8")
    stale = "stale: run python -m mingzheng.records.document docs/evidence.md"
    assert evidence_page(page) == page, stale


def test_every_table_column_and_parameter_is_documented():
    page = PAGE.read_text("utf-8")
    for table in tables().values():
        section = re.search(
            rf"### {table.zh} {table.name}\n(.*?)(?=\n### |<!-- /tables)", page, re.DOTALL
        )
        assert section, table.name
        assert all(f"| `{column.name}` |" in section[1] for column in table.columns)
    assert all(f"| `{name}` |" in page for name in CATALOGUE)


def test_a_page_without_its_sections_is_refused():
    with pytest.raises(ValueError, match="tables"):
        evidence_page("nothing")
