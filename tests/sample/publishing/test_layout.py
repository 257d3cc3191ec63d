"""Lines of Chinese text: flush, none longer than the page, none begun by a closing mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.sample.publishing.composition import Line, Rows, composed, hanzi
from mingzheng.sample.publishing.layout import WIDTH, pages, width

TEXTS = st.text(st.sampled_from("证书签发（）《》，。；“”0123 abcOCSP.@-"), max_size=400)


@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    lines = [line for page in pages([Line(text)]) for line in page.lines[:-1]]
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["cps-2", "agreement-1", "notice-1"])
def test_lines_end_at_the_margin(text: str) -> None:
    blocks = composed(text, version="1.0", since="", published="")
    lines = [line for page in pages(blocks) for line in page.lines if line.spread]
    assert len(lines) > 10
    for line in lines:
        right = line.x + width(line.text) * line.size + line.spread * (len(line.text) - 1)
        assert right == pytest.approx(WIDTH - 76)


def test_a_closing_mark_begins_no_line() -> None:
    text = "证书，" * 200
    lines = [line.text for page in pages([Line(text)]) for line in page.lines[:-1]]
    assert len(lines) > 10
    assert not any(line.startswith("，") for line in lines)


def test_a_table_that_does_not_fit_begins_a_page() -> None:
    many = [Line("文字")] * 35
    table = Rows((("项目", "标准"), ("个人证书", "每张每年60元")))
    first, second = pages([*many, table])
    assert not first.strokes
    assert {line.text for line in second.lines} >= {"项目", "每张每年60元"}


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (15, "十五"), (24, "二十四"), (30, "三十")]
)
def test_numbers_in_chinese(number: int, text: str) -> None:
    assert hanzi(number) == text
