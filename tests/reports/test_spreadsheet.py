"""What is written is what other programs read: openpyxl and calamine are the oracles."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import fromstring

from mingzheng.reports import spreadsheet
from mingzheng.reports.plain import cell
from mingzheng.reports.spreadsheet import Spreadsheet

NOTHING: frozenset[int] = frozenset()
CELLS = st.none() | st.text(max_size=40).map(cell).map(str.strip).filter(lambda t: "_x" not in t)


def written(folder: Path, columns: list[list[str | None]], **more: frozenset[int]) -> Path:
    path = folder / "book.xlsx"
    book = Spreadsheet(path, title="<题> & 'x'", created=dt.date(2022, 8, 30))
    with book.sheet(1, "表<&'", [10] * len(columns)) as sheet:
        sheet.begin([f"列{n}" for n in range(len(columns))])
        for part in (slice(0, 2), slice(2, None)):
            arrays = [pa.array(column[part], pa.string()) for column in columns]
            if len(arrays[0]):
                sheet.append(arrays, numbers=more.get("numbers", NOTHING))
    book.close()
    return path


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_others_read_what_was_written(rows: list[tuple[str | None, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), [*map(list, zip(*rows, strict=True)), ["x"] * len(rows)])
        sheet = load_workbook(path).active
        found = [[c.value or None for c in row] for row in sheet.iter_rows(min_row=2, max_col=3)]
        assert found == [[value or None for value in row] for row in rows]
        assert all(c.data_type in "sn" for row in sheet for c in row)
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                fromstring(package.read(name))


def test_a_second_reader_agrees(tmp_path: Path) -> None:
    texts: list[str | None] = ["=1+1", "a&b<c>\"'", "两\n行", None, "_x0041_"]
    path = written(tmp_path, [texts, ["x"] * 5])
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:5]] == ["=1+1", "a&b<c>\"'", "两\n行", ""]
    # ECMA-376 22.4.2.4 (bstr): _x0041_ would be read as A, so its underscore is written as one.
    assert rows[5][0] == "_x0041_"


def test_a_time_is_a_time(tmp_path: Path) -> None:
    path = written(tmp_path, [["43528.423611111111", None], ["a", "b"]], numbers=frozenset({0}))
    sheet = load_workbook(path).active
    assert sheet["A2"].value == dt.datetime.fromisoformat("2019-03-04T10:10:00")
    assert sheet["A3"].value is None


def test_columns_are_lettered_as_everywhere() -> None:
    assert [spreadsheet._letter(n) for n in range(800)] == [
        get_column_letter(n + 1) for n in range(800)
    ]


def test_no_clock_is_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, [["a"]])
    with zipfile.ZipFile(path) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core) == ["2022-08-30T00:00:00Z"]
