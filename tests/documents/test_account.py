"""The account of an examination: places that hold, numbers that are masked, JSON that is whole."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.documents.account import account
from mingzheng.documents.confirmations import Confirmation, Confirmations
from mingzheng.documents.contradictions import contradictions
from mingzheng.documents.examination import examine
from mingzheng.privacy import mask_text

PERSON = "440524198001010019"
AGREEMENT = f"""# 数字证书订户协议

甲方：示例认证有限公司　乙方：证件号码 {PERSON}

## 一、乙方的义务

乙方应当提供真实、完整和准确的信息（联系证件 {PERSON}）。乙方应妥善保管私钥，泄露的应及时告知甲方并停止使用。

## 二、责任

| 主体 | 赔偿限额 |
|---|---|
| 个人 | 每张证书赔偿上限人民币伍万元 |
| 机构 | 每张证书赔偿上限人民币伍拾万元 |

因甲方过错造成乙方损失的，甲方承担赔偿责任。
"""


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    path = tmp_path / f"协议-{PERSON}.md"
    path.write_text(AGREEMENT, "utf-8")
    return path


def test_every_place_is_a_slice_of_the_masked_text(agreement: Path):
    told = account(examine(agreement))
    document = examine(agreement).document
    text = told["text"]
    assert text == mask_text(document.text)
    assert len(text) == told["characters"] == len(document.text)
    said = [each for clause in told["clauses"] for each in clause["evidence"]] + told["terms"]
    assert len(said) > 6
    for each in said:
        assert text[each["start"] : each["end"]] == each["sentence"]
    for term in told["terms"]:
        assert term["start"] <= term["value_start"] < term["value_end"] <= term["end"]
    cells = [text[start:end] for row in told["tables"][0]["rows"] for start, end in row]
    assert cells[:2] == ["主体", "赔偿限额"]
    start, end = told["paragraphs"][0]
    assert text[start:end] == "数字证书订户协议"
    titles = [(section["number"], section["title"]) for section in told["sections"]]
    assert titles == [(None, "数字证书订户协议"), ("一、", "乙方的义务"), ("二、", "责任")]


def test_numbers_of_persons_are_masked_wherever_they_stand(agreement: Path):
    told = json.dumps(account(examine(agreement)), ensure_ascii=False)
    assert PERSON not in told
    assert told.count("44***************9") >= 3


def test_a_value_is_said_in_both_languages(agreement: Path):
    told = account(examine(agreement))
    caps = [term for term in told["terms"] if term["key"] == "liability_cap"]
    assert [(cap["subject"], cap["said"]["zh"], cap["said"]["en"]) for cap in caps] == [
        ("individual", "50,000元", "50,000 CNY"),
        ("organization", "500,000元", "500,000 CNY"),
    ]


def test_contradictions_and_decisions_are_told_with_both_places(tmp_path: Path):
    (tmp_path / "规则.md").write_text(
        "# 电子认证业务规则\n\n## 9.8 有限责任\n\n每张机构证书的赔偿上限为人民币捌拾万元。\n",
        "utf-8",
    )
    (tmp_path / "协议.md").write_text(AGREEMENT, "utf-8")
    statement, agreement = examine(tmp_path / "规则.md"), examine(tmp_path / "协议.md")
    found = contradictions(agreement, statement)
    decided = Confirmation(
        1, agreement.document.digest, found[0].id, "dismissed", None, "王检查员",
        dt.date(2022, 8, 20), "另有约定",
    )  # fmt: skip
    (told,) = account(
        agreement,
        against=[(statement, found), (statement, found)],
        confirmations=Confirmations((decided,)),
    )["contradictions"]
    assert told["id"] == found[0].id
    assert (told["found"], told["answer"]) == ("contradicts", "dismissed")
    assert told["confirmation"]["on"] == "2022-08-20"
    assert told["against"] == account(statement)["sha256"]
    assert "伍拾万元" in told["text"]["sentence"]
    start, end = told["statement"]["start"], told["statement"]["end"]
    assert account(statement)["text"][start:end] == told["statement"]["sentence"]
    assert "机构证书的赔偿上限" in told["statement"]["sentence"]


def test_it_is_whole_json_though_the_document_holds_half_a_character(tmp_path: Path):
    path = tmp_path / "a.html"
    path.write_text("<h1>数字证书订户协议</h1><p>乙方应妥善保管私钥&#xD800;。</p>", "utf-8")
    told = account(examine(path))
    assert json.loads(json.dumps(told, ensure_ascii=False).encode()) == told


@given(st.text(alphabet="0123456789xX -０９甲\n.", max_size=120))
def test_a_mask_keeps_every_offset(text: str):
    assert len(mask_text(text)) == len(text)
