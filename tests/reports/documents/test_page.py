"""The page: every finding is tied to its sentence and back, and nothing of a stranger is markup."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mingzheng.documents.confirmations import read_confirmations
from mingzheng.documents.examination import examine
from mingzheng.errors import OutputError, SettingsError
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


def test_a_contradiction_is_shown_in_both_documents_with_both_sentences(told: dict[str, Any]):
    (found,) = [each for each in told["documents"][2]["contradictions"] if each["sure"]]
    ours = f'href="#d3-s{found["text"]["start"]}"'
    theirs = f'href="#d1-s{found["statement"]["start"]}"'
    page = render(told)
    for place, other in ((1, 3), (3, 1)):
        account = told["documents"][place - 1]
        first = len(account["clauses"]) + len(account["terms"]) + 1
        clash = page.partition(f'id="d{place}-f{first}"')[2].partition("</li>\n<li class")[0]
        assert ours in clash
        assert theirs in clash
        assert f'href="#d{other}"' in clash
        assert "赔偿限额（个人）：订户协议为50,000元，业务规则为500,000元；对持有人更不利" in clash


def test_a_contradiction_of_a_notice_is_shown_like_an_agreements(told: dict[str, Any]):
    notice, agreement = told["documents"][1:3]
    notice["contradictions"], agreement["contradictions"] = agreement["contradictions"], []
    overview = render(told).partition('class="answers clashes"')[2].partition("</table>")[0]
    assert 'href="#d2-f' in overview
    assert "对持有人更不利" in overview


def test_elements_are_named_in_both_languages(told: dict[str, Any]):
    page = render(told)
    assert '<span class="zh">查验</span><span class="en" lang="en">checking</span>' in page


def test_a_contradiction_with_a_document_that_is_not_on_the_page_has_no_link(told: dict[str, Any]):
    told["documents"] = told["documents"][1:]
    page = render(told)
    assert "对持有人更不利" in page
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_what_a_person_decided_is_told_with_what_the_method_found(told: dict[str, Any]):
    page = render(told)
    settled = page.partition('class="decision"')[2].partition("</p>")[0]
    for words in ("王检查员", "2022-08-20", "只指向别的文件", "待确认"):
        assert words in settled


def test_the_entry_to_copy_is_one_that_the_audit_reads_when_completed(
    told: dict[str, Any], tmp_path: Path
):
    ready = [
        html.unescape(each) for each in re.findall(r"<code>(\[\[.*?)</code>", render(told), re.S)
    ]
    assert len(ready) > 3
    (tmp_path / "confirmations.toml").write_text("\n\n".join(ready), "utf-8")
    with pytest.raises(SettingsError, match=r"on|by|why"):
        read_confirmations(tmp_path, as_of=dt.date(2026, 12, 31))
    completed = "\n\n".join(dict.fromkeys(ready)).replace('on = ""', "on = 2026-01-31")
    completed = completed.replace('by = ""', 'by = "王检查员"').replace(
        'why = ""', 'why = "第五条"'
    )
    (tmp_path / "confirmations.toml").write_text(completed, "utf-8")
    read = read_confirmations(tmp_path, as_of=dt.date(2026, 12, 31))
    assert len(read.entries) == len(dict.fromkeys(ready))
    documents = [examine(tmp_path / each["name"]).document for each in told["documents"]]
    assert read.notices(documents) == ()


def test_versions_are_told_with_how_many_they_touched(told: dict[str, Any]):
    told["documents"][1]["versions"] = [
        {
            "document_id": "D-2", "version": "v2<b>", "from": "2019-03-01", "until": "2020-08-31",
            "applications": 12345, "holders": 1200,
        }
    ]  # fmt: skip
    page = render(told)
    assert (
        page.count("v2&lt;b&gt;：2019-03-01 至 2020-08-31，适用申请 12,345 件，涉及 1,200 人") == 2
    )


def test_versions_that_are_told_alike_are_told_once(told: dict[str, Any]):
    version = {
        "document_id": "D", "version": "v2", "from": "2019-03-01", "until": None,
        "applications": 3, "holders": 2,
    }  # fmt: skip
    told["documents"][1]["versions"] = [{**version, "document_id": f"D-{n}"} for n in range(9)]
    assert render(told).count("v2：2019-03-01 起，适用申请 3 件，涉及 2 人") == 2


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
