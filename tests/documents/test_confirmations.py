"""confirmations.toml: strict reading, and what a decision changes."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.contradictions.test_contradictions import examined

from mingzheng.documents.clauses import clauses
from mingzheng.documents.confirmations import (
    Confirmations,
    items,
    read_confirmations,
    settled,
)
from mingzheng.documents.contradictions import contradictions
from mingzheng.documents.examination import Examination
from mingzheng.documents.outline import outline
from mingzheng.errors import MingzhengError, SettingsError

DAY = dt.date(2022, 9, 1)
DIGEST = "ab" * 32
ENTRY = {
    "document": f'"{DIGEST}"', "item": '"2.3"', "answer": '"covered"', "by": '"王检查员"',
    "on": "2022-08-20", "why": '"第五条第二款"',
}  # fmt: skip


def entry(**changed: str | None) -> str:
    values = {**ENTRY, **changed}
    lines = [f"{key} = {value}" for key, value in values.items() if value is not None]
    return "\n".join(["[[confirmations]]", *lines, ""])


def read(folder: Path, *entries: str) -> Confirmations:
    (folder / "confirmations.toml").write_text("\n".join(entries), "utf-8")
    return read_confirmations(folder, as_of=DAY)


def refused(folder: Path, *entries: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        read(folder, *entries)
    return caught.value


def notice(*lines: str) -> Examination:
    found = examined("notice", *lines)
    document = replace(found.document, digest=DIGEST)
    return replace(found, document=document, clauses=clauses(document, "notice"))


def test_without_the_file_nobody_decided_anything(tmp_path: Path):
    assert read_confirmations(tmp_path, as_of=DAY) == Confirmations()


def test_a_person_decides_what_the_method_could_not(tmp_path: Path):
    found = notice("证书收费请咨询客服。", "收费标准见本机构公布的价格表。")
    decided = read(
        tmp_path, entry(item='"2.2"', sentence='"收费标准见本机构 公布的价格表。"'),
        entry(item='"2.4"', answer='"not_found"'),
    )  # fmt: skip
    answers = {each.item: each for each in settled(found, decided)}
    assert (answers["2.2"].found, answers["2.2"].answer) == ("doubtful", "covered")
    assert answers["2.2"].confirmation is not None
    assert answers["2.2"].confirmation.by == "王检查员"
    assert answers["2.4"].answer == "not found"
    assert answers["2.1"].confirmation is None
    assert decided.notices([found.document]) == ()


def test_a_person_may_find_what_is_not_there_and_take_away_what_is(tmp_path: Path):
    found = notice("个人证书收费标准为每年100元。")
    assert {each.item: each.answer for each in settled(found, Confirmations())}["2.2"] == "covered"
    answers = settled(found, read(tmp_path, entry(item='"2.2"', answer='"not_found"')))
    assert {each.item: each.answer for each in answers}["2.2"] == "not found"


def test_a_contradiction_is_confirmed_or_dismissed_for_this_statement_only(tmp_path: Path):
    text = examined("agreement", "认证信息自证书失效起保存三年。")
    text = replace(text, document=replace(text.document, digest=DIGEST))
    statement = examined("cps", "认证信息自证书失效起保存五年。")
    old, new = (
        replace(statement, document=replace(statement.document, digest=letter * 64))
        for letter in "cd"
    )
    decided = read(tmp_path, entry(item='"retention:any@cccccccccccc"', answer='"dismissed"'))
    (of_old,) = [
        each for each in settled(text, decided, contradictions(text, old)) if ":" in each.item
    ]
    (of_new,) = [
        each for each in settled(text, decided, contradictions(text, new)) if ":" in each.item
    ]
    assert (of_old.found, of_old.answer) == ("contradicts", "dismissed")
    assert of_new.answer == "contradicts"


def test_parts_of_a_practice_statement_are_items_too(tmp_path: Path):
    found = examined("cps", "1 概括性描述", "本规则说明认证业务。")
    document = replace(found.document, digest=DIGEST)
    found = replace(found, document=document, outline=outline(document))
    decided = read(tmp_path, entry(item='"part_9"'))
    answers = {each.item: (each.found, each.answer) for each in settled(found, decided)}
    assert answers["part_1"] == ("covered", "covered")
    assert answers["part_9"] == ("not found", "covered")


def test_a_new_version_asks_again(tmp_path: Path):
    decided = read(tmp_path, entry())
    new = replace(notice("甲").document, digest="cd" * 32)
    assert decided.of(new, "2.3") is None
    (said,) = decided.notices([new])
    assert "第 1 条" in said.zh
    assert "重新确认" in said.zh
    assert "confirmed again" in said.en


def test_a_sentence_that_is_not_there_decides_nothing(tmp_path: Path):
    found = notice("个人证书收费标准为每年100元。")
    decided = read(tmp_path, entry(sentence='"本机构保存五年。"'))
    assert decided.of(found.document, "2.3") is None
    assert "照原文" in decided.notices([found.document])[0].zh


@pytest.mark.parametrize(
    ("changed", "line", "zh", "en"),
    [
        ({"document": '"abc"'}, 10, "SHA-256", "64 hex digits"),
        ({"item": '"2.9"'}, 11, "没有 '2.9' 这一项", "no item '2.9'"),
        ({"item": '"retentoin"'}, 11, "是否为 'retention'", "Did you mean 'retention'"),
        ({"item": '"price:any@cccccccccccc"'}, 11, "没有", "no item"),
        ({"answer": '"yes"'}, 12, "covered", "not_found"),
        ({"answer": '"dismissed"'}, 12, "dismissed", "dismissed"),
        ({"item": '"fee:any@cccccccccccc"'}, 12, "confirmed", "dismissed"),
        ({"on": "2022-09-02"}, 14, "晚于核验日", "later than 2022-09-01"),
        ({"on": '"昨天"'}, 14, "日期", "a day"),
        ({"by": '" "'}, 13, "不能为空", "must not be empty"),
        ({"why": None}, 9, "缺少", "missing"),
        ({"wyh": '"x"'}, 16, "是否为 'why'", "Did you mean 'why'"),
        ({}, 11, "已在第 1 条", "entry 1"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named_with_its_line(
    tmp_path: Path, changed: dict[str, str | None], line: int, zh: str, en: str
):
    error = refused(tmp_path, entry(), entry(**changed))
    assert f"confirmations.toml 第 {line} 行 confirmations[2]" in error.text.zh
    assert zh in error.text.zh
    assert en in error.text.en


def test_numbers_of_persons_are_masked_wherever_they_were_typed(tmp_path: Path):
    number = "11010519491231002X"
    decided = read(tmp_path, entry(by=f'"王某 {number}"', why=f'"与 {number} 核对"'))
    assert number not in repr(decided)
    assert number not in refused(tmp_path, entry(item=f'"{number}"')).text.zh


def test_every_item_that_is_asked_can_be_confirmed():
    found = notice("甲")
    assert {each.key for each in found.clauses} <= set(items())
    assert {f"part_{number}" for number in range(1, 10)} <= set(items())


@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, spoiled: bytes):
    folder = tmp_path_factory.mktemp("confirmations")
    (folder / "confirmations.toml").write_bytes(spoiled)
    with suppress(MingzhengError):
        assert read_confirmations(folder, as_of=DAY) == Confirmations()
