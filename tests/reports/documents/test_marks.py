"""Marks: none overlaps another, none is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mingzheng.reports.documents.marks import MOODS, Marks, Rest

rests = st.lists(
    st.builds(
        lambda start, length, mood, finding: Rest(start, start + length, mood, finding),
        st.integers(0, 60), st.integers(1, 30), st.sampled_from(MOODS), st.integers(1, 9),
    )
)  # fmt: skip


@given(rests)
def test_marks_are_apart_and_hold_all_that_rests_on_them(given_rests: list[Rest]):
    marks = Marks.of(given_rests)
    for before, after in zip(marks.marks, marks.marks[1:], strict=False):
        assert before.end <= after.start
    for rest in given_rests:
        (mark,) = marks.within(rest.start, rest.end)
        assert mark.start <= rest.start
        assert rest.end <= mark.end
        assert rest.start in mark.starts
        assert rest.finding in mark.findings
        assert MOODS.index(mark.mood) <= MOODS.index(rest.mood)
    covered = {place for rest in given_rests for place in range(rest.start, rest.end)}
    assert covered == {place for mark in marks.marks for place in range(mark.start, mark.end)}


@given(rests, st.integers(0, 80), st.integers(1, 40))
def test_within_gives_what_shares_a_character(given_rests: list[Rest], start: int, length: int):
    marks = Marks.of(given_rests)
    end = start + length
    assert list(marks.within(start, end)) == [
        mark for mark in marks.marks if mark.start < end and mark.end > start
    ]
