"""People and organisations of the synthetic CA: valid numbers that are nobody's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from mingzheng.sample.identity import (
    PEOPLE,
    credit_codes,
    organization_names,
    person_names,
    resident_numbers,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@given(st.integers(0, PEOPLE - 1))
def test_resident_numbers_pass_and_are_nobodys(person: int) -> None:
    number = resident_numbers(np.array([person]))[0].as_py()
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    assert number[17] == "10X98765432"[total % 11]
    assert number.startswith("000000")
    assert "18000101" <= number[6:14] <= "18991231"


@given(st.integers(0, 31**6 - 1))
def test_credit_codes_pass_and_are_nobodys(organization: int) -> None:
    code = credit_codes(np.array([organization]))[0].as_py()
    assert uscc.is_valid(code)
    assert code.startswith("91000000")


def test_nobody_is_twice() -> None:
    many = np.arange(200_000)
    for names in (resident_numbers, credit_codes, organization_names):
        assert len(set(names(many).to_pylist())) == len(many)


def test_neighbours_are_no_namesakes() -> None:
    names = person_names(np.arange(50_000)).to_pylist()
    assert all(len(set(names[i : i + 20])) == 20 for i in range(0, 50_000, 20))
