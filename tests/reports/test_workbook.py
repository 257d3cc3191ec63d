from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from mingzheng.errors import OutputError
from mingzheng.reports import write_report, write_workbook
from mingzheng.reports.sheets import COLUMNS

Make = Callable[..., Path]
SHEETS = ("疑似问题", "疑点与提示", "待补充")
NAMES = [column.name for column in COLUMNS]


def verdicts(result: Path) -> list[dict[str, Any]]:
    parts = sorted((result / "verdicts").glob("*.parquet"))
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    rows = list(load_workbook(path)[name].iter_rows(min_row=2, values_only=True))
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def test_every_verdict_is_in_the_sheet_it_belongs_to(plausible: Path) -> None:
    [path] = write_workbook(plausible, headers={})
    assert path == plausible / "breaches.xlsx"
    every = verdicts(plausible)
    unknown = [row for row in every if row["verdict"] == "unknown"]
    breaches = [
        row for row in every if row["verdict"] == "breach" and row["severity"] == "violation"
    ]
    for name, expected in (("疑似问题", breaches), ("待补充", unknown)):
        assert [row["subject"] for row in sheet(path, name)] == [
            row["subject"] for row in expected
        ]
    rest = len(every) - len(unknown) - len(breaches)
    assert len(sheet(path, "疑点与提示")) == rest


def test_a_row_says_what_was_found_and_where(plausible: Path) -> None:
    [path] = write_workbook(plausible, headers={})
    row = sheet(path, "疑似问题")[0]
    assert row["rule"] == "identity.checked_after_issuance"
    assert row["rule_title"].startswith("签发（或撤销）后才查验身份")
    assert row["application_id"] == "SQ2019-000000"
    assert row["product"] == "签名证书"
    assert row["event_at"].isoformat() == "2019-03-04T10:10:00"
    assert "最早通过的查验方式：人脸" in row["shows"]
    assert row["sources"] == "tables/业务申请.csv:2\ntables/核验流水-2019.csv:1000"
    assert row["cites"] == "《电子签名法》第二十条；《电子认证服务管理办法》第三十条"


def test_the_headers_are_those_of_the_ca_beside_ours(plausible: Path) -> None:
    own = {"applications": {"application_id": "业务流水号"}, "issuances": {"serial_number": "SN"}}
    [path] = write_workbook(plausible, headers=own)
    top = dict(zip(NAMES, next(load_workbook(path)["疑似问题"].values), strict=True))
    assert top["application_id"] == "业务流水号\n申请编号 application\napplication_id"
    assert top["serial_number"] == "SN\n证书序列号 serial number\nserial_number"
    assert top["domain"] == "应用领域 domain\ndomain"


def test_sheets_can_be_filtered_and_keep_their_header(plausible: Path) -> None:
    [path] = write_workbook(plausible, headers={})
    found = load_workbook(path)["疑似问题"]
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == f"A1:U{found.max_row}"
    assert found.column_dimensions["N"].width > 40


@pytest.mark.parametrize("most_rows", [7, 20])
def test_what_does_not_fit_goes_on_in_further_files(plausible: Path, most_rows: int) -> None:
    [path] = write_workbook(plausible, headers={})
    whole = {name: sheet(path, name) for name in SHEETS}
    paths = write_workbook(plausible, headers={}, most_rows=most_rows)
    assert [path.name for path in paths[:3]] == [
        "breaches.xlsx",
        "breaches-2.xlsx",
        "breaches-3.xlsx",
    ]
    for name in SHEETS:
        assert [row for path in paths for row in sheet(path, name)] == whole[name]


def test_the_same_result_gives_the_same_bytes(plausible: Path) -> None:
    first = write_workbook(plausible, headers={})[0].read_bytes()
    assert write_workbook(plausible, headers={})[0].read_bytes() == first


def test_nothing_of_a_stranger_is_a_formula_or_breaks_the_file(hostile: Path, person: str) -> None:
    [path] = write_workbook(hostile, headers={"applications": {"domain": "=1+1"}})
    book = load_workbook(path)
    cells = [cell for name in book for row in name.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    values = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert any(value.startswith("=cmd|") for value in values)
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("=cmd|"))
    assert max(map(len, values)) <= 32_767
    assert not any(person in value for value in values)
    assert not any(ord(c) < 32 and c != "\n" for value in values for c in value)


def test_an_empty_result_makes_an_empty_list(make_result: Make) -> None:
    [path] = write_workbook(make_result(), headers={})
    assert sheet(path, "疑似问题") == []


def test_a_folder_that_is_no_result_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_workbook(tmp_path, headers={})


def test_how_the_engine_encodes_its_columns_makes_no_difference(plausible: Path) -> None:
    [path] = write_workbook(plausible, headers={})
    first, page = path.read_bytes(), write_report(plausible).read_bytes()
    for part in (plausible / "verdicts").glob("*.parquet"):
        table = pq.read_table(part)
        for place, column in enumerate(table.schema):
            if pa.types.is_string(column.type):
                encoded = table[column.name].dictionary_encode()
                table = table.set_column(place, column.name, encoded)
            elif pa.types.is_timestamp(column.type):
                naive = table[column.name].cast(pa.timestamp("us"))
                table = table.set_column(place, column.name, naive)
        pq.write_table(table, part, row_group_size=3)
    assert write_workbook(plausible, headers={})[0].read_bytes() == first
    assert write_report(plausible).read_bytes() == page


def test_times_are_civil_times_of_the_ca(make_result: Make) -> None:
    moments = ["1969-12-31T23:59:59", "2020-02-29T16:00:00", "1850-01-01T00:00:00", None]
    rows = [
        {
            **dict.fromkeys(("item", "held", "shows", "sources", "application_id")),
            **{"rule": "identity.never_checked", "severity": "violation", "verdict": "breach"},
            **{"subject": str(n), "looks_at": "case"},
            "event_at": at and dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC),
        }
        for n, at in enumerate(moments)
    ]
    [path] = write_workbook(make_result(verdicts=rows), headers={})
    found = [row["event_at"] for row in sheet(path, "疑似问题")]
    assert [str(at) for at in found] == [
        "1970-01-01 07:59:59",
        "2020-03-01 00:00:00",
        "None",
        "None",
    ]
