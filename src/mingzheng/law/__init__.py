"""Statutes, the notice and its items, as data with provenance.

    from mingzheng import law
    law.catalogue().article("esign-law/20").cite("zh")   # 《电子签名法》第二十条
    law.catalogue().item("2.6").erratum

The texts are TOML in `texts/`, one file per instrument; `docs/law.md` says what is verified.
"""

from __future__ import annotations

import functools
import hashlib
import json
from importlib.resources import files

from mingzheng.law.article import Article, Version
from mingzheng.law.catalogue import Catalogue
from mingzheng.law.citation import Place, overlap
from mingzheng.law.instrument import Instrument, Standard
from mingzheng.law.loader import load, read
from mingzheng.law.mark import Mark
from mingzheng.law.notice import Duty, Group, Item, Notice, Sanction

VERSION = "2026.11.22"
"""The state of the catalogue; it changes whenever `digest()` does."""

_TEXTS = files(__name__) / "texts"


@functools.cache
def catalogue() -> Catalogue:
    """The catalogue that comes with this version; raises LawError where it is inconsistent."""
    return load(_TEXTS)


@functools.cache
def digest() -> str:
    """SHA-256 (hex) of the content of every TOML file: layout and comments do not count."""
    content = {name: entry.table for name, entry in read(_TEXTS).items()}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


__all__ = [
    "VERSION",
    "Article",
    "Catalogue",
    "Duty",
    "Group",
    "Instrument",
    "Item",
    "Mark",
    "Notice",
    "Place",
    "Sanction",
    "Standard",
    "Version",
    "catalogue",
    "digest",
    "overlap",
]
