"""A catalogue that is wrong doesn't load, and the error names the file and the key."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.resources import as_file, files

import pytest

from mingzheng.errors import LawError
from mingzheng.law.loader import load

WORDING = """[[articles.37]]
since = 2030-01-01
mark = "verbatim"
source = "lawrefbook"
zh = "新条。"
en = "New."
first = true
"""


@pytest.fixture
def texts(tmp_path):
    with as_file(files("mingzheng.law") / "texts") as folder:
        shutil.copytree(folder, tmp_path / "texts")
    return tmp_path / "texts"


def edit(texts, name, old, new):
    file = texts / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def unpin(texts):
    edit(texts, "esign-law.toml", "sha256 =", "# sha256 =")


def test_the_shipped_texts_load(texts):
    assert len(load(texts).items()) == 16


def test_a_new_article_begins_a_duty_of_its_own(texts):
    unpin(texts)
    file = texts / "esign-law.toml"
    file.write_text(file.read_text(encoding="utf-8") + WORDING, encoding="utf-8")
    article = load(texts).article("esign-law/37")
    assert len(article.versions) == 1
    assert str(article.since) == "2030-01-01"


def test_an_amendment_closes_one_wording_and_opens_another(texts):
    edit(
        texts,
        "pipl.toml",
        "[[articles.19]]\nsince = 2021-11-01\n",
        "[[articles.19]]\nsince = 2021-11-01\nuntil = 2030-01-01\n",
    )
    file = texts / "pipl.toml"
    amended = WORDING.replace("37", "19").replace("first = true\n", "")
    file.write_text(file.read_text(encoding="utf-8") + amended, encoding="utf-8")
    article = load(texts).article("pipl/19")
    old, new = (article.version_on(date(*day)) for day in ((2029, 12, 31), (2030, 1, 1)))
    assert old is article.versions[0]
    assert new is article.latest
    assert (article.zh, article.since) == ("新条。", date(2021, 11, 1))


def test_a_repeal_ends_the_duty(texts):
    edit(
        texts,
        "pipl.toml",
        "[[articles.19]]\nsince = 2021-11-01\n",
        "[[articles.19]]\nsince = 2021-11-01\nuntil = 2030-01-01\n",
    )
    article = load(texts).article("pipl/19")
    assert article.until == date(2030, 1, 1)
    assert article.in_force(date(2029, 12, 31))
    assert not article.in_force(date(2030, 1, 1))


CASES = {
    "an altered text": ("esign-law.toml", "身份进行查验", "身份进行抽验", "sha256"),
    "a missing mark": ("pipl.toml", 'mark = "verbatim"\n', "", "articles.13[1].mark"),
    "an unknown mark": ("pipl.toml", '"verbatim"', '"certain"', "articles.13[1].mark"),
    "an unknown source": ("pipl.toml", 'source = "lawrefbook"', 'source = "x"', "13[1].source"),
    "a missing gloss": ("pipl.toml", '\nen = "The grounds', "\n#", "articles.13[1].en"),
    "a text as a number": ("pipl.toml", 'mark = "verbatim"', "mark = 1", "articles.13[1].mark"),
    "a date as text": ("pipl.toml", "since = 2021-11-01", 'since = "2021"', "13[1].since"),
    "a time for a date": (
        *("pipl.toml", "since = 2021-11-01", "since = 2021-11-01T00:00:00"),
        "13[1].since",
    ),
    "a misspelt key": ("pipl.toml", 'mark = "verbatim"', 'marks = "verbatim"', "13[1].marks"),
    "an article without number": ("pipl.toml", "articles.13]", "articles.xiii]", "articles.xiii"),
    "an end before the beginning": (
        *("pipl.toml", "since = 2021-11-01\n", "since = 2021-11-01\nuntil = 2021-11-01\n"),
        "articles.13[1].until",
    ),
    "a file named otherwise": ("pipl.toml", 'id = "pipl"', 'id = "PIPL"', "id"),
    "an unknown kind": ("pipl.toml", 'kind = "law"', 'kind = "custom"', "kind"),
    "an item on no article": ("notice-2022.toml", '"measures/22"]', '"measures/99"]', "items.3.1"),
    "an item on part of none": (
        *("notice-2022.toml", "esign-law/21(2)", "esign-law/21(8)"),
        "items.1.3.articles",
    ),
    "an unknown sanction": (
        *("notice-2022.toml", 'sanction = "article_31"', 'sanction = "fine"'),
        "items.1.1.sanction",
    ),
    "a correction without reason": ("notice-2022.toml", "erratum.zh", "note.zh", "items.2.6"),
    "a notice without campaign": ("notice-2022.toml", "[campaign]", "[campaigns]", "campaigns"),
    "a standard replaced by none": (
        *("standards.toml", 'replaced_by = "gmt-0015-2023"', 'replaced_by = "gmt"'),
        "gmt-0015-2012.replaced_by",
    ),
    "an unknown status": ("standards.toml", 'status = "withdrawn"', 'status = "old"', "status"),
}


@pytest.mark.parametrize(("name", "old", "new", "key"), CASES.values(), ids=CASES)
def test_what_is_wrong_is_named_with_its_file_and_key(texts, name, old, new, key):
    edit(texts, name, old, new)
    with pytest.raises(LawError) as caught:
        load(texts)
    assert name in caught.value.text.en
    assert name in caught.value.text.zh
    assert key in caught.value.text.en


def test_overlapping_wordings_are_refused(texts):
    edit(
        texts,
        "measures.toml",
        "[[articles.15]]\nsince = 2005-04-01\nuntil = 2009-03-31",
        "[[articles.15]]\nsince = 2005-04-01\nuntil = 2016-01-01",
    )
    with pytest.raises(LawError, match=r"2015-04-29.*2005-04-01") as caught:
        load(texts)
    assert "measures.toml" in caught.value.text.en
    assert "articles.15" in caught.value.text.en


@pytest.mark.parametrize("content", [b"id = ", b"\xff\xfe", b"[[articles]]\n[articles]"])
def test_a_file_that_is_no_toml_is_named(texts, content):
    (texts / "pipl.toml").write_bytes(content)
    with pytest.raises(LawError, match=r"pipl\.toml"):
        load(texts)


def test_two_notices_are_one_too_many(texts):
    shutil.copy(texts / "notice-2022.toml", texts / "notice-2030.toml")
    edit(texts, "notice-2030.toml", 'id = "notice-2022"', 'id = "notice-2030"')
    with pytest.raises(LawError, match=r"\[campaign\]"):
        load(texts)
