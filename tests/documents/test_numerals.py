"""Chinese numerals: what is written is read, in every common spelling."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.documents.numerals import NUMERAL, integer, number, written

WHOLE = st.integers(0, 10**12 - 1)
FINANCIAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


@given(WHOLE)
def test_what_is_written_is_read(value: int):
    assert integer(written(value)) == value
    assert integer(written(value).translate(FINANCIAL)) == value
    assert number(written(value)) == value


@given(WHOLE)
def test_figures_are_read_in_every_spelling(value: int):
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(value), f"{value:,}", wide, f"{value}.50"):
        assert number(text) == Decimal(text.replace(",", "") if text.isascii() else value)


@given(WHOLE)
def test_the_pattern_takes_the_whole_numeral(value: int):
    for text in (written(value), str(value), f"{value:,}", written(value).translate(FINANCIAL)):
        found = re.match(NUMERAL, text + "元")
        assert found
        assert found.group() == text


@given(st.text("零〇一二两三五九十百千万亿拾佰仟廿0123456789.,点元", max_size=12))
def test_nothing_breaks_a_numeral(text: str):
    value = number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("五", 5), ("十", 10), ("十二", 12), ("二十", 20), ("两", 2), ("廿四", 24), ("一百零三", 103),
        ("六十", 60), ("两千", 2000), ("伍拾万", 500_000), ("贰万", 20_000), ("壹佰万", 1_000_000),
        ("一万五千", 15_000), ("二〇二一", 2021), ("50万", 500_000), ("500,000", 500_000),
        ("3.5万", 35_000), ("１２", 12), ("1亿", 10**8), ("5百万", 5_000_000), ("二十四", 24),
    ],
)  # fmt: skip
def test_numerals_of_contracts(text: str, value: int):
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "元", "五年", "万", "1.2.3", "一 二", "abc"])
def test_what_is_no_numeral_has_no_value(text: str):
    assert number(text) is None
