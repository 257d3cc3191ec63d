"""Parquet: types kept, and a damaged row group loses only itself."""

from __future__ import annotations

import datetime as dt
import decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.sources.parquet import read_parquet
from mingzheng.sources.raw import Origin
from mingzheng.sources.rejects import REASONS, Rejects


def read(path: Path, *, batch_rows: int = 1000):
    """(batches, rejects as (reason, line, column, rows))."""
    with Rejects() as rejects:
        origin = Origin("applications", path.name, rejects)
        batches = list(read_parquet(path, origin=origin, batch_rows=batch_rows))
        found = [
            (entry["reason"], entry["line"], entry["column"], entry["rows"])
            for batch in rejects.batches()
            for entry in batch.to_pylist()
        ]
    return batches, found


def test_types_and_ordinals(tmp_path):
    moment = dt.datetime(2019, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    table = pa.table(
        {
            " 编号 ": pa.array(["A1", "A2", None]).dictionary_encode(),
            "日期": [dt.date(2019, 1, 2)] * 3,
            "时间": [moment] * 3,
            "金额": [decimal.Decimal("1.10")] * 3,
            "是": [True, False, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    batches, rejects = read(tmp_path / "a.parquet")
    assert [batch.lines.tolist() for batch in batches] == [[1, 2], [3]]
    assert batches[0].columns.to_pylist()[0] == {
        "编号": "A1", "日期": dt.date(2019, 1, 2), "时间": moment,
        "金额": decimal.Decimal("1.10"), "是": True,
    }  # fmt: skip
    assert batches[0].columns.schema.field("编号").type == pa.string()
    assert rejects == []


def test_batches_are_bounded(tmp_path):
    pq.write_table(pa.table({"a": range(2500)}), tmp_path / "a.parquet")
    batches, _ = read(tmp_path / "a.parquet")
    assert [len(batch.lines) for batch in batches] == [1000, 1000, 500]
    assert batches[2].lines[0] == 2001


def test_a_damaged_row_group_loses_only_itself(tmp_path):
    path = tmp_path / "a.parquet"
    values = [f"value {i}" for i in range(3000)]
    pq.write_table(pa.table({"a": values}), path, row_group_size=1000, use_dictionary=False)
    with pq.ParquetFile(path) as file:
        chunk = file.metadata.row_group(1).column(0)
        start, size = chunk.data_page_offset, chunk.total_compressed_size
    content = bytearray(path.read_bytes())
    content[start + 4 : start + size - 4] = bytes(size - 8)
    path.write_bytes(content)
    batches, rejects = read(path)
    assert [batch.lines[0] for batch in batches] == [1, 2001]
    assert sum(len(batch.lines) for batch in batches) == 2000
    assert rejects == [("damaged_row_group", 1001, None, 1000)]


@pytest.mark.parametrize("cut", [0, 3, 100, -1, -5])
def test_cut_short(tmp_path, cut):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": range(1000)}), path)
    path.write_bytes(path.read_bytes()[:cut])
    assert read(path) == ([], [("damaged_parquet", None, None, 1)])


def test_every_byte_of_the_footer(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": ["x", "y"], "b": [1, 2]}), path)
    content = path.read_bytes()
    for place in range(len(content) - 200, len(content), 3):
        path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        batches, rejects = read(path)
        assert sum(len(batch.lines) for batch in batches) <= 2 or rejects


def test_text_that_is_no_text(tmp_path):
    path = tmp_path / "a.parquet"
    binary = pa.array([b"ok", b"\xff\xfe"], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 2, binary.buffers())
    pq.write_table(pa.table({"a": text, "b": [1, 2]}), path)
    [batch], rejects = read(path)
    assert batch.columns.to_pylist() == [{"a": "ok", "b": 1}, {"a": None, "b": 2}]
    assert rejects == [("undecodable", 2, "a", 0)]


def test_same_header_twice(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], ["a", "a "]), path)
    [batch], rejects = read(path)
    assert batch.columns.to_pylist() == [{"a": 1, "a#2": 2}]
    assert rejects == [("duplicate_header", None, "a", 0)]


def test_no_rows(tmp_path):
    pq.write_table(pa.table({"a": pa.array([], pa.int64())}), tmp_path / "a.parquet")
    [batch], _ = read(tmp_path / "a.parquet")
    assert batch.columns.schema.names == ["a"]


def test_missing(tmp_path):
    assert read(tmp_path / "none.parquet")[1] == [("vanished_file", None, None, 1)]


@pytest.mark.parametrize("code", ["damaged_parquet", "damaged_row_group"])
def test_each_reason_in_both_languages(code):
    assert "Parquet" in REASONS[code].explanation.zh
    assert REASONS[code].explanation.en.isascii()
    assert "重新导出" in REASONS[code].remedy.zh
