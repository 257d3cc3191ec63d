from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.reports import plain


@given(st.text(), st.integers(1, 50))
def test_what_is_shown_is_printable_and_bounded(text: str, longest: int) -> None:
    shown = plain.shown(text, longest)
    assert shown.isprintable()
    assert len(shown) <= longest


@given(st.text(max_size=30))
def test_a_number_of_a_person_never_passes(around: str) -> None:
    number = "000000189001010019"
    for text in (f"{around}@{number}@", f"/{number}/{around}"):
        assert number not in plain.shown(text, 400)
        assert number not in plain.cell(text)
        assert number not in plain.identifier(text, 400)


@pytest.mark.parametrize(
    "own",
    [
        "202003040000012345",  # eighteen digits, no date of birth in them
        "5a3f00112233445566778899aabbccddeeff",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
)
def test_a_record_keeps_the_number_by_which_it_is_found(own: str) -> None:
    assert plain.identifier(own) == own


def test_a_digest_keeps_runs_that_look_like_numbers() -> None:
    digest = "ab" + "123456190001011234" + "cd" * 22
    assert plain.shown(digest) == digest


def test_a_mark_that_turns_writing_around_becomes_visible() -> None:
    assert plain.shown("a\u202eb\u2066c") == "a\ufffdb\ufffdc"


def test_a_cut_is_marked_in_a_sheet() -> None:
    assert len(plain.cell("甲" * 40_000)) == plain.LONGEST_CELL
    assert plain.cell("甲" * 40_000).endswith("…（截断）")
    assert plain.cell("甲" * plain.LONGEST_CELL) == "甲" * plain.LONGEST_CELL
