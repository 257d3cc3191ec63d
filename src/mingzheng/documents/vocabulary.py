"""Patterns of the data files: the sides of a document and words of one meaning are named in them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

PROVIDER, HOLDER = "〔P〕", "〔H〕"
"""Marks that no word of a pattern can match by chance."""

_NAMED = re.compile("〔([一-鿿]+)〕")


@cache
def _words() -> dict[str, str]:
    """What each name stands for (`data/vocabulary.toml`)."""
    file = files("mingzheng.documents").joinpath("data/vocabulary.toml")
    listed = tomllib.loads(file.read_text("utf-8"))
    return {"提供者": PROVIDER, "持有人": HOLDER} | {
        name: f"(?:{words})" for name, words in listed.items()
    }


def pattern(written: str) -> re.Pattern[str]:
    """A pattern of the data files, in which 〔提供者〕, 〔失密〕 and the like are written out."""
    return re.compile(_NAMED.sub(lambda found: _words()[found[1]], written))
