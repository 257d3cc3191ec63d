import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from mingzheng.records.numbers import (
    CREDIT,
    HASHED,
    MASKED,
    RESIDENT,
    credit_check,
    organisation_check,
    read_numbers,
    resident_check,
)

AS_OF = dt.date(2022, 8, 30)


def forms(*cells):
    return read_numbers(pa.array(cells, pa.string()), as_of=AS_OF).arrays[2].to_pylist()


def form(cell):
    return forms(cell)[0]


# Vectors of the standards and of published specimens; "constructed" satisfies the arithmetic.
RESIDENT_NUMBERS = [
    "11010519491231002X",
    "440524188001010014",
    "810000199408230021",
    "830000199201300022",
    "140524196001010013",
    "991101198001010015",
]
CREDIT_CODES = [
    "91110000600037341L",
    "12100000K00002351Y",
    "91350100M000100Y43",
    "A1110000000000019A",
    "N2330100MF0000013G",
    "Y1110000000000019M",
    "911100000000004570",
]


@pytest.mark.parametrize("number", RESIDENT_NUMBERS)
def test_resident_numbers_pass(number):
    assert form(number) == RESIDENT


@pytest.mark.parametrize("number", CREDIT_CODES)
def test_credit_codes_pass(number):
    assert form(number) & CREDIT


def test_a_birth_in_the_future_does_not_pass():
    assert form("110105209912310029") == 0


def test_the_organisation_code_within_is_checked():
    assert form("91110000000000015Y") == 0


@pytest.mark.parametrize(
    ("cell", "bits"),
    [
        ("1101051949****002X", MASKED),
        ("1101051949＊＊＊＊002X", MASKED),
        ("110105XXXXXXXX002X", MASKED),
        ("110105●●●●●●●●002X", MASKED),
        ("d41d8cd98f00b204e9800998ecf8427e", HASHED),
        ("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", HASHED),
        ("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", HASHED),
        ("110105491231002", 0),
        ("G12345678", 0),
        ("军字第1234567号", 0),
        ("11010519491231002", 0),
    ],
)
def test_other_forms(cell, bits):
    assert form(cell) == bits


def test_the_key_is_blind_to_spelling():
    cells = [
        "11010519491231002x",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
    ]
    keys = read_numbers(pa.array(cells), as_of=AS_OF).arrays[1].to_pylist()
    assert set(keys) == {"11010519491231002X"}
    assert set(forms(*cells)) == {RESIDENT}


def test_floats_of_a_spreadsheet_are_spoiled():
    stored = read_numbers(pa.array(["1.10105E+17", "A1"]), as_of=AS_OF)
    assert stored.arrays[0].to_pylist() == [None, "A1"]
    assert [fault.reason for fault in stored.faults] == ["spoiled_number"]
    assert stored.faults[0].rows.tolist() == [0]


digits = st.text("0123456789", min_size=3, max_size=3)


@given(st.dates(dt.date(1985, 1, 1), dt.date(2020, 1, 1)), digits, st.sampled_from("0123456789X"))
def test_resident_numbers_agree_with_stdnum(born, sequence, check):
    number = f"110105{born:%Y%m%d}{sequence}{check}"
    assert bool(form(number) & RESIDENT) == ric.is_valid(number)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_credit_codes_agree_with_stdnum(drawn):
    # stdnum demands eight leading digits and overlooks the organisation's own digit.
    body = "91110000" + drawn[:8]
    body += organisation_check(body[8:16])
    number = body + credit_check(body)
    try:
        valid = bool(uscc.validate(number))
    except ValidationError:
        valid = False
    assert bool(form(number) & CREDIT) == valid or "X" in body[16:17]
    assert form(number[:-1] + ("0" if number[-1] != "0" else "1")) & CREDIT == 0


@given(st.dates(dt.date(1800, 1, 1), AS_OF), digits, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(born, sequence, place, step):
    body = f"000000{born:%Y%m%d}{sequence}"
    number = body + resident_check(body)
    assert form(number) & RESIDENT
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not form(wrong) & RESIDENT


@given(st.lists(st.text(max_size=40)))
def test_any_text_has_a_form_or_none(cells):
    stored = read_numbers(pa.array(cells, pa.string()), as_of=AS_OF)
    assert all(len(array) == len(cells) for array in stored.arrays)
