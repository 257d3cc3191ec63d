"""documents.html in a result folder, and the way to it from the report."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mingzheng.errors import OutputError
from mingzheng.reports import write_report
from mingzheng.reports.documents import write_documents
from mingzheng.reports.documents.page import render

Make = Callable[..., Path]


@pytest.fixture
def result(make_result: Make, told: dict[str, Any]) -> Path:
    folder = make_result()
    (folder / "documents.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return folder


def test_the_page_is_made_from_the_json_alone(result: Path, told: dict[str, Any]):
    path = write_documents(result)
    assert path == result / "documents.html"
    assert path.read_text("utf-8") == render(told)


def test_without_texts_there_is_neither_a_page_nor_a_link(make_result: Make):
    folder = make_result()
    assert write_documents(folder) is None
    assert "documents.html" not in write_report(folder).read_text("utf-8")


@pytest.mark.parametrize("damage", ["", "{", "[1"])
def test_a_damaged_account_is_told(result: Path, damage: str):
    (result / "documents.json").write_text(damage)
    with pytest.raises(OutputError, match=r"documents\.json"):
        write_documents(result)


def test_the_report_leads_to_the_items_that_turn_on_texts(result: Path):
    write_documents(result)
    report = write_report(result).read_text("utf-8")
    page = (result / "documents.html").read_text("utf-8")
    for item in ("2.1", "2.2", "2.3", "2.4", "2.5", "3.2", "3.3", "4.1"):
        anchor = f'<article id="item-{item.replace(".", "-")}"'
        article = report.partition(anchor)[2].partition("</article>")[0]
        places = re.findall(r'href="documents\.html#(?:en\.)?([^"]+)"', article)
        assert len(places) == 2
        assert all(f'id="{place}"' in page for place in places)
    assert report.count('href="documents.html#') == 18
