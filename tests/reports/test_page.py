from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mingzheng.errors import OutputError
from mingzheng.reports import write_report

Make = Callable[..., Path]


def text(page: Path) -> str:
    """What a reader sees, both languages, white space joined."""
    body = page.read_text("utf-8").partition("<body>")[2].partition("<script>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_the_same_result_gives_the_same_page(plausible: Path) -> None:
    first = write_report(plausible).read_bytes()
    assert write_report(plausible).read_bytes() == first


def test_the_page_does_not_depend_on_the_hash_of_the_page(plausible: Path) -> None:
    first = write_report(plausible).read_bytes()
    run = json.loads((plausible / "run.json").read_text())
    run["outputs"] += [
        {"path": "report.html", "bytes": len(first), "sha256": "e" * 64},
        {"path": "breaches.xlsx", "bytes": 7, "sha256": "f" * 64},
    ]
    (plausible / "run.json").write_text(json.dumps(run))
    assert write_report(plausible).read_bytes() == first


def test_the_time_that_a_run_took_is_not_on_the_page(plausible: Path) -> None:
    first = write_report(plausible).read_bytes()
    (plausible / "timing.json").write_text('{"seconds": 99}')
    assert write_report(plausible).read_bytes() == first


def test_what_matters_stands_on_the_page(plausible: Path) -> None:
    page = text(write_report(plausible))
    assert "示例电子认证服务有限公司" in page
    assert page.index("一、证书数量核对") < page.index("二、证据覆盖范围")
    for words in (
        "，经人工核实确认后方为问题",
        "120 张证书在档而无签发记录；96 条签发记录的证书不在档",
        "〔通知原文（新闻转载）〕对申请人的身份查验流程不规范",
        "《电子认证服务管理办法》第三十条",
        "通知印作第三十条，公告义务实为第三十一条",
        "早于查验通过 22 小时 58 分",
        "时间整体偏移",
        "a spreadsheet rewrote the number",
        "32***************6",
        "tables/核验流水-2019.csv:1000",
        "CPS 3.2.3（2019版）",
        "未提供颁发者证书，签名未验证。",
    ):
        assert words in page, words


def test_how_many_signatures_were_verified_stands_on_the_page(plausible: Path) -> None:
    said = text(write_report(plausible))
    assert "证书签名验证结论" in said
    assert re.search(r"不是颁发者的签名 .{,40} 3 ", said)
    assert "31,200" in said


def test_numbers_come_from_the_seal_and_carry_their_denominators(plausible: Path) -> None:
    page = text(write_report(plausible))
    said = json.loads((plausible / "run.json").read_text())["summary"]["items"]["1.1"]
    share = f"{said['breach']:,}（{100 * said['breach'] / said['examined']:.2f}%）"
    assert share in page
    assert f"{said['examined']:,}" in page


def test_an_item_that_is_not_checked_is_never_called_clear(plausible: Path) -> None:
    page = write_report(plausible).read_text("utf-8")
    article = page.partition('<article id="item-2-6"')[2].partition("</article>")[0]
    assert "本版本尚未检查此事项：没有结论，不表示合规。" in article
    assert "疑似问题" not in article
    assert "未见问题" not in article


def test_all_clear_without_declared_coverage_is_no_proof(make_result: Make) -> None:
    rows = [
        {
            **{name: None for name in ("domain", "registration_authority", "channel", "severity")},
            **{"scope": "item", "id": "3.1", "item": "3.1", "in_period": True, "year": 2020},
            **{"product": "event", "subject_kind": None, "verdict": "clear", "held": False},
            "count": 5,
        }
    ]
    page = write_report(make_result(statistics=rows)).read_text("utf-8")
    overview = page.partition('id="overview"')[2].partition("</section>")[0]
    assert "未发现疑似问题" not in overview
    assert "无法证明" in overview


def test_an_empty_result_says_that_there_was_nothing(make_result: Make) -> None:
    page = text(write_report(make_result()))
    assert "档案中没有证书，也没有签发记录。" in page
    assert "（未提供机构名称）" in page
    assert "所有数据均已读取。" in page
    assert "本次审计不完整" not in page


def test_an_incomplete_run_shouts(make_result: Make) -> None:
    failure = {"what": "identity.never_checked", "zh": "规则出错", "en": "the rule failed"}
    page = text(write_report(make_result(run={"complete": False, "failures": [failure]})))
    assert page.index("本次审计不完整") < page.index("一、证书数量核对")
    assert "identity.never_checked" in page


def test_nothing_of_a_stranger_becomes_markup(hostile: Path, person: str) -> None:
    page = write_report(hostile).read_text("utf-8")
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert "onload=" not in re.sub(r"&#?\w+;[^<]*", "", page)
    assert "49" not in re.findall(r"\{\{ 7 \* 7 \}\}|\b49\b", page)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", page)
    assert person not in page
    assert "甲" * 400 not in page
    assert len(page) < 1_000_000


def test_many_breaches_make_no_larger_page(plausible: Path) -> None:
    small = write_report(plausible).stat().st_size
    for number in range(2):
        path = plausible / "verdicts" / f"{number:04}.parquet"
        table = pq.read_table(path)
        with pq.ParquetWriter(path, table.schema) as writer:
            for _ in range(60):
                writer.write_table(table)
    shutil.rmtree(plausible / "report.html", ignore_errors=True)
    # only digits of counts, never a row for each
    assert write_report(plausible).stat().st_size < small + 100


@pytest.mark.parametrize("damage", ["", "{", "[]"])
def test_a_damaged_result_is_told(make_result: Make, damage: str) -> None:
    result = make_result()
    (result / "run.json").write_text(damage)
    with pytest.raises(OutputError, match=r"run\.json"):
        write_report(result)


def test_a_result_without_its_seal_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as told:
        write_report(tmp_path)
    assert "run.json" in told.value.text.zh
    assert "Run mingzheng audit again" in told.value.text.en
