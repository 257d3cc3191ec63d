import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.records.serials import read_serials


def read(*cells, decimal=False):
    stored = read_serials(pa.array(cells), decimal=decimal)
    return stored.arrays[0].to_pylist(), [fault.reason for fault in stored.faults]


@pytest.mark.parametrize(
    "cell",
    ["0x00AB:CD", "ab cd", "00ABCD", "abcd", "ＡＢＣＤ", "AB-CD", "0XABCD", "abcdh", "ABCDH"],
)
def test_one_serial_in_many_spellings(cell):
    assert read(cell) == (["abcd"], [])


def test_zero_is_zero():
    assert read("0000", "0", "00:00") == (["0", "0", "0"], [])


@pytest.mark.parametrize("cell", ["xyz", "0x", "12G4", "序列号"])
def test_what_is_no_serial_is_said_so(cell):
    assert read(cell) == ([None], ["not_a_serial"])


def test_spoiled_by_a_spreadsheet():
    assert read("1.1E+17", "ab") == ([None, "ab"], ["spoiled_number"])


def test_hex_that_looks_like_a_power_is_hex():
    assert read("1e17") == (["1e17"], [])


@given(st.lists(st.integers(0, 2**160 - 1), max_size=20))
def test_decimal_serials_as_hex(values):
    cells = pa.array([str(value) for value in values], pa.string())
    stored = read_serials(cells, decimal=True)
    assert stored.arrays[0].to_pylist() == [f"{value:x}" for value in values]


@given(st.lists(st.integers(0, 2**160 - 1), max_size=20))
def test_hex_serials_keep_their_value(values):
    cells = pa.array([f"{value:042X}" for value in values], pa.string())
    assert read_serials(cells, decimal=False).arrays[0].to_pylist() == [f"{v:x}" for v in values]


def test_decimal_null_stays_null():
    assert read("12", None, "x", decimal=True)[0] == ["c", None, None]
