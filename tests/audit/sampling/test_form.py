"""The form: written, filled in as people do, read back, merged; what can't be taken is named."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from mingzheng.audit.sampling import Design, Question, Verdict, Wanted, opened, record, select
from mingzheng.errors import FormError, OutputError
from mingzheng.reports.originals import read_form, write_form
from mingzheng.reports.originals.layout import FORM, PARAMETERS
from mingzheng.reports.originals.section import sentences

RULE = "identity.never_checked"
TODAY = dt.date(2026, 11, 22)
FOUND = {"J": "是", "K": "是", "L": "属实", "N": "李核查", "O": dt.date(2026, 11, 20)}
FIRST = 5
PERSON = "000000189001010019"
"""A resident identity number that is nobody's."""


@pytest.fixture
def sample(held):
    return select(held, Wanted(Question.HELD, (RULE,)), Design(), seed="公开的种子")


@pytest.fixture
def form(sample, tmp_path) -> Path:
    return write_form(sample, tmp_path / "form.xlsx")


def fill(form: Path, *changes: dict[str, object], sheet: str = FORM) -> Path:
    """A copy of a form; each change is cells of one of its rows, from the first on."""
    filled = form.with_name("filled.xlsx")
    book = openpyxl.load_workbook(form)
    for row, cells in enumerate(changes, start=FIRST):
        for column, value in cells.items():
            name = column if column[-1].isdigit() else f"{column}{row}"
            book[sheet][name] = value
    book.save(filled)
    return filled


def read(form: Path, sample):
    return read_form(form, opened(sample.result.folder), today=TODAY)


def test_the_same_sample_is_the_same_bytes(sample, form, tmp_path):
    assert write_form(sample, tmp_path / "again.xlsx").read_bytes() == form.read_bytes()


def test_a_form_that_is_there_is_not_overwritten(sample, form):
    with pytest.raises(OutputError):
        write_form(sample, form)


def test_only_the_persons_columns_are_open(form, sample):
    sheet = openpyxl.load_workbook(form)[FORM]
    assert sheet.protection.sheet
    assert sheet.max_row == FIRST - 1 + len(sample.places)
    for row in sheet.iter_rows(min_row=FIRST):
        assert [cell.protection.locked for cell in row] == [True] * 9 + [False] * 6
    lists = {v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    assert lists == {'"是,否"', '"属实,部分属实,不属实,未见原件"'}


def test_a_row_shows_the_record(form, sample):
    sheet = openpyxl.load_workbook(form)[FORM]
    row = [cell.value for cell in sheet[FIRST]]
    first = sample.rows.to_pylist()[0]
    assert row[0] == 1
    assert row[4] == first["application_id"]
    assert "张三" in row[6]
    assert row[7] == first["sources"][0]
    assert row[8].startswith("档-")


def test_nothing_a_stranger_wrote_is_a_formula_or_a_number_of_a_person(
    make_sealed, a_verdict, tmp_path
):
    attack = "=HYPERLINK(1)"
    rows = [
        a_verdict(
            n, subject=attack, application_id=f"+{n}", registration_authority="@SUM(1)",
            shows=[{"name": "evidence_ref", "value": f"-1{attack}\x00{PERSON}"}],
            sources=[f"{attack}.csv:{n}"],
        )
        for n in range(9)
    ]  # fmt: skip
    result = make_sealed(rows)
    sample = select(result, Wanted(Question.HELD, (RULE,)), Design(), seed=attack)
    form = write_form(sample, tmp_path / "hostile.xlsx")
    with zipfile.ZipFile(form) as parts:
        whole = "".join(parts.read(name).decode() for name in parts.namelist())
    assert "<f>" not in whole
    assert PERSON not in whole
    assert len(read(fill(form, FOUND), sample).findings) == 1


def test_findings_come_back(form, sample):
    unseen = {"J": "否", "L": "未见原件", "N": "王核查", "O": "2026年11月2日"}
    wrong = FOUND | {"K": "否", "L": "不属实", "M": "原件为另一人", "O": "2026/11/21"}
    filled = read(fill(form, FOUND, unseen, {}, wrong), sample)
    assert filled.partial
    assert [f.number for f in filled.findings] == [1, 2, 4]
    assert [f.verdict for f in filled.findings] == [Verdict.SO, Verdict.UNSEEN, Verdict.NOT_SO]
    assert [f.day.day for f in filled.findings] == [20, 2, 21]
    assert [f.matches for f in filled.findings] == [True, None, False]
    assert filled.findings[2].note == "原件为另一人"


def test_sorted_rows_are_still_who_they_are(form, sample):
    book = openpyxl.load_workbook(form)
    sheet = book[FORM]
    for column in range(1, 10):
        a, b = sheet.cell(FIRST, column), sheet.cell(FIRST + 1, column)
        a.value, b.value = b.value, a.value
    for column, value in FOUND.items():
        sheet[f"{column}{FIRST}"] = value
    book.save(form)
    assert [f.number for f in read(form, sample).findings] == [2]


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"A": 999}, "A5"),
        ({"A": 2}, "A6"),
        ({"E": "SQ-别的"}, "E5"),
        ({"B": ""}, "B5"),
        (FOUND | {"L": "基本属实"}, "L5"),
        (FOUND | {"J": "yes"}, "J5"),
        (FOUND | {"N": ""}, "N5"),
        (FOUND | {"O": ""}, "O5"),
        (FOUND | {"O": "昨天"}, "O5"),
        (FOUND | {"O": "2026-13-01"}, "O5"),
        (FOUND | {"O": dt.date(2026, 11, 23)}, "O5"),
        (FOUND | {"J": "否"}, "L5"),
        (FOUND | {"L": "未见原件"}, "L5"),
        (FOUND | {"K": ""}, "K5"),
        (FOUND | {"O": "1999-05-20"}, "O5"),
        ({"M": "只写了说明"}, "J5"),
    ],
)
def test_what_cant_be_taken_over_is_named_by_its_cell(form, sample, changes, cell):
    with pytest.raises(FormError) as raised:
        read(fill(form, changes), sample)
    assert cell in raised.value.text.zh
    assert cell in raised.value.text.en


def test_a_row_that_was_deleted_is_missed(form, sample):
    book = openpyxl.load_workbook(form)
    book[FORM].delete_rows(FIRST + 3)
    book.save(form)
    with pytest.raises(FormError, match="4"):
        read(form, sample)


@pytest.mark.parametrize("row", range(2, 15))
def test_changed_parameters_are_refused(form, sample, row):
    with pytest.raises(FormError):
        read(fill(form, {f"C{row}": "7"}, sheet=PARAMETERS), sample)


def test_a_form_of_another_run_is_refused(form, sample, make_sealed, a_verdict):
    other = make_sealed([a_verdict(n) for n in range(200)], name="other", as_of="2022-10-31")
    with pytest.raises(FormError, match="另一次审计"):
        read_form(form, other, today=TODAY)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no book", b"not a book at all" * 99])
def test_what_is_no_form_is_said(sample, tmp_path, content):
    path = tmp_path / "no.xlsx"
    path.write_bytes(content)
    for wrong in (path, tmp_path / "absent.xlsx"):
        with pytest.raises(FormError):
            read(wrong, sample)


def test_another_workbook_is_no_form(sample, tmp_path):
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(FormError, match=FORM):
        read(tmp_path / "other.xlsx", sample)


def test_findings_are_merged_sealed_and_replaced(form, sample):
    folder = sample.result.folder
    half = read(fill(form, FOUND), sample)
    assert not record(half.sample, half.findings).complete
    said = json.loads((folder / "originals.json").read_text("utf-8"))["samples"][sample.id]
    assert (said["so"], said["open"]) == (1, len(sample.places) - 1)
    assert "暂不能支持" in sentences(said)[-1].zh
    whole = read(fill(form, *[FOUND] * len(sample.places)), sample)
    assert record(whole.sample, whole.findings).supported
    rows = pq.read_table(folder / "originals.parquet")
    assert rows.num_rows == len(sample.places)
    assert set(rows["verdict"].to_pylist()) == {"so"}
    assert opened(folder).fingerprint == sample.result.fingerprint
    said = json.loads((folder / "originals.json").read_text("utf-8"))["samples"][sample.id]
    assert "不等于没有" in sentences(said)[-1].zh


def test_the_same_findings_are_the_same_bytes(form, sample, tmp_path):
    folder = sample.result.folder
    twin = shutil.copytree(folder, tmp_path / "twin")
    filled = fill(form, FOUND)
    for place in (folder, twin):
        read_ = read_form(filled, opened(place), today=TODAY)
        record(read_.sample, read_.findings)
    for name in ("originals.parquet", "originals.json", "run.json"):
        assert (folder / name).read_bytes() == (twin / name).read_bytes()


def test_two_samples_stand_side_by_side(form, sample, tmp_path):
    folder = sample.result.folder
    record(sample, read(fill(form, FOUND), sample).findings)
    again = select(opened(folder), sample.population.wanted, sample.design, seed="另一个")
    record(again, [])
    samples = json.loads((folder / "originals.json").read_text("utf-8"))["samples"]
    assert set(samples) == {sample.id, again.id}
