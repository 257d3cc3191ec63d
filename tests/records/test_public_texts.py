"""Texts of public documents: read once, refused with a reason, the same for all threads."""

from __future__ import annotations

import hashlib
import json
import os

import pytest

from mingzheng.documents.reading.refusals import REASONS as REFUSALS
from mingzheng.records.public_texts import SCHEMAS
from mingzheng.sources.rejects import REASONS

from .conftest import read_folder

NOTICE = """电子认证服务告知书

一、使用条件
证书仅用于网上报税，不得用于其他用途。证书过期后不得继续使用。

二、收费
个人证书每张每年一百元。

三、责任
证书持有人应当妥善保管私钥，并保证所提交的材料真实、完整。投诉将在15个工作日内答复。
"""
HEADER = "文件编号,文件类型,生效日期,文件路径\n"


def documents(*rows: str) -> str:
    return HEADER + "\n".join(rows) + "\n"


def answers(found):
    """Of the only text."""
    return {r["key"]: r["answer"] for r in found.rows("text_matters")}


def test_a_notice_is_read_and_examined(read):
    found = read(
        {
            "documents": documents("GZ1,disclosure,2018-01-01,告知书.txt"),
            "documents/告知书.txt": NOTICE,
        }
    )
    (text,) = found.rows("public_texts")
    assert text["document_id"] == "GZ1"
    assert text["digest"] == hashlib.sha256(NOTICE.encode()).hexdigest()
    assert "一百元" in text["fees"]
    assert text["information_rights"] is None
    said = answers(found)
    assert (said["2.2"], said["2.3"], said["complaint_answer"]) == (
        "covered", "not found", "covered",
    )  # fmt: skip
    (told,) = found.rows("text_accounts")
    assert json.loads(told["account"])["name"] == "告知书.txt"
    assert "public_texts" in found.records.supplied
    assert "documents/告知书.txt" in {i.path for i in found.records.inputs}


CONFIRMED = """
[[confirmations]]
document = "{digest}"
item = "{item}"
answer = "{answer}"
by = "某某"
on = 2022-08-01
why = "核对过原文"
"""


def test_a_person_decides_before_what_was_found(read):
    digest = hashlib.sha256(NOTICE.encode()).hexdigest()
    given = (("2.2", "not_found"), ("2.3", "covered"), ("complaint_answer", "not_found"))
    entries = [CONFIRMED.format(digest=digest, item=i, answer=a) for i, a in given]
    stale = CONFIRMED.format(digest="0" * 64, item="2.1", answer="covered")
    found = read(
        {
            "documents": documents("GZ1,disclosure,2018-01-01,告知书.txt"),
            "documents/告知书.txt": NOTICE,
            "./confirmations.toml": "".join([*entries, stale]),
        }
    )
    said = answers(found)
    assert [said[item] for item, _ in given] == ["not found", "covered", "not found"]
    entries = {r["key"]: r["confirmation"] for r in found.rows("text_matters")}
    assert (entries["2.2"], entries["2.5"]) == (1, None)
    assert any("000000000000" in notice.en for notice in found.records.notices)


def test_an_agreement_answers_for_what_a_notice_must_tell_too(read):
    found = read(
        {
            "documents": documents("XY1,contract,2018-01-01,documents/xy.md"),
            "documents/xy.md": NOTICE.replace("告知书", "协议"),
        }
    )
    said = answers(found)
    assert said["2.2"] == "covered"
    assert "provider_liability" in said


def test_a_practice_statement_answers_for_its_parts(read):
    found = read(
        {
            "documents": documents("CPS1,cps,2018-01-01,cps.txt", "AQ,policy,2018-01-01,aq.txt"),
            "documents/cps.txt": "电子认证业务规则\n\n第一章 概括性描述\n本规则由本机构制定。\n",
            "documents/aq.txt": "安全管理制度\n",
        }
    )
    said = answers(found)
    assert (said["part_1"], said["part_9"]) == ("covered", "not found")
    assert [text["document_id"] for text in found.rows("public_texts")] == ["CPS1"]


def test_what_can_not_be_read_is_rejected_with_its_reason_and_the_rest_goes_on(read, tmp_path):
    (tmp_path / "outside.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "evidence" / "documents").mkdir(parents=True)
    os.symlink(tmp_path / "outside.txt", tmp_path / "evidence" / "documents" / "link.txt")
    found = read(
        {
            "documents": documents(
                "A,disclosure,2018-01-01,gone.txt",
                "B,disclosure,2018-01-01,../tables/documents.csv",
                "C,disclosure,2018-01-01,link.txt",
                "D,disclosure,2018-01-01,empty.txt",
                "E,disclosure,2018-01-01,sheet.doc",
                "F,disclosure,2018-01-01,good.txt",
                "G,disclosure,2018-01-01,",
                "H,disclosure,2018-01-01,bad.pdf",
            ),
            "documents/empty.txt": " \n",
            "documents/sheet.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "documents/good.txt": NOTICE,
            "documents/bad.pdf": b"%PDF-1.7\nnothing",
        }
    )
    assert [text["document_id"] for text in found.rows("public_texts")] == ["F"]
    of = {e["file"]: e["reason"] for e in found.rejects if e["table"] == "public_texts"}
    assert of == {
        "documents/gone.txt": "absent_file",
        "documents": "object_outside",
        "documents/link.txt": "link_outside",
        "documents/empty.txt": "document_empty",
        "documents/sheet.doc": "document_old_word",
        "documents/bad.pdf": "document_damaged",
    }
    assert "public_texts" not in found.records.void
    assert "documents" not in found.records.void


@pytest.mark.parametrize("reason", REFUSALS)
def test_every_refusal_of_a_document_has_a_reject(reason):
    assert f"document_{reason}" in REASONS


def test_without_paths_nothing_is_supplied(read):
    found = read({"documents": documents("GZ1,disclosure,2018-01-01,")})
    assert "public_texts" not in found.records.supplied
    assert not found.rejects
    assert all(found.rows(name) == [] for name in SCHEMAS)


def test_threads_change_nothing_and_a_second_run_keeps_what_the_first_has_read(tmp_path):
    folder = tmp_path / "evidence"
    (folder / "tables").mkdir(parents=True)
    (folder / "documents").mkdir()
    rows = []
    for number in range(6):
        text = NOTICE.replace("一百", "一二三四五六"[number] + "百")
        (folder / "documents" / f"{number}.txt").write_text(text, "utf-8")
        rows.append(f"GZ{number},disclosure,2018-01-0{number + 1},{number}.txt")
    rows.append("GZ9,disclosure,2018-01-09,gone.txt")
    (folder / "tables" / "documents.csv").write_text(documents(*rows), "utf-8")
    outs = [tmp_path / "one", tmp_path / "four"]
    first, second = (
        read_folder(folder, out, threads=n) for out, n in zip(outs, (1, 4), strict=True)
    )
    for name in SCHEMAS:
        written = [(out / name / "part-00000.parquet").read_bytes() for out in outs]
        assert written[0] == written[1]
    again = read_folder(folder, outs[0])
    assert again.rejects == first.rejects == second.rejects
    assert set(SCHEMAS) <= again.records.kept
    (folder / "documents" / "0.txt").write_text(NOTICE.replace("一百", "九百"), "utf-8")
    changed = read_folder(folder, outs[0])
    assert "九百" in changed.rows("public_texts")[0]["fees"]
