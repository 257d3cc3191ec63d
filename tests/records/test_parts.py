"""A table on disk appears whole or not at all, and is taken up where it was stopped."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pytest

from mingzheng.records import parts
from mingzheng.records.parts import Parts, Rowwise, read_parts

SCHEMA = pa.schema([("row", pa.int64())])
ROWS = pa.table({"row": pa.array(range(1000), pa.int64())})


class Stopped(Exception):
    pass


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(parts, "ROW_GROUP", 16)
    monkeypatch.setattr(parts, "GROUPS_PER_PART", 4)


def write(folder, *, stop=1000, made_from="these", batch=70):
    """Write the rows in batches up to one; the number of rows that were there before."""
    with Parts(folder, SCHEMA, made_from=made_from) as written:
        ready = written.rows
        for start in range(ready, 1000, batch):
            if start >= stop:
                raise Stopped
            written.write(ROWS.slice(start, batch))
    return ready


def digests(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_it_is_taken_up_after_the_last_whole_part(tmp_path):
    assert write(tmp_path / "whole") == 0
    for stop in (10, 300, 300, 640, 980):
        with pytest.raises(Stopped):
            write(tmp_path / "table", stop=stop)
        assert not (tmp_path / "table").exists()
    assert write(tmp_path / "table", batch=33) == 960
    assert digests(tmp_path / "table") == digests(tmp_path / "whole")
    assert pa.concat_tables(read_parts(tmp_path / "table")).equals(ROWS)
    assert [p.name for p in tmp_path.iterdir() if "partial" in p.name] == []


@pytest.mark.parametrize("made_from", ["others", None])
def test_what_was_made_from_others_is_not_taken_up(tmp_path, made_from):
    with pytest.raises(Stopped):
        write(tmp_path / "table", stop=640)
    assert write(tmp_path / "table", made_from=made_from) == 0
    assert pa.concat_tables(read_parts(tmp_path / "table")).equals(ROWS)


@pytest.mark.parametrize("sizes", [[1000], [1, 2, 3, 994], [400] * 3, [0, 1000, 5]])
def test_rows_are_taken_by_their_number(tmp_path, sizes):
    write(tmp_path / "table")
    rows = Rowwise(read_parts(tmp_path / "table"))
    taken = [rows.take(size) for size in sizes]
    assert sum(table.num_rows for table in taken) == 1000
    found = [n for table in taken if table.num_columns for n in table["row"].to_pylist()]
    assert found == list(range(1000))


def test_a_part_without_its_end_is_written_again(tmp_path):
    with pytest.raises(Stopped):
        write(tmp_path / "table", stop=640)
    partial = tmp_path / "table.partial"
    last = max(partial.glob("part-*.parquet"))
    last.rename(last.with_name(f"{last.name}.open"))
    assert write(tmp_path / "table") == 576
    assert pa.concat_tables(read_parts(tmp_path / "table")).equals(ROWS)


@pytest.mark.parametrize("left", ["table", "table.partial"])
def test_stopped_before_it_was_noted_as_finished_it_loses_nothing(tmp_path, left):
    write(tmp_path / "table")
    (tmp_path / "table").rename(tmp_path / left)
    assert write(tmp_path / "table") == 1000
    assert pa.concat_tables(read_parts(tmp_path / "table")).equals(ROWS)
