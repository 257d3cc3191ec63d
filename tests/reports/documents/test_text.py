"""The text as markup: every character once and in order, whatever rests on it."""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mingzheng.reports.documents.marks import MOODS, Marks, Rest
from mingzheng.reports.documents.text import Body
from mingzheng.reports.plain import printable

NOTES = re.compile(r"<sup>.*?</sup>|<span class=\"turn\".*?</span></span>", re.DOTALL)


def account(text: str, *, turns: list[int], cuts: list[int]) -> dict[str, Any]:
    """Paragraphs between the cuts, of which each third is a table of one row."""
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    spans = [list(pair) for pair in pairwise(edges)]
    tables = [
        {"start": start, "end": end, "header": [], "rows": [[[start, end]]]}
        for start, end in spans[2::3]
    ]
    paragraphs = [span for place, span in enumerate(spans) if place % 3 != 2]
    sections = [
        {"title": "题", "depth": 0, "start": start, "body": end, "end": end}
        for start, end in paragraphs[::4]
    ]
    return {
        "text": text, "turns": sorted({turn % (len(text) + 1) for turn in turns}),
        "paragraphs": paragraphs, "tables": tables, "sections": sections,
    }  # fmt: skip


@given(
    st.text(alphabet="甲乙丙<>&'\"\n\u202ea。", min_size=1, max_size=80),
    st.lists(st.integers(0, 80), max_size=4),
    st.lists(st.integers(0, 80), max_size=8),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 20), st.sampled_from(MOODS))),
    st.lists(st.tuples(st.integers(0, 79), st.integers(1, 9))),
)
def test_every_character_stands_once_and_in_order(
    text: str, turns: list[int], cuts: list[int], resting: list[Any], strong: list[Any]
):
    told = account(text, turns=turns, cuts=cuts)
    rests = [
        Rest(start, min(start + length, len(text)), mood, number)
        for number, (start, length, mood) in enumerate(resting)
        if start < len(text)
    ]
    labels = {rest.finding: "<label>" for rest in rests}
    values = sorted((start, start + length) for start, length in strong)
    leaves = list(Body(told, "d1", Marks.of(rests), labels, values).leaves())
    whole = NOTES.sub("", "".join(leaves))
    shown = html.unescape(re.sub(r"<[^>]*>", "", whole)).replace("\n", "")
    assert shown == printable(text)
    everything = "".join(leaves)
    for rest in rests:
        assert f'href="#d1-f{rest.finding}"' in everything
    ids = re.findall(r' id="([^"]+)"', everything)
    assert len(ids) == len(set(ids))
    assert {f"d1-s{mark.start}" for mark in Marks.of(rests).marks} <= set(ids)
