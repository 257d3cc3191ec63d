"""The page: every finding is tied to its sentence and back, and nothing of a stranger is markup."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mingzheng.errors import OutputError
from mingzheng.reports.documents import write_page
from mingzheng.reports.documents.page import render


def test_every_judgement_leads_to_its_sentence_and_back(told: dict[str, Any]):
    page = render(told)
    ids = Counter(re.findall(r' id="([^"]+)"', page))
    assert max(ids.values()) == 1
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert links <= set(ids)
    for place, document in enumerate(told["documents"], 1):
        rows = [(clause, clause["evidence"]) for clause in document["clauses"]]
        rows += [(term, [term]) for term in document["terms"]]
        for number, (_, said) in enumerate(rows, 1):
            finding = page.partition(f'id="d{place}-f{number}"')[2].partition('class="finding"')[0]
            for each in said:
                assert f'href="#d{place}-s{each["start"]}"' in finding
                sentence = page.partition(f'id="d{place}-s{each["start"]}"')[2]
                assert f'href="#d{place}-f{number}"' in sentence.partition("</sup>")[0]


def test_the_overview_gives_every_answer_of_every_document(told: dict[str, Any]):
    overview = render(told).partition('<section id="overview">')[2].partition("</section>")[0]
    for place, document in enumerate(told["documents"], 1):
        assert f'href="#d{place}"' in overview
        for number, clause in enumerate(document["clauses"], 1):
            mood = {"covered": "clear", "doubtful": "unknown", "not found": "breach"}
            assert (
                f'class="status {mood[clause["answer"]]}" href="#d{place}-f{number}"' in overview
            )
    assert "扫描件.pdf：没有文字层。" in overview


def test_what_was_not_found_is_said_with_the_law(told: dict[str, Any]):
    agreement = told["documents"][2]
    number = 1 + [clause["key"] for clause in agreement["clauses"]].index(
        "provider_status_information"
    )
    finding = render(told).partition(f'id="d3-f{number}"')[2].partition('class="finding"')[0]
    assert "未找到" in finding
    assert "《电子认证服务管理办法》第十七条" in finding
    assert "全文没有找到写明这一项的句子" in finding


def test_the_same_accounts_give_the_same_page(told: dict[str, Any]):
    assert render(told) == render(told)


def test_no_number_of_a_person_is_on_the_page(page: Path):
    text = page.read_text("utf-8")
    assert "440524198001010019" not in text
    assert "44***************9" in text


def test_nothing_of_a_stranger_becomes_markup(attacked: Path, person: str):
    text = attacked.read_text("utf-8")
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "<svg" not in text
    assert "&lt;script&gt;document.title" in text
    assert "49" not in re.findall(r"\b49\b", text.replace("{{ 7 * 7 }}", ""))
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    assert person not in text


def test_a_page_of_nothing_says_so():
    page = render({"documents": [], "refused": []})
    assert "没有能够读取的文件。" in page


def test_what_can_not_be_written_is_told(told: dict[str, Any], tmp_path: Path):
    with pytest.raises(OutputError, match="absent"):
        write_page(tmp_path / "absent" / "page.html", told)
