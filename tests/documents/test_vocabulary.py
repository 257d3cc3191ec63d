"""Words of one meaning: each list is used, and no word of it stands there for nothing."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from mingzheng.documents.vocabulary import pattern

DATA = files("mingzheng.documents") / "data"
LISTS: dict[str, str] = tomllib.loads((DATA / "vocabulary.toml").read_text("utf-8"))


def test_every_list_is_named_by_a_pattern():
    others = [file for file in DATA.iterdir() if file.name != "vocabulary.toml"]
    named = re.findall("〔([^〕]+)〕", "".join(file.read_text("utf-8") for file in others))
    assert set(LISTS) <= set(named)


@pytest.mark.parametrize("name", LISTS)
def test_no_word_of_a_list_says_what_another_does(name: str):
    """A word is looked for anywhere in a sentence: 丢失 is found where 丢 is."""
    outside = re.sub(r"\([^()]*\)", "()", LISTS[name])
    words = [word for word in outside.split("|") if re.fullmatch(r"\w+", word)]
    for at, word in enumerate(words):
        assert [other for other in words[:at] + words[at + 1 :] if word in other] == []


def test_a_list_that_is_not_there_is_no_pattern():
    with pytest.raises(KeyError):
        pattern("〔没有这一组〕")
