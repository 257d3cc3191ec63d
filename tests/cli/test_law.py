"""`mingzheng law`: readable, aligned, in both languages, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from mingzheng import law
from mingzheng.cli.law import command
from mingzheng.errors import LawError


def run(*arguments, columns="100", language="zh"):
    result = CliRunner().invoke(
        command, arguments, env={"COLUMNS": columns, "MINGZHENG_LANG": language}
    )
    if isinstance(result.exception, LawError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def squeezed(output):
    return "".join(output.split())


@pytest.mark.parametrize("columns", ["60", "80", "140"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_columns_of_the_list_align(language, columns):
    output = run("list", "--lang", language, columns=columns)
    rows = [line for line in output.splitlines() if line.startswith(("│", "┃", "├", "└", "┏"))]
    assert len(rows) > 40
    tables = output.split("┏")[1:]
    assert len(tables) == 3
    for table in tables:
        widths = {
            cell_len(line) for line in table.splitlines()[1:] if line.startswith(("│", "┃", "└"))
        }
        assert len(widths) == 1
    assert all(cell_len(line) <= int(columns) for line in output.splitlines()[:-1])


def test_the_list_names_every_item_instrument_and_standard():
    output = squeezed(run("list"))
    catalogue = law.catalogue()
    for each in (*catalogue.instruments(), *catalogue.standards()):
        assert each.id in output
    for item in catalogue.items():
        assert item.id in output
    assert "未核实29" in output
    assert law.digest() in output


def test_the_list_speaks_the_reader_s_language():
    assert "通知事项" in run("list")
    assert "Items of the notice" in run("list", language="en")
    assert "Items of the notice" in run("list", "--lang", "en")
    assert "通知事项" in run("list", "--lang", "zh", language="en")


def test_the_list_is_one_json_object():
    listed = json.loads(run("list", "--json"))
    assert listed["digest"] == law.digest()
    assert [item["id"] for item in listed["items"]][-3:] == ["3.3", "4.1", "4.2"]
    measures = next(each for each in listed["instruments"] if each["id"] == "measures")
    last = measures["articles"][0]["versions"][-1]
    assert (last["mark"], last["since"], last["until"]) == ("memory", "2015-04-29", None)


def test_an_item_shows_its_words_basis_and_sanction():
    output = squeezed(run("show", "1.3"))
    item = law.catalogue().item("1.3")
    assert item.text in output
    assert squeezed(item.cited_as) in output
    assert squeezed(item.sanction.text.zh) in output
    for id in item.articles:
        assert law.catalogue().article(id).cite("zh") in output
    assert "〔未核实〕电子认证服务机构应当按照公布的电子认证业务规则" in output
    assert "esign-law/21(2)本系统所列依据" in output
    assert "esign-law/20通知所引" in output


@pytest.mark.parametrize("language", ["zh", "en"])
def test_item_2_6_keeps_what_is_printed_and_puts_it_right(language):
    output = squeezed(run("show", "2.6", "--lang", language))
    item = law.catalogue().item("2.6")
    assert squeezed(item.text) in output
    assert "《电子认证服务管理办法》第三十条" in output
    assert "《电子认证服务管理办法》第三十一条" in output
    assert squeezed(item.erratum.in_language(language)) in output


def test_an_article_shows_its_wordings_and_what_rests_on_it():
    output = squeezed(run("show", "esign-law/24"))
    article = law.catalogue().article("esign-law/24")
    assert article.zh in output
    for written in ("原文", "2005-04-01", "2019-04-23", "相关事项1.5", "该时段文本未取得"):
        assert written in output
    assert squeezed(article.provenance.zh) in output


def test_the_rules_that_cite_an_article_are_listed():
    assert "identity.checked_after_issuance" in run("show", "esign-law/20")
    assert "identity.checked_after_issuance" in run("show", "1.1")
    assert "identity.checked_after_issuance" not in run("show", "esign-law/26")


def test_an_english_reader_gets_a_gloss_that_says_it_is_one():
    output = run("show", "esign-law/24", "--lang", "en")
    assert "our gloss, not an official translation" in output
    assert "at least five years" in output
    assert "保存期限至少为" in output


ALL = [
    *(item.id for item in law.catalogue().items()),
    *(each.id for each in law.catalogue().instruments()),
    *(each.id for each in law.catalogue().standards()),
    *(article.id for each in law.catalogue().instruments() for article in each.articles),
    *("esign-law/20.2", "measures/21(6)", "《电子签名法》第二十四条"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_can_be_shown(language):
    for id in ALL:
        output = run("show", id, "--lang", language)
        assert output.strip()
        assert all(cell_len(line) <= 100 for line in output.splitlines())
        assert json.loads(run("show", id, "--json"))["id"]


def test_an_unverified_article_is_shown_with_its_label_only():
    for article in law.catalogue().instrument("measures").articles:
        if article.mark is law.Mark.MEMORY:
            assert "〔未核实" in squeezed(run("show", article.id))


def test_brackets_of_a_text_are_not_taken_for_markup():
    assert "esign-law/21(7)" in run("show", "esign-law/21(7)")
    with pytest.raises(LawError, match=r"\[red\]"):
        run("show", "[red]x[/red]")


def test_a_real_process_refuses_an_unknown_id_with_its_nearest():
    environment = {**os.environ, "MINGZHENG_LANG": "zh"}
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from mingzheng.cli import main; main()",
            "law",
            "show",
            "esign/24",
        ],
        capture_output=True,
        env=environment,
        check=False,
    )
    said = result.stderr.decode()
    assert result.returncode == 2
    assert "esign-law/24" in said
    assert said.startswith("错误：")
    assert "Traceback" not in said
    assert result.stdout == b""


def test_a_real_process_shows_an_item_through_a_pipe():
    environment = {**os.environ, "MINGZHENG_LANG": "en", "COLUMNS": "100"}
    result = subprocess.run(
        [sys.executable, "-c", "from mingzheng.cli import main; main()", "law", "show", "2.6"],
        capture_output=True,
        env=environment,
        check=True,
    )
    assert "erratum" in result.stdout.decode()
    assert b"\x1b[" not in result.stdout
