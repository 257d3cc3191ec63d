"""Which encoding a file is in, and what becomes of bytes that it does not allow."""

from __future__ import annotations

import gzip

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingzheng.sources.encodings import Damaged, decoded, detect, raw_blocks, utf8_blocks
from mingzheng.sources.limits import Limits

TEXT = "业务流水号,申请人\n" + "A1,张三丰与李四\n" * 30
LIMITS = Limits()


@pytest.mark.parametrize(
    ("written", "expected"),
    [("ascii", "utf-8"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"),
     ("gbk", "gb18030"), ("gb2312", "gb18030")],
)  # fmt: skip
def test_detected(tmp_path, written, expected):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(written, "ignore"))
    assert detect(path, LIMITS) == expected


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_by_its_mark(tmp_path, mark):
    path = tmp_path / "a.csv"
    name = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    path.write_bytes(mark + TEXT.encode(name))
    assert detect(path, LIMITS) == name
    assert b"".join(utf8_blocks(path, name, LIMITS)).decode() == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("spoiled", [b"\xff", b"\x81 ", b"\x80\x80", b"\x81@"])
def test_a_few_spoiled_bytes_do_not_change_it(tmp_path, encoding, spoiled):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding) + spoiled + b"\n" + TEXT.encode(encoding))
    assert detect(path, LIMITS) == encoding


def test_one_gb18030_cell_after_ten_megabytes_of_ascii(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"A1,a,1\n" * 1_500_000 + "A2,张三,1\n".encode("gb18030"))
    assert detect(path, LIMITS) == "gb18030"


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text("张三李四王五赵六钱七孙八,A1\n", min_size=20, max_size=200).filter(
        lambda text: sum(letter > "一" for letter in text) > 10
    ),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
def test_chinese_text_is_never_misread(tmp_path, text, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert b"".join(utf8_blocks(path, detect(path, LIMITS), LIMITS)).decode() == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le"])
def test_what_can_not_be_decoded_is_no_utf8(tmp_path, encoding):
    path = tmp_path / "a.csv"
    bad = b"\xff" if encoding == "gb18030" else b"\x00\xd8"
    path.write_bytes("张".encode(encoding) + bad + ",三".encode(encoding))
    text = b"".join(utf8_blocks(path, encoding, LIMITS))
    cells, lost = decoded(pa.array(text.split(b","), pa.binary()))
    assert cells.to_pylist() == [None, "三"]
    assert lost.tolist() == [0]


@given(st.lists(st.binary(max_size=6), max_size=40))
def test_decoded_agrees_with_python(values):
    cells, lost = decoded(pa.array(values, pa.binary()))
    expected = []
    for value in values:
        try:
            expected.append(value.decode())
        except UnicodeDecodeError:
            expected.append(None)
    assert cells.to_pylist() == expected
    assert lost.tolist() == [i for i, value in enumerate(expected) if value is None]


def test_gzip_in_parts_with_padding(tmp_path):
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"abc") + gzip.compress(b"def") + bytes(512))
    assert b"".join(raw_blocks(path, LIMITS)) == b"abcdef"


def test_gzip_with_a_wrong_byte(tmp_path):
    path = tmp_path / "a.gz"
    packed = bytearray(gzip.compress(TEXT.encode() * 100))
    packed[len(packed) // 2] ^= 0xFF
    path.write_bytes(packed)
    with pytest.raises(Damaged) as damage:
        list(raw_blocks(path, LIMITS))
    assert damage.value.reason == "truncated_archive"
    assert "压缩包" in damage.value.text.zh
    assert "archive" in damage.value.text.en
