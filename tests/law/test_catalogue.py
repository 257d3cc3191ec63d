"""What the catalogue holds: complete, marked, and as the law's own dates say."""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta

import pytest

from mingzheng import law
from mingzheng.errors import LawError
from mingzheng.law import Mark
from mingzheng.law.instrument import text_digest

CATALOGUE = law.catalogue()
ARTICLES = [article for each in CATALOGUE.instruments() for article in each.articles]

ESIGN_LAW_SHA256 = "773438a3d6088b9599ac95def4a42fbf2d4c8b0c40a8c2dfda235eaa49abcace"
PUBLISHED = ("2026.11.22", "a7f7dda63addf7ff96a923df56f1e771e517c8a80bc673916de8514849c1c5c0")


def test_the_digest_changes_only_with_the_version():
    assert (law.VERSION, law.digest()) == PUBLISHED


def test_the_electronic_signature_law_is_the_pinned_text_of_2019():
    articles = CATALOGUE.instrument("esign-law").articles
    assert [article.place.article for article in articles] == list(range(1, 37))
    assert text_digest(articles) == ESIGN_LAW_SHA256
    # The same by hand: number and body, no white space, one article a line.
    bodies = [re.sub(r"\s", "", article.cite("zh")[7:] + article.zh) for article in articles]
    assert bodies[0].startswith("第一条为了规范电子签名行为")
    assert hashlib.sha256("\n".join(bodies).encode()).hexdigest() == ESIGN_LAW_SHA256


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_every_article_is_marked_sourced_and_glossed(article):
    assert article.mark in Mark
    assert article.provenance.zh
    assert article.provenance.en
    assert article.zh
    assert article.en
    assert re.search(r"[\u4e00-\u9fff]", article.en) is None
    assert CATALOGUE.article(article.id) is article
    assert article.cite("zh").startswith(f"《{article.title.zh}》第")
    for earlier, later in zip(article.versions, article.versions[1:], strict=False):
        assert earlier.until == later.since


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_an_unverified_text_is_never_shown_bare(article):
    for language in ("zh", "en"):
        shown = article.shown(language)
        if article.mark is Mark.VERBATIM and language == "zh":
            assert shown == article.zh
        elif article.mark is Mark.VERBATIM:
            assert shown.startswith("[our gloss, not an official translation] ")
        else:
            assert shown.startswith(f"{'〔' if language == 'zh' else '['}")
            assert article.mark.label(language) in shown
    if article.mark is Mark.MEMORY:
        assert "未核实" in article.shown("zh")
        assert not article.mark.is_law


def test_all_unverified_articles_are_of_the_measures():
    unverified = {a.instrument for a in ARTICLES if not a.mark.is_law}
    assert unverified == {"measures"}


@pytest.mark.parametrize("id", ["esign-law/20", "esign-law/21", "esign-law/24", "measures/30"])
def test_a_duty_began_in_2005_whatever_its_wording_is_now(id):
    article = CATALOGUE.article(id)
    first = date(2005, 4, 1)
    assert article.since == first
    assert not article.in_force(first - timedelta(days=1))
    assert article.version_on(first - timedelta(days=1)) is None
    assert article.in_force(first)
    assert article.in_force(date(2017, 7, 1))
    assert article.in_force(date.max)
    assert article.until is None


def test_the_wording_changes_on_the_day_of_the_amendment():
    article = CATALOGUE.article("esign-law/24")
    before, after = (article.version_on(date(2019, 4, day)) for day in (22, 23))
    assert before is not None
    assert after is not None
    assert (before.zh, before.mark, before.until) == (None, Mark.MEMORY, date(2019, 4, 23))
    assert (after.zh, after.mark) == (article.zh, Mark.VERBATIM)


@pytest.mark.parametrize(
    ("id", "since"),
    [
        ("pipl/47", date(2021, 11, 1)),
        ("penalty-law/36", date(2021, 7, 15)),
        ("business-environment/54", date(2020, 1, 1)),
        ("commercial-cryptography/23", date(2023, 7, 1)),
        ("measures/43", date(2009, 3, 31)),
    ],
)
def test_the_other_texts_begin_with_the_day_they_name(id, since):
    article = CATALOGUE.article(id)
    assert article.since == since
    assert not article.in_force(since - timedelta(days=1))
    assert article.in_force(since)


def test_only_english_was_read_of_the_2005_measures():
    read = {
        article.place.article
        for article in CATALOGUE.instrument("measures").articles
        if article.versions[0].mark is Mark.ENGLISH_ONLY
    }
    assert read == {5, 15, 16, 17, 18, 19, 28, 29, 30, 31, 32}


def test_the_notice_has_fourteen_items_and_two_requirements():
    items = CATALOGUE.items()
    assert [item.id for item in items if not item.is_requirement] == [
        *("1.1", "1.2", "1.3", "1.4", "1.5"),
        *("2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
        *("3.1", "3.2", "3.3"),
    ]
    assert [item.id for item in items if item.is_requirement] == ["4.1", "4.2"]


@pytest.mark.parametrize("item", CATALOGUE.items(), ids=lambda item: item.id)
def test_an_item_is_printed_marked_and_rests_on_articles_there_are(item):
    assert item.mark is Mark.NOTICE
    assert item.text in item.shown("zh")
    assert item.mark.label("zh") in item.shown("zh")
    for id in (*item.articles, *item.printed, *item.sanction.articles):
        assert CATALOGUE.article(id)
    for id in item.articles:
        assert item in CATALOGUE.resting_on(CATALOGUE.article(id))
    assert bool(item.articles) == (item.id != "4.1")
    for id in item.printed:
        assert CATALOGUE.article(id).cite("zh").split("》")[1] in item.cited_as
    # Article 31 of the law has no fine, whatever the item.
    assert "处" not in item.sanction.text.zh.replace("处罚", "")


def test_only_the_announcement_duty_is_cited_wrongly():
    wrong = [item for item in CATALOGUE.items() if item.erratum]
    assert [item.id for item in wrong] == ["2.6"]
    (item,) = wrong
    assert item.cited_as == "《电子认证服务管理办法》第三十条"
    assert item.actual == "《电子认证服务管理办法》第三十一条"
    assert "第三十条规定" in item.text
    assert item.printed == ("measures/30",)
    assert item.articles == ("measures/31",)
    assert all(i.actual == i.cited_as for i in CATALOGUE.items() if i is not item)


def test_the_sixth_matter_of_article_21_is_unverified_and_the_five_are_quoted():
    for number in range(1, 6):
        matter = CATALOGUE.article(f"measures/21({number})")
        assert matter.mark is Mark.NOTICE
        assert matter.zh.startswith(f"{number}．")
    sixth = CATALOGUE.article("measures/21(6)")
    assert sixth.mark is Mark.MEMORY
    assert sixth.shown("zh").startswith("〔未核实〕")
    with pytest.raises(LawError):
        CATALOGUE.article("measures/21(7)")


def test_a_requirement_without_an_article_begins_with_the_notice():
    item = CATALOGUE.item("4.1")
    assert not item.in_force(date(2022, 8, 1))
    assert item.in_force(date(2022, 8, 2))
    assert CATALOGUE.item("1.1").in_force(date(2017, 7, 1))


def test_what_the_reprint_leaves_out_is_said_to_be_unknown():
    notice = CATALOGUE.notice
    assert notice.document_number.zh == "未知"
    assert "未知" in notice.issued.zh
    assert notice.annex.zh == "示意表，非官方附件"
    assert (notice.published, notice.ends) == (date(2022, 8, 2), date(2022, 10, 30))
    assert (notice.providers, notice.services_since) == (55, date(2017, 7, 1))
    dues = {duty.id: duty.due for duty in notice.duties}
    assert dues["self-inspection"] == date(2022, 8, 30)
    assert dues["provincial-inspection"] == date(2022, 9, 30)


def test_standards_are_dated_and_hold_no_text():
    old, new = (CATALOGUE.standard(f"gmt-0015-{year}") for year in (2012, 2023))
    assert old.replaced_by == new.id
    assert new.cite("zh") == "GM/T 0015-2023《数字证书格式》"
    last, first = date(2024, 5, 31), date(2024, 6, 1)
    assert [new.in_force(last), new.in_force(first)] == [False, True]
    assert [old.in_force(date(2012, 11, 21)), old.in_force(last)] == [False, None]
    assert old.in_force(first) is False
    assert CATALOGUE.standard("gbt-20518-2018").in_force(first) is None


def test_anything_is_found_by_its_id_or_its_citation():
    assert CATALOGUE.find("1.3") is CATALOGUE.item("1.3")
    assert CATALOGUE.find("pipl") is CATALOGUE.instrument("pipl")
    assert CATALOGUE.find("rfc-5280") is CATALOGUE.standard("rfc-5280")
    article = CATALOGUE.article("esign-law/20")
    for written in ("esign-law/20", "《电子签名法》第二十条", "中华人民共和国电子签名法第二十条"):
        assert CATALOGUE.find(written) is article


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_every_citation_leads_back_to_its_article(article):
    assert CATALOGUE.find(article.cite("zh")) is article


@pytest.mark.parametrize("id", ["esign-law/20.2", "measures/21(6)", "esign-law/13.1(4)"])
def test_a_citation_of_a_part_leads_back_to_it(id):
    article = CATALOGUE.article(id)
    assert article.id == id
    assert CATALOGUE.find(article.cite("zh")) == article
    assert CATALOGUE.find(article.cite("zh").replace("第六项", "第（六）项")) == article


@pytest.mark.parametrize(
    "id",
    [
        "",
        "esign-law/37",
        "esign-law/020",
        "law/20",
        "1.6",
        "../x",
        "/",
        "《电子签名法》第三十七条",
        "第二十条",
    ],
)
def test_an_unknown_id_is_refused_in_both_languages(id):
    with pytest.raises(LawError) as caught:
        CATALOGUE.find(id)
    assert repr(id) in caught.value.text.en
    assert f"“{id}”" in caught.value.text.zh


def test_near_misses_are_named():
    with pytest.raises(LawError, match="esign-law/24"):
        CATALOGUE.article("esign_law/24")
