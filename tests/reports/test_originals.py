"""`mingzheng originals`: from a result to a form, and from the filled form to the report."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from mingzheng.audit.seal import sealed_outputs
from mingzheng.audit.verdicts import SCHEMA
from mingzheng.cli.entry import group
from mingzheng.errors import MingzhengError
from mingzheng.reports import write_report

RULE = "contract.never_signed"


def invoke(*words: object):
    return CliRunner().invoke(group, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def result(plausible: Path) -> Path:
    """The plausible run with a file per rule, sealed."""
    rows = defaultdict(list)
    for path in (plausible / "verdicts").glob("*.parquet"):
        for row in pq.read_table(path).to_pylist():
            rows[row["rule"]].append(row)
        path.unlink()
    for rule, of_rule in rows.items():
        pq.write_table(
            pa.Table.from_pylist(of_rule).select(SCHEMA.names).cast(SCHEMA),
            plausible / f"verdicts/{rule}.parquet",
        )
    write_report(plausible)
    run = json.loads((plausible / "run.json").read_text("utf-8"))
    run["outputs"] = sealed_outputs(plausible)
    (plausible / "run.json").write_text(json.dumps(run), "utf-8")
    return plausible


def test_from_a_result_to_a_form_to_the_report(result, tmp_path):
    assert 'id="originals"' not in (result / "report.html").read_text("utf-8")
    form = tmp_path / "form.xlsx"
    options = ("--rule", "identity.checked_after_issuance", "--by", "year", "--tolerable", "10%")
    done = invoke("originals", "select", result, "-o", form, "--seed", "公开", *options, "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["tolerable"] == "0.1"
    assert 0 < int(said["drawn"]) <= int(said["population"])
    book = openpyxl.load_workbook(form)
    for column, value in zip(
        "JKLNO", ("是", "是", "属实", "李", dt.date(2026, 1, 5)), strict=True
    ):
        book.worksheets[0][f"{column}5"] = value
    book.save(form)
    done = invoke("originals", "record", result, form)
    assert done.exit_code == 0, done.output
    page = (result / "report.html").read_text("utf-8")
    assert said["sample"] in page
    assert 'href="#originals"' in page
    sealed = json.loads((result / "run.json").read_text("utf-8"))["outputs"]
    assert sealed == sealed_outputs(result)
    assert {"originals.json", "originals.parquet"} <= {row["path"] for row in sealed}
    again = invoke("originals", "record", result, form, "--json")
    assert json.loads(again.stdout)["so"] == 1
    assert (result / "report.html").read_text("utf-8") == page


def test_a_form_is_not_written_into_the_result(result):
    done = invoke("originals", "select", result, "-o", result / "form.xlsx", "--seed", "s")
    assert done.exit_code == 2
    assert not (result / "form.xlsx").exists()


@pytest.mark.parametrize("wrong", [("--confidence", "very"), ("--by", "colour"), ("--least", "0")])
def test_an_option_that_is_no_number_or_choice_is_said(result, tmp_path, wrong):
    words = ("originals", "select", result, "-o", tmp_path / "f.xlsx", "--seed", "s", *wrong)
    assert invoke(*words).exit_code == 2


@pytest.mark.parametrize(
    "wrong",
    [("--tolerable", "0"), ("--item", "9.9"), ("--rule", "no.such"), ("--confidence", "100%")],
)
def test_what_cant_be_drawn_is_said(result, tmp_path, wrong):
    words = ("originals", "select", result, "-o", tmp_path / "f.xlsx", "--seed", "s", *wrong)
    with pytest.raises(MingzhengError):
        invoke(*words)
    assert not (tmp_path / "f.xlsx").exists()


def test_a_folder_that_is_no_result_is_said(tmp_path):
    with pytest.raises(MingzhengError, match="结果文件夹"):
        invoke("originals", "select", tmp_path / "no", "-o", tmp_path / "f.xlsx", "--seed", "s")
