import json
import tomllib

import pytest
from click.testing import CliRunner

from mingzheng.cli.mapping import command
from mingzheng.errors import SourceError

CSV = "业务单编号,办理类别,身份证编号\nA1,新办,11010519491231002X\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tables" / "申请.csv"
    path.parent.mkdir()
    path.write_text(CSV, "utf-8")
    return path


def run(*arguments, **environment):
    return CliRunner().invoke(command, ["suggest", *map(str, arguments)], env=environment)


def test_it_proposes_toml_ready_to_paste(file):
    result = run(file, "--table", "applications", MINGZHENG_LANG="zh")
    assert result.exit_code == 0
    pasted = tomllib.loads(result.output)["tables"]["applications"]
    assert pasted["columns"]["application_id"] == "业务单编号"
    assert pasted["paths"] == ["tables/申请.csv"]
    assert "缺少必需的列" in result.output
    assert "11010519491231002X" not in result.output


def test_in_english(file):
    result = run(file, "--table", "applications", MINGZHENG_LANG="en")
    assert "headers recognised" in result.output


def test_json(file):
    (found,) = json.loads(run(file, "--json").output)
    assert found["table"] == "applications"
    assert {one["column"] for one in found["proposals"]} >= {"application_id", "kind"}
    assert "subject_kind" in found["missing"]


def test_a_table_that_does_not_exist(file):
    result = run(file, "--table", "aplications", MINGZHENG_LANG="en")
    assert result.exit_code == 2
    assert "Did you mean 'applications'" in result.output


def test_a_file_that_cannot_be_read(tmp_path):
    result = run(tmp_path / "none.csv")
    assert isinstance(result.exception, SourceError)
    assert "none.csv" in result.exception.text.zh
    (tmp_path / "empty.csv").write_text("")
    assert isinstance(run(tmp_path / "empty.csv").exception, SourceError)
