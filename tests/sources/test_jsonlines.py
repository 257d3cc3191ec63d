"""JSON Lines: every digit kept, and a bad line loses only itself."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzheng.sources.jsonlines import LONGEST_LINE, read_json_lines
from mingzheng.sources.limits import Limits
from mingzheng.sources.raw import Origin
from mingzheng.sources.rejects import REASONS, Rejects


def read(path: Path, *, batch_rows: int = 1000):
    """(batches, rejects as (reason, line, column))."""
    with Rejects() as rejects:
        origin = Origin("applications", path.name, rejects)
        batches = list(
            read_json_lines(path, origin=origin, limits=Limits(), batch_rows=batch_rows)
        )
        found = [
            (entry["reason"], entry["line"], entry["column"])
            for batch in (rejects.batches() if len(rejects) else ())
            for entry in batch.to_pylist()
        ]
    return batches, found


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "a.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_values_as_they_are_written(tmp_path):
    text = (
        '{"编号": 110101189001011234, "金额": 1.10, "大": 1e17, "是": true, "否": false}\n'
        '{"编号": "0001", "金额": null, "角色": ["checker", 1.50, {"k": null}]}\n'
    )
    [batch], rejects = read(written(tmp_path, text))
    assert batch.columns.to_pylist() == [
        {"编号": "110101189001011234", "金额": "1.10", "大": "1e17", "是": "true", "否": "false",
         "角色": None},
        {"编号": "0001", "金额": None, "大": None, "是": None, "否": None,
         "角色": '["checker",1.50,{"k":null}]'},
    ]  # fmt: skip
    assert rejects == []


def test_bad_lines_lose_only_themselves(tmp_path):
    lines = ['{"a": 1}', "", "nonsense", '{"a": 2', "[1]", '{"a": 3, "a": 4}', '{"a": 5}', '{"a']
    [batch], rejects = read(written(tmp_path, "\n".join(lines)))
    assert batch.columns.to_pylist() == [{"a": "1"}, {"a": "5"}]
    assert batch.lines.tolist() == [1, 7]
    assert rejects == [
        *[("bad_json", line, None) for line in (3, 4, 5, 6)],
        ("cut_short", 8, None),
    ]


def test_nesting_without_end(tmp_path):
    [batch], rejects = read(written(tmp_path, '{"a":' * 100_000 + "\n" + '{"a": 1}\n'))
    assert batch.lines.tolist() == [2]
    assert rejects == [("bad_json", 1, None)]


def test_undecodable_cells(tmp_path):
    text = b'{"a": "\xff", "b": "x"}\n{"a": "\\ud800", "b": "\xe5\xbc\xa0"}\n'
    [batch], rejects = read(written(tmp_path, text))
    assert batch.columns.to_pylist() == [{"a": None, "b": "x"}, {"a": None, "b": "张"}]
    assert rejects == [("undecodable", 1, "a"), ("undecodable", 2, "a")]


def test_columns_may_grow(tmp_path):
    batches, _ = read(written(tmp_path, '{"a": 1}\n{"a": 2}\n{"b": 3}\n'), batch_rows=2)
    assert [batch.columns.schema.names for batch in batches] == [["a"], ["a", "b"]]
    assert batches[1].columns.to_pylist() == [{"a": None, "b": "3"}]


def test_encodings_and_gzip(tmp_path):
    text = '{"姓名": "张三"}\n' * 30
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        [batch], rejects = read(written(tmp_path, gzip.compress(text.encode(encoding))))
        assert batch.columns.to_pylist() == [{"姓名": "张三"}] * 30
        assert rejects == []


def test_zero_filled_tail_and_a_line_too_long(tmp_path):
    long = b'{"a": "' + b"x" * LONGEST_LINE + b'"}\n'
    [batch], rejects = read(written(tmp_path, b'{"a": 1}\n' + long + b'{"a": 2}\n' + bytes(9999)))
    assert batch.lines.tolist() == [1, 3]
    assert rejects == [("record_too_long", 2, None), ("zero_bytes", 4, None)]


def test_empty(tmp_path):
    assert read(written(tmp_path, ""))[1] == [("empty_file", None, None)]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("abc"),
            st.none() | st.text(max_size=8) | st.integers() | st.booleans(),
            min_size=1,
        ),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_what_json_writes_is_read_back(tmp_path, objects, ascii_only):
    try:
        lines = [json.dumps(o, ensure_ascii=ascii_only) for o in objects]
        path = written(tmp_path, "".join(line + "\n" for line in lines))
    except UnicodeEncodeError:
        return
    [batch], _ = read(path)
    names = batch.columns.schema.names
    for found, given_ in zip(batch.columns.to_pylist(), objects, strict=True):
        for name in names:
            value = given_.get(name)
            text = value if isinstance(value, str | None) else json.dumps(value)
            if text is not None and any("\ud800" <= letter <= "\udfff" for letter in text):
                text = None
            assert found[name] == text


@pytest.mark.parametrize("code", ["bad_json", "cut_short", "record_too_long", "json_array"])
def test_each_reason_in_both_languages(code):
    assert any("一" <= letter <= "鿿" for letter in REASONS[code].explanation.zh)
    assert REASONS[code].explanation.en.isascii()
    assert REASONS[code].remedy.en.isascii()
