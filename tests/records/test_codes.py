import pyarrow as pa
import pytest

from mingzheng.records.codes import read_booleans, read_code_lists, read_codes, spellings
from mingzheng.records.schema import codes


@pytest.mark.parametrize("name", list(codes()))
def test_every_code_and_spelling_is_known(name):
    for code, others in codes()[name].items():
        found = read_codes(pa.array([code, code.upper(), f" {code} "]), known=spellings(name))
        assert found.arrays[0].to_pylist() == [code] * 3
        known = read_codes(pa.array(others), known=spellings(name)).arrays[0].to_pylist()
        assert None not in known


@pytest.mark.parametrize("name", list(codes()))
def test_no_spelling_means_two_codes(name):
    listed = [spelling for others in codes()[name].values() for spelling in others]
    assert len(listed) == len(set(listed))


def test_an_unknown_code_is_null_and_said_so():
    stored = read_codes(pa.array(["签名证书", "什么", None]), known=spellings("product"))
    assert stored.arrays[0].to_pylist() == ["signature", None, None]
    assert [(f.reason, f.rows.tolist()) for f in stored.faults] == [("unknown_code", [1])]


def test_the_own_code_wins():
    known = {**spellings("product"), "01": "event"}
    assert read_codes(pa.array(["01"]), known=known).arrays[0].to_pylist() == ["event"]


def test_lists_of_codes():
    stored = read_code_lists(
        pa.array(["查验;审核", "checker，auditor", "查验、什么", None, ""]),
        known=spellings("operator_role"),
    )
    assert stored.arrays[0].to_pylist() == [
        ["checker", "reviewer"], ["checker", "auditor"], None, None, None,
    ]  # fmt: skip
    assert stored.faults[0].rows.tolist() == [2]


def test_booleans():
    stored = read_booleans(pa.array(["是", "否", "1", "0", "TRUE", "n", "有", "无", "?", None]))
    assert stored.arrays[0].to_pylist() == [
        True, False, True, False, True, False, True, False, None, None,
    ]  # fmt: skip
    assert [(f.reason, f.rows.tolist()) for f in stored.faults] == [("not_a_boolean", [8])]
