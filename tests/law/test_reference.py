"""The texts against the reference they were taken from, where it is at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mingzheng import law
from mingzheng.law import Mark

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
CATALOGUE = law.catalogue()

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference is not at hand")


def reference(name):
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return re.sub(r"\s", "", re.sub(r"^> ?", "", text, flags=re.MULTILINE))


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("id", "name", "of"),
    [
        ("esign-law", "esign-law-2019.md", ""),
        ("pipl", "related-law.md", "个人信息保护法"),
        ("penalty-law", "related-law.md", "行政处罚法"),
        ("business-environment", "related-law.md", "优化营商环境条例"),
        ("commercial-cryptography", "related-law.md", "商用密码管理条例"),
    ],
)
def test_every_verbatim_article_reads_as_the_reference(id, name, of):
    text = reference(name)
    articles = CATALOGUE.instrument(id).articles
    for article in articles:
        number = article.place.ordinal("zh")
        heading = f"###{of}{number}" if of else ""
        assert heading + number + squeezed(article.zh) in text
    if of:
        assert len(articles) == text.count(f"###{of}第")


def test_the_notice_reads_as_printed():
    text = reference("notice-2022.md")
    notice = CATALOGUE.notice
    pieces = [notice.preamble, *(group.text for group in notice.groups)]
    pieces += [item.text for item in notice.items] + [duty.text for duty in notice.duties]
    for piece in pieces:
        assert squeezed(piece) in text
    for item in notice.items:
        for citation in filter(None, item.cited_as.split("；")):
            assert citation in text


def test_what_the_notice_quotes_of_the_measures_is_quoted_exactly():
    text = reference("notice-2022.md")
    quoted = [
        article
        for article in CATALOGUE.instrument("measures").articles
        if article.mark is Mark.NOTICE
    ]
    assert [article.place.article for article in quoted] == [21, 22, 30, 31]
    for article in quoted:
        assert squeezed(article.zh) in text


def test_no_working_copy_says_more_than_the_reference():
    text = reference("law.md")
    for article in CATALOGUE.instrument("measures").articles:
        copy = article.zh if article.mark is Mark.MEMORY else article.latest.working_copy
        if copy and not article.latest.gist:
            for piece in copy.split("…"):
                assert squeezed(piece) in text, article.id
