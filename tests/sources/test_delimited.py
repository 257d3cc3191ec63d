"""CSV as it comes: every dialect, exact lines, and damage that loses only what is damaged."""

from __future__ import annotations

import csv
import gzip
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzheng.sources import encodings
from mingzheng.sources.delimited import read_delimited
from mingzheng.sources.limits import Limits
from mingzheng.sources.raw import Origin
from mingzheng.sources.rejects import REASONS, Rejects

HEADER = "业务流水号,申请人,时间\n"


def read(path: Path, *, batch_rows: int = 1000, quick: bool = False):
    """(headers, rows, lines, rejects as (reason, line, column, value))."""
    rows, lines, names = [], [], []
    with Rejects() as rejects:
        origin = Origin("applications", path.name, rejects)
        for batch in read_delimited(path, origin=origin, limits=Limits(), batch_rows=batch_rows):
            names = batch.columns.schema.names
            columns = [column.to_pylist() for column in batch.columns.columns]
            rows += [list(row) for row in zip(*columns, strict=True)]
            lines += batch.lines.tolist()
        found = [
            (entry["reason"], entry["line"], entry["column"], entry["value"])
            for batch in (() if quick or not len(rejects) else rejects.batches())
            for entry in batch.to_pylist()
        ]
    return names, rows, lines, found


def written(tmp_path: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = tmp_path / "申请.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_encoding_and_line_end(tmp_path, encoding, newline):
    text = (HEADER + "A1,张三㐀𠮷,2019-01-02\nA2,李四,NULL\n").replace("\n", newline)
    names, rows, lines, rejects = read(written(tmp_path, text, encoding))
    assert names == ["业务流水号", "申请人", "时间"]
    assert rows == [["A1", "张三㐀𠮷", "2019-01-02"], ["A2", "李四", "NULL"]]
    assert lines == [2, 3]
    assert rejects == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter(tmp_path, delimiter):
    text = HEADER.replace(",", delimiter) + delimiter.join(["A1", '"张;三,|\t"', "x"]) + "\n"
    _, rows, _, rejects = read(written(tmp_path, text))
    assert (rows, rejects) == ([["A1", "张;三,|\t", "x"]], [])


def test_gb18030_trail_byte_is_no_delimiter(tmp_path):
    assert "倈".encode("gb18030")[1:] == b"|"
    text = "业务流水号|申请人\n" + "A1|倈倈\n" * 50
    _, rows, _, rejects = read(written(tmp_path, text, "gb18030"))
    assert rows == [["A1", "倈倈"]] * 50
    assert rejects == []


def test_encoding_is_detected_past_a_megabyte_of_ascii(tmp_path):
    text = "id,name,note\n" + "A1,B,C\n" * 400_000 + "A2,张三,联通\n"
    _, rows, lines, rejects = read(written(tmp_path, text, "gb18030"), batch_rows=200_000)
    assert rows[-1] == ["A2", "张三", "联通"]
    assert lines[-1] == 400_002
    assert rejects == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_only_the_undecodable_cell_is_lost(tmp_path, encoding):
    text = HEADER + "A1,张三,x\nA2,李@四,y\nA3,王五,z\n"
    path = written(tmp_path, text.encode(encoding).replace(b"@", b"\xff"))
    _, rows, lines, rejects = read(path)
    assert rows == [["A1", "张三", "x"], ["A2", None, "y"], ["A3", "王五", "z"]]
    assert lines == [2, 3, 4]
    assert [entry[:3] for entry in rejects] == [("undecodable", 3, "申请人")]


def test_lines_stay_exact_after_blank_lines_quoted_line_ends_and_bad_rows(tmp_path):
    text = HEADER + 'A1,"x\r\ny\nz",1\n\n\nA2,b\nA3,c,3\nA4,d,4,5\n,,\nA5,e,5\n'
    _, rows, lines, rejects = read(written(tmp_path, text))
    assert rows == [["A1", "x\r\ny\nz", "1"], ["A3", "c", "3"], ["A5", "e", "5"]]
    assert lines == [2, 8, 11]
    assert rejects == [
        ("wrong_number_of_cells", 7, None, "2 ≠ 3"),
        ("wrong_number_of_cells", 9, None, "4 ≠ 3"),
    ]


def test_an_open_quote_loses_its_line_only(tmp_path):
    body = "A1,a,1\n" + 'A2,"b,2\n' + 'A3,"c",3\n' + "A4,d,4\n"
    _, rows, lines, rejects = read(written(tmp_path, HEADER + body))
    assert [row[0] for row in rows] == ["A1", "A3", "A4"]
    assert lines == [2, 4, 5]
    assert rejects == [("unbalanced_quote", 3, None, None)]


@pytest.mark.parametrize("after", [10, 400_000])
def test_an_open_quote_without_any_later_quote(tmp_path, after):
    body = 'A1,"b,2\n' + "A2,c,3\n" * after
    _, rows, lines, rejects = read(written(tmp_path, HEADER + body), batch_rows=100_000)
    assert len(rows) == after
    assert lines == list(range(3, after + 3))
    assert rejects == [("unbalanced_quote", 2, None, None)]


def test_an_open_quote_that_a_later_one_seems_to_close(tmp_path):
    body = 'A1,"b,2\nA2,c,3\nA3,d,"\nA4,e,4\n'
    _, rows, _, rejects = read(written(tmp_path, HEADER + body))
    assert [row[0] for row in rows] == ["A2", "A4"]
    assert [entry[:2] for entry in rejects] == [("unbalanced_quote", 2), ("unbalanced_quote", 4)]


def test_text_after_a_closing_quote(tmp_path):
    _, rows, _, rejects = read(written(tmp_path, HEADER + 'A1,"he"llo,2\nA2,a,3\n'))
    assert rows == [["A2", "a", "3"]]
    assert rejects == [("unbalanced_quote", 2, None, None)]


@pytest.mark.parametrize("tail", ["A2,b", 'A2,"b', 'A2,b,"2019-', "A2"])
def test_half_written_last_line(tmp_path, tail):
    _, rows, _, rejects = read(written(tmp_path, HEADER + "A1,a,1\n" + tail))
    assert rows == [["A1", "a", "1"]]
    assert [entry[:2] for entry in rejects] == [("cut_short", 3)]


def test_last_line_without_line_end_is_read_and_remarked(tmp_path):
    _, rows, _, rejects = read(written(tmp_path, HEADER + "A1,a,1\nA2,b,2019-01-0"))
    assert rows[1] == ["A2", "b", "2019-01-0"]
    assert [entry[:2] for entry in rejects] == [("no_final_line_end", 3)]


def test_zero_filled_tail(tmp_path):
    path = written(tmp_path, (HEADER + "A1,a,1\nA2,b,2\n").encode() + bytes(100_000))
    _, rows, _, rejects = read(path)
    assert len(rows) == 2
    assert rejects == [("zero_bytes", 4, None, None)]


def test_a_hole_of_zeros_loses_only_its_line(tmp_path):
    path = written(tmp_path, HEADER.encode() + b"A1,a,1\nA2," + bytes(5000) + b",2\nA3,c,3\n")
    _, rows, _, rejects = read(path)
    assert [row[0] for row in rows] == ["A1", "A3"]
    assert rejects == [("zero_bytes", 3, None, None)]


def test_ten_gigabytes_of_zeros(tmp_path):
    path = written(tmp_path, HEADER + "A1,a,1\n")
    os.truncate(path, 10 << 30)
    _, rows, _, rejects = read(path)
    assert len(rows) == 1
    assert {entry[0] for entry in rejects} == {"zero_bytes", "blank_file"}


def test_a_line_without_end(tmp_path):
    path = written(tmp_path, HEADER + "A1,a,1\n" + "x" * 20_000_000 + "\nA2,b,2\n")
    _, rows, lines, rejects = read(path)
    assert [row[0] for row in rows] == ["A1", "A2"]
    assert lines == [2, 4]
    assert rejects == [("record_too_long", 3, None, None)]


def test_lines_before_the_header(tmp_path):
    names, rows, lines, rejects = read(written(tmp_path, "申请记录导出\n\n" + HEADER + "A1,a,1\n"))
    assert names[0] == "业务流水号"
    assert (rows, lines) == ([["A1", "a", "1"]], [4])
    assert rejects == [("lines_before_header", 3, None, None)]


def test_duplicate_and_empty_headers(tmp_path):
    names, rows, _, rejects = read(written(tmp_path, "编号,日期, 日期 ,\nA1,1,2,3\n"))
    assert names == ["编号", "日期", "日期#2", "#4"]
    assert rows == [["A1", "1", "2", "3"]]
    assert sorted(rejects, key=str) == [
        ("duplicate_header", 1, "日期", "日期#2"),
        ("empty_header", 1, "#4", None),
    ]


def test_each_row_ends_with_a_delimiter_more_than_the_header(tmp_path):
    names, rows, _, rejects = read(written(tmp_path, HEADER + "A1,a,1,\nA2,b,2,\nA3,c\n"))
    assert names == ["业务流水号", "申请人", "时间"]
    assert [entry[0] for entry in rejects].count("wrong_number_of_cells") == 3
    names, rows, _, rejects = read(written(tmp_path, HEADER + "A1,a,1,\nA2,b,2,\n"))
    assert names == ["业务流水号", "申请人", "时间", "#4"]
    assert rows == [["A1", "a", "1", ""], ["A2", "b", "2", ""]]
    assert rejects == [("empty_header", 1, "#4", None)]


def test_a_header_without_measure(tmp_path):
    _, rows, _, rejects = read(written(tmp_path, ",".join(map(str, range(20_000))) + "\n1,2\n"))
    assert (rows, rejects) == ([], [("too_many_columns", 1, None, None)])


def test_single_column(tmp_path):
    names, rows, _, rejects = read(written(tmp_path, "证书序列号\n00ff\n\n12\n"))
    assert (names, rows, rejects) == (["证书序列号"], [["00ff"], ["12"]], [])


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty_file"), (b"\n\n", "empty_file")])
def test_nothing_in_it(tmp_path, content, reason):
    _, rows, _, rejects = read(written(tmp_path, content))
    assert rows == []
    assert [entry[0] for entry in rejects] == [reason]


def test_a_header_without_rows_still_gives_its_columns(tmp_path):
    names, rows, lines, rejects = read(written(tmp_path, HEADER))
    assert (names, rows, lines) == (["业务流水号", "申请人", "时间"], [], [])
    assert [entry[0] for entry in rejects] in ([], ["no_final_line_end"])


def test_utf16_without_mark(tmp_path):
    path = written(tmp_path, "id,name,day\nA1,B,2019-01-01\n" * 20, "utf-16-le")
    assert [entry[0] for entry in read(path)[3]] == ["utf16_without_mark"]


def test_missing_file(tmp_path):
    assert [entry[0] for entry in read(tmp_path / "none.csv")[3]] == ["vanished_file"]


def test_gzip(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress((HEADER + "A1,张三,1\n").encode("gb18030")))
    assert read(path)[1] == [["A1", "张三", "1"]]


def test_gzip_cut_short_keeps_what_was_read(tmp_path):
    path = tmp_path / "a.csv.gz"
    text = HEADER + "".join(f"A{i},{hash(str(i))},1\n" for i in range(50_000))
    packed = gzip.compress(text.encode())
    path.write_bytes(packed[: len(packed) // 2])
    _, rows, _, rejects = read(path)
    assert len(rows) > 1000
    assert {entry[0] for entry in rejects} <= {
        "truncated_archive",
        "cut_short",
        "no_final_line_end",
    }
    assert "truncated_archive" in {entry[0] for entry in rejects}


def test_gzip_bomb(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(HEADER.encode() + (b"A1," + b"x" * 10_000 + b",1\n") * 7000))
    assert "expansion_bomb" in {entry[0] for entry in read(path, batch_rows=200_000)[3]}


CELL = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=12
) | st.text('a",;\n\r\t| 张', max_size=12)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    # Before Python 3.13 the csv module leaves a foreign line end in a cell unquoted.
    style=st.sampled_from([("\r\n", csv.QUOTE_MINIMAL)])
    | st.tuples(st.sampled_from(["\n", "\r\n", "\r"]), st.just(csv.QUOTE_ALL)),
    block=st.sampled_from([1, 7, 64, 1 << 20]),
    batch_rows=st.sampled_from([1, 3, 1000]),
)
def test_what_the_csv_module_writes_is_read_back(
    tmp_path, monkeypatch, rows, encoding, delimiter, style, block, batch_rows
):
    out = io.StringIO(newline="")
    newline, quoting = style
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    header = ["业务流水号", "申请人", "时间"]
    # Enough plain rows that the dialect is beyond doubt, as in any real export.
    writer.writerows([header, *rows, *[["编号", "某某", "某日"]] * 40])
    text = out.getvalue()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    expected, before = [], 0
    for row in reader:
        if any(row):
            expected.append((before + 1, row))
        before = reader.line_num
    names, got, lines, rejects = read_in_blocks(
        written(tmp_path, text, encoding), monkeypatch, block, batch_rows
    )
    assert names == header
    assert list(zip(lines, got, strict=True)) == expected[1:]
    assert rejects == []


def read_in_blocks(path, monkeypatch, block, batch_rows):
    with monkeypatch.context() as patch:
        whole = encodings.raw_blocks

        def small(path, limits):
            data = b"".join(whole(path, limits))
            yield data[:4]
            for start in range(4, len(data), block):
                yield data[start : start + block]

        patch.setattr(encodings, "raw_blocks", small)
        return read(path, batch_rows=batch_rows)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200) | st.text('A",\n\r;\0', max_size=60).map(str.encode))
def test_any_bytes_at_all(tmp_path, noise):
    before, after = "A1,张三,1\n".encode(), "\n\nA9,李四,9\n".encode()
    path = written(tmp_path, HEADER.encode() + before * 60 + noise + after * 60)
    names, rows, lines, _ = read(path, quick=True)
    assert names == ["业务流水号", "申请人", "时间"]
    assert rows[:60] == [["A1", "张三", "1"]] * 60
    assert rows[-50:] == [["A9", "李四", "9"]] * 50
    assert lines == sorted(set(lines))
    text = path.read_bytes().decode("utf-8", "replace")
    ends = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for row, line in zip(rows, lines, strict=True):
        assert row[0] is None or ends[line - 1].lstrip('"').startswith(first_line(row[0]))


def first_line(cell: str) -> str:
    return cell.replace("\r", "\n").split("\n")[0].split('"')[0]


@pytest.mark.parametrize(
    "code",
    [
        "utf16_without_mark", "undecodable", "no_header", "lines_before_header",
        "duplicate_header", "empty_header", "wrong_number_of_cells", "unbalanced_quote",
        "record_too_long", "zero_bytes", "cut_short", "no_final_line_end", "truncated_archive", "too_many_columns",
    ],
)  # fmt: skip
def test_each_reason_says_what_to_do_in_both_languages(code):
    reason = REASONS[code]
    for text in (reason.explanation, reason.remedy):
        assert any("一" <= letter <= "鿿" for letter in text.zh)
        assert text.en.isascii() or "≠" in text.en
