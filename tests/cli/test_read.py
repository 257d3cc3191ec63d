"""`mingzheng read`: what it prints for a person and for a program, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mingzheng.cli.entry import group

AGREEMENT = """数字证书订户协议
甲方：示例数字证书认证中心有限公司
乙方（证书申请人）：身份证号 440524198001010019
第一条 乙方的义务
1.1 乙方应当提供真实、完整和准确的信息，联系证件为440524198001010019。
1.2 乙方应妥善保管私钥。私钥泄露的，应及时告知甲方并停止使用。
第二条 甲方的义务
2.1 甲方应当查验乙方的身份，并保证证书内容在有效期内完整、准确。
2.2 甲方提供证书状态查询服务，妥善保存与认证相关的信息至证书失效后五年。
2.3 甲方对乙方的个人信息予以保密，未经同意不得向第三方提供。
2.4 因甲方过错造成乙方损失的，甲方承担赔偿责任，以人民币伍拾万元为限。
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(group, ["read", *words], catch_exceptions=False)


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    path = tmp_path / "协议.txt"
    path.write_text(AGREEMENT, "utf-8")
    return path


def test_a_whole_agreement(agreement: Path):
    done = run(str(agreement), "--lang", "zh")
    assert done.exit_code == 0
    assert done.stdout.count("已写明") == 10
    assert "未找到" not in done.stdout
    assert "第二条 甲方的义务 › 2.4" in done.stdout
    assert "赔偿限额：500,000元" in done.stdout
    assert "440524198001010019" not in done.stdout


def test_the_object_for_programs(agreement: Path):
    done = run(str(agreement), "--json")
    (document,) = json.loads(done.stdout)["documents"]
    text = AGREEMENT.rstrip("\n")
    assert document["kind"] == "agreement"
    assert "440524198001010019" not in done.stdout
    for clause in document["clauses"]:
        assert clause["answer"] == "covered"
        for evidence in clause["evidence"]:
            if "证件" not in evidence["sentence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["sentence"]
    terms = {term["key"]: (term["value"], term["unit"]) for term in document["terms"]}
    assert terms["retention"] == ("5", "year")
    assert terms["liability_cap"] == ("500000", "CNY")


def test_what_is_left_out_makes_the_exit_code_4(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_text("# 电子认证服务告知书\n\n个人证书每年60元。\n", "utf-8")
    done = run(str(path), "--lang", "en")
    assert done.exit_code == 4
    assert "not found" in done.stdout


def test_a_file_that_can_not_be_read_stops_no_other(agreement: Path, tmp_path: Path):
    (tmp_path / "scan.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    done = run(str(tmp_path / "scan.doc"), str(agreement), "--lang", "zh")
    assert done.exit_code == 2
    assert "scan.doc" in done.stderr
    assert "已写明" in done.stdout


def test_the_kind_may_be_given(agreement: Path):
    done = run(str(agreement), "--kind", "cps", "--lang", "zh")
    assert done.exit_code == 4
    assert "大纲" in done.stdout
    assert "概括性描述" in done.stdout


def test_read_with_a_practice_statement_contradictions_are_told(agreement: Path, tmp_path: Path):
    (tmp_path / "规则.md").write_text(
        "# 电子认证业务规则\n\n## 9.8 有限责任\n\n每张证书的赔偿上限为人民币捌拾万元。\n", "utf-8"
    )
    files = (str(agreement), str(tmp_path / "规则.md"))
    done = run(*files, "--lang", "zh")
    assert done.exit_code == 4
    assert "协议.txt 与 规则.md 的矛盾" in done.stdout
    assert "订户协议为500,000元，业务规则为800,000元；对持有人更不利" in done.stdout
    told = json.loads(run(*files, "--json").stdout)["documents"]
    assert [each["kind"] for each in told[0]["contradictions"]] == ["worse"]
    assert told[0]["contradictions"][0]["against"] == told[1]["sha256"]


def test_what_is_left_untold_is_for_a_person(agreement: Path, tmp_path: Path):
    (tmp_path / "规则.md").write_text(
        "# 电子认证业务规则\n\n## 9.13 争议\n\n争议解决方式由订户协议约定。\n", "utf-8"
    )
    done = run(str(agreement), str(tmp_path / "规则.md"), "--lang", "zh")
    line = next(line for line in done.stdout.splitlines() if "争议解决：业务规则说" in line)
    assert line.startswith("待确认")


def test_elements_are_named_in_the_language_asked_for(agreement: Path):
    told = run(str(agreement), "--lang", "en").stdout
    assert "· compensation：" in told
    assert "· 赔偿：" not in told


def test_a_page_of_all_files(agreement: Path, tmp_path: Path):
    page = tmp_path / "page.html"
    done = run(str(agreement), str(tmp_path / "absent.pdf"), "--output", str(page), "--lang", "zh")
    assert done.exit_code == 2
    assert f"已写入 {page}" in done.stdout
    assert "已写明" not in done.stdout
    text = page.read_text("utf-8")
    assert "absent.pdf" in text
    assert 'id="d1-f10"' in text
    assert "440524198001010019" not in text


def test_a_document_is_not_overwritten_by_its_page(agreement: Path):
    done = run(str(agreement), "--output", str(agreement))
    assert done.exit_code == 2
    assert agreement.read_text("utf-8") == AGREEMENT
