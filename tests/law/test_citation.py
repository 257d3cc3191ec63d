"""Ids, Chinese ordinals, and the paragraphs and items of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.language import Text
from mingzheng.law.citation import Place, cited_place, numeral, overlap, place

LAW = Text(zh="电子签名法", en="Electronic Signature Law")
TEXT = "甲：\n（一）子；\n（二）丑。\n乙。"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (21, "二十一"),
        (86, "八十六"),
        (99, "九十九"),
    ],
)
def test_numerals_are_written_as_the_law_counts(number, written):
    assert numeral(number) == written


@pytest.mark.parametrize("number", [0, -1, 100])
def test_numerals_end_at_99(number):
    with pytest.raises(ValueError, match=str(number)):
        numeral(number)


def test_numerals_are_all_different():
    assert len({numeral(number) for number in range(1, 100)}) == 99


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("20", "《电子签名法》第二十条", "Electronic Signature Law, article 20"),
        (
            "20.2",
            "《电子签名法》第二十条第二款",
            "Electronic Signature Law, article 20, paragraph 2",
        ),
        (
            "21(7)",
            "《电子签名法》第二十一条第七项",
            "Electronic Signature Law, article 21, item 7",
        ),
        (
            "13.1(4)",
            "《电子签名法》第十三条第一款第四项",
            "Electronic Signature Law, article 13, paragraph 1, item 4",
        ),
    ],
)
def test_a_place_is_cited_in_both_languages(written, zh, en):
    found = place(written)
    assert found is not None
    assert found.cite(LAW, "zh") == zh
    assert cited_place(zh.removeprefix("《电子签名法》")) == found
    assert found.cite(LAW, "en") == en


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0",
        "01",
        "20.",
        "20()",
        "20(0)",
        "二十",
        "第零条",
        "第二十条",
        "２0",
        "20（1）",
        "第二十条第二",
        "20(1).2",
        "20 ",
    ],
)
def test_anything_else_is_no_place(written):
    assert place(written) is None
    assert cited_place(written) is None or written == "第二十条"


@given(st.text(max_size=12))
def test_no_text_breaks_the_grammar(written):
    for found in (place(written), cited_place(written)):
        assert found is None or 1 <= found.article <= 99


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Place(1, paragraph=1), "甲：\n（一）子；\n（二）丑。"),
        (Place(1, paragraph=2), "乙。"),
        (Place(1, paragraph=3), None),
        (Place(1, item=1), "（一）子；"),
        (Place(1, item=3), None),
        (Place(1, paragraph=1, item=2), "（二）丑。"),
        (Place(1, paragraph=2, item=1), None),
    ],
)
def test_a_place_finds_its_words(where, words):
    assert where.within(TEXT) == words


def test_an_item_is_not_guessed_where_two_paragraphs_have_items():
    assert Place(1, item=1).within(TEXT + "\n丙：\n1．寅；") is None
    assert Place(1, paragraph=3, item=1).within(TEXT + "\n丙：\n1．寅；") == "1．寅；"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("esign-law/20", "esign-law/20", True),
        ("esign-law/20", "esign-law/20.2", True),
        ("measures/21(1)", "measures/21", True),
        ("esign-law/2", "esign-law/20", False),
        ("measures/21(1)", "measures/21(2)", False),
        ("esign-law/20", "measures/20", False),
    ],
)
def test_places_overlap_when_one_holds_the_other(one, other, expected):
    assert overlap(one, other) is expected
