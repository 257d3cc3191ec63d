"""`mingzheng rules`: every rule can be listed and shown, in both languages."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from mingzheng.cli.rules import command
from mingzheng.errors import RuleError
from mingzheng.rules import rules


def run(*arguments, columns="100", language="zh"):
    result = CliRunner().invoke(
        command, arguments, env={"COLUMNS": columns, "MINGZHENG_LANG": language}
    )
    if isinstance(result.exception, RuleError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def squeezed(output):
    return "".join(output.split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_names_every_rule_and_aligns(language):
    output = run("list", "--lang", language, columns="160")
    for rule in rules():
        assert rule.id in output
        assert (rule.zh if language == "zh" else rule.en) in output
    rows = [line for line in output.splitlines() if line.startswith(("│", "┃"))]
    assert len(rows) > len(rules())
    assert len({cell_len(row) for row in rows}) == 1


def test_the_list_can_be_that_of_one_item():
    listed = json.loads(run("list", "--item", "1.3", "--json"))["rules"]
    assert {rule["id"] for rule in listed} == {rule.id for rule in rules() if "1.3" in rule.items}
    assert "parties.never_delivered" in {rule["id"] for rule in listed}
    never = next(rule for rule in listed if rule["id"] == "parties.never_delivered")
    assert never["severity"] == "notice"
    assert set(never["title"]) == {"zh", "en"}


def test_an_item_without_rules_is_refused_with_those_that_have_some():
    with pytest.raises(RuleError, match=r"1\.4"):
        run("list", "--item", "9.9")


def test_a_rule_shows_its_law_with_the_mark_its_text_demands():
    output = squeezed(run("show", "content.serial_invalid"))
    assert "《电子签名法》第二十一条第三项" in output
    assert "〔未核实〕（三）证书序列号" in output
    assert "RFC5280" in output
    assert "1.4证书内容没有完整、准确载明" in output
    assert "certificates" in output
    assert "不属于问题：" in output


def test_a_rule_names_its_competent_authority_and_the_records_it_needs():
    assert "密码管理部门" in run("show", "content.key_weak")
    shown = json.loads(run("show", "parties.never_delivered", "--json"))
    assert "deliveries" in shown["reads"]
    assert shown["looks_at"] == "certificate"
    assert shown["cites"][0]["mark"] == "verbatim"
    assert "交付记录（deliveries）" in squeezed(run("show", "parties.never_delivered"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_can_be_shown(language):
    for rule in rules():
        output = run("show", rule.id, "--lang", language, columns="200")
        assert rule.id in output
        assert (rule.zh if language == "zh" else rule.en) in output


def test_a_real_process_refuses_an_unknown_rule_without_a_traceback():
    result = subprocess.run(
        [sys.executable, "-c", "from mingzheng.cli import main; main()", "rules", "show", "x.y"],
        capture_output=True,
        env={**os.environ, "MINGZHENG_LANG": "zh"},
        check=False,
    )
    said = result.stderr.decode()
    assert result.returncode == 2
    assert said.startswith("错误：")
    assert "x.y" in said
    assert "Traceback" not in said
