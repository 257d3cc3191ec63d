"""Workbooks: types and lines kept, damage visible, hostile files refused."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from mingzheng.sources.limits import GIB, Limits
from mingzheng.sources.raw import Origin
from mingzheng.sources.rejects import REASONS, Rejects
from mingzheng.sources.workbook import read_workbook

MOMENT = dt.datetime.fromisoformat("2019-01-02 03:04:05")


def read(path: Path, **options):
    """(batches, rejects as (reason, line, column, value))."""
    with Rejects() as rejects:
        origin = Origin("applications", path.name, rejects)
        batches = list(
            read_workbook(path, origin=origin, limits=Limits(), **{"batch_rows": 1000, **options})
        )
        found = [
            (entry["reason"], entry["line"], entry["column"], entry["value"])
            for batch in rejects.batches()
            for entry in batch.to_pylist()
        ]
    return batches, found


def book(path: Path, **named_sheets) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in named_sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_types_and_lines(tmp_path):
    rows = [
        ["编号", "日期", "时间", "号码", "混合", "布尔", "空"],
        ["A1", dt.date(2019, 1, 2), MOMENT, 110101189001011234, 1, True],
        [],
        ["A2", dt.date(2019, 1, 3), MOMENT, 7, "x", False],
        [None, None, None, None, 110101189001011234],
    ]
    [batch], rejects = read(book(tmp_path / "a.xlsx", 申请=rows))
    assert batch.file == "a.xlsx#申请"
    assert batch.lines.tolist() == [2, 4, 5]
    columns = batch.columns
    assert columns.schema.names == rows[0]
    assert columns.schema.field("日期").type == pa.date32()
    assert columns["时间"].to_pylist()[0] == MOMENT
    assert columns["号码"].to_pylist() == [pytest.approx(110101189001011234.0), 7.0, None]
    assert columns["混合"].to_pylist() == ["1", "x", "1.10101189001011E+17"]
    assert columns["布尔"].to_pylist() == [True, False, None]
    assert columns["空"].null_count == 3
    assert rejects == []


def test_a_type_that_changes_late_is_text_throughout(tmp_path):
    rows = [["编号", "值"], *[[f"A{i}", i] for i in range(25_000)], ["Z", "甲"]]
    batches, _ = read(book(tmp_path / "a.xlsx", s=rows), batch_rows=10_000)
    assert [len(batch.lines) for batch in batches] == [10_000, 10_000, 5001]
    assert {batch.columns.schema.field("值").type for batch in batches} == {pa.string()}
    assert batches[0].columns["值"].to_pylist()[:2] == ["0", "1"]
    assert batches[2].lines[-1] == 25_002


def test_title_rows_and_a_table_off_the_corner(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["C3"] = "申请记录"
    sheet.merge_cells("C3:E3")
    for row, cells in enumerate([["编号", "日期", "日期"], ["A1", "2019", "2020"]], start=5):
        for column, cell in enumerate(cells, start=3):
            sheet.cell(row, column, cell)
    path = tmp_path / "a.xlsx"
    workbook.save(path)
    [batch], rejects = read(path)
    assert batch.lines.tolist() == [6]
    assert batch.columns.to_pylist()[0]["编号"] == "A1"
    assert {(reason, line) for reason, line, column, _ in rejects if column in (None, "日期")} == {
        ("lines_before_header", 5),
        ("duplicate_header", 5),
    }


def test_first_sheet_with_content_is_read_and_the_others_remarked(tmp_path):
    path = book(tmp_path / "a.xlsx", 说明=[], 甲=[["a", "b"], [1, 2]], 乙=[["a", "b"], [3, 4]])
    [batch], rejects = read(path)
    assert batch.file == "a.xlsx#甲"
    assert rejects == [("other_sheets", None, None, "说明、乙")]
    [batch], _ = read(path, sheet="乙")
    assert batch.columns.to_pylist() == [{"a": 3.0, "b": 4.0}]
    assert read(path, sheet="丙")[1] == [("no_such_sheet", None, None, "说明、甲、乙")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 nothing", "damaged_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old_workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted_workbook",
        ),
    ],
)
def test_what_is_no_workbook(tmp_path, content, reason):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert read(path) == ([], [(reason, None, None, None)])


def test_no_rows_no_header(tmp_path):
    assert read(book(tmp_path / "a.xlsx", s=[]))[1][0][0] == "empty_file"
    assert read(book(tmp_path / "b.xlsx", s=[["x"], [None, "y"]]))[1][0][0] == "no_header"
    assert read(tmp_path / "c.xlsx")[1][0][0] == "vanished_file"


def test_a_header_without_rows_still_gives_its_columns(tmp_path):
    [batch], _ = read(book(tmp_path / "a.xlsx", s=[["a", "b"]]))
    assert batch.columns.schema.names == ["a", "b"]
    assert len(batch.lines) == 0


def rewritten(path: Path, sheet: bytes) -> Path:
    """The workbook with the XML of its first sheet replaced."""
    out = path.with_name("hostile.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out


XMLNS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def test_two_cells_at_opposite_corners(tmp_path):
    cell = b'<row r="%d"><c r="%s"><v>1</v></c></row>'
    rows = cell % (1, b"A1") + cell % (1048576, b"XFD1048576")
    path = rewritten(
        book(tmp_path / "a.xlsx", s=[["a"]]),
        b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (XMLNS, rows),
    )
    assert read(path, memory=2 * GIB) == ([], [("sheet_unreadable", None, None, None)])


def test_zip_bomb(tmp_path):
    path = rewritten(book(tmp_path / "a.xlsx", s=[["a"]]), b" " * (300 << 20))
    assert read(path) == ([], [("expansion_bomb", None, None, None)])


def test_broken_xml(tmp_path):
    path = rewritten(book(tmp_path / "a.xlsx", s=[["a"]]), b"<worksheet><sheetData><row r='1'><c")
    batches, rejects = read(path)
    assert batches == []
    assert rejects[0][0] in ("damaged_workbook", "empty_file")


@pytest.mark.parametrize(
    "code",
    ["encrypted_workbook", "old_workbook", "damaged_workbook", "sheet_unreadable",
     "no_such_sheet", "other_sheets", "expansion_bomb"],
)  # fmt: skip
def test_each_reason_in_both_languages(code):
    reason = REASONS[code]
    for text in (reason.explanation, reason.remedy):
        assert any("一" <= letter <= "鿿" for letter in text.zh)
        assert not any("一" <= letter <= "鿿" for letter in text.en)
