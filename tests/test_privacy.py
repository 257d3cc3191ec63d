"""Numbers of persons are masked wherever they stand; those of organisations are not."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from mingzheng.privacy import (
    differing,
    is_resident_number,
    keyed_digest,
    mask_number,
    mask_numbers,
    mask_text,
    mask_texts,
)

NUMBER = "000000188001010018"


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (NUMBER, "resident_id", "00***************8"),
        (NUMBER, None, "00***************8"),
        ("00000018800101001X", None, "00***************X"),
        ("000000800101001", None, "00************1"),
        ("E12345678", "passport", "E*******8"),
        ("E12345678", None, "E*******8"),
        ("1234", None, "****"),
        ("91350100M000100Y43", "uscc", "91350100M000100Y43"),
        ("91350100M000100Y43", None, "91350100M000100Y43"),
        ("911100001000001234", "uscc", "911100001000001234"),
        ("911100001000001234", None, "91***************4"),
        ("", None, ""),
    ],
)
def test_mask_by_kind(value: str, kind: str | None, shown: str) -> None:
    assert mask_number(value, kind) == shown


def test_a_person_in_an_organisations_column_is_masked() -> None:
    number = "00000018800101001" + ric.calc_check_digit("000000188001010010")
    assert is_resident_number(number)
    assert number[6:14] not in mask_number(number, "uscc")


@pytest.mark.parametrize(
    "text",
    [
        "051@张三@Z{}@1",
        "number {}.",
        "证件{}号",
        "{}_a.cer",
        "A{}B",
    ],
)
@pytest.mark.parametrize(
    "number",
    [
        NUMBER,
        "000000 18800101 0018",
        "０００００0188001010018",
        "000000800101001",
        "00000018800101001x",
    ],
)
def test_numbers_in_text_are_masked(text: str, number: str) -> None:
    masked = mask_text(text.format(number))
    assert number not in masked
    assert "800101" not in masked
    assert len(masked) == len(text.format(number))


def test_a_number_inside_a_longer_run_is_masked() -> None:
    number = "00000018800101001" + ric.calc_check_digit("000000188001010010")
    assert "18800101" not in mask_text(f"20210601{number}0001")


def test_other_numbers_stay() -> None:
    text = "N91320508346386385N 2021-06-01 12:00:00 13800000000 1234567890123456"
    assert mask_text(text) == text


@given(st.text(max_size=60))
def test_masking_keeps_length_and_is_final(text: str) -> None:
    once = mask_text(text)
    assert len(once) == len(text)
    assert mask_text(once) == once


@given(st.lists(st.one_of(st.none(), st.text("0123456789X ", max_size=19)), max_size=20))
def test_columns_are_masked_as_values_are(values: list[str | None]) -> None:
    array = pa.array(values, pa.string())
    assert mask_numbers(array).to_pylist() == [v if v is None else mask_number(v) for v in values]
    assert mask_texts(array).to_pylist() == [v if v is None else mask_text(v) for v in values]


def test_kinds_go_with_their_numbers() -> None:
    numbers = pa.array(["911100001000001234", "911100001000001234", None])
    kinds = pa.array(["uscc", None, "uscc"])
    assert mask_numbers(numbers, kinds).to_pylist() == [
        "911100001000001234",
        "91***************4",
        None,
    ]


@given(st.dates(min_value=dt.date(1800, 1, 1)), st.integers(0, 999))
def test_resident_numbers_agree_with_stdnum(day: dt.date, sequence: int) -> None:
    stem = f"110101{day:%Y%m%d}{sequence:03}".replace(" ", "0")
    number = stem + ric.calc_check_digit(stem + "0")
    assert is_resident_number(number) == (int(number[6:10]) < 2200)
    assert not is_resident_number(number[:17] + ("0" if number[17] != "0" else "1"))


def test_differing_positions() -> None:
    assert differing(NUMBER, NUMBER) == []
    assert differing("12345", "12445") == [3]
    assert differing("123", "12345") == [4, 5]
    assert differing("１２x", "12X") == []


def test_keyed_digest() -> None:
    key = bytes(range(32))
    assert keyed_digest(NUMBER, key) == keyed_digest(NUMBER, key)
    assert keyed_digest(NUMBER, key) != keyed_digest(NUMBER, key[::-1])
    assert len(keyed_digest(NUMBER, key)) == 12
    with pytest.raises(ValueError, match="16 to 64"):
        keyed_digest(NUMBER, b"short")


def test_a_broken_resident_number_said_to_be_an_organisations_is_masked():
    assert "19491231" not in mask_number("110105 19491231 002X", "uscc")
    assert "19491231" not in mask_number("110105-19491231-002X", "registration_number")
