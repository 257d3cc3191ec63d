"""A statute, regulation, rule or notice; and a standard, cited but never quoted."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mingzheng.language import Language, Text
from mingzheng.law.article import Article
from mingzheng.law.citation import Place, numeral, place
from mingzheng.law.mark import Mark


@dataclass(frozen=True)
class Instrument:
    """One instrument with those of its articles that the catalogue holds, in order.

    `authority` is who enforces it; `official` the address of the official text, for the person
    who compares; `sha256` pins the articles' text (`text_digest`).
    """

    id: str
    kind: str
    title: Text
    short: Text
    issuer: Text
    authority: Text
    articles: tuple[Article, ...]
    number: str | None = None
    official: str | None = None
    sha256: str | None = None
    note: Text | None = None

    def cite(self, language: Language) -> str:
        """《电子签名法》, or its English."""
        return f"《{self.short.zh}》" if language == "zh" else self.short.en

    def article(self, where: Place) -> Article | None:
        """The article, paragraph or item there, or None."""
        for article in self.articles:
            if article.place.article == where.article:
                return article if where.is_whole else article.narrowed(where)
        return None

    def marks(self) -> Counter[Mark]:
        """How many articles stand on each mark."""
        return Counter(article.mark for article in self.articles)


@dataclass(frozen=True)
class Standard:
    """A standard or specification: title, dates and status only, never its text."""

    id: str
    code: str
    title: Text
    status: str
    mark: Mark
    provenance: Text
    issued: date | None = None
    since: date | None = None
    until: date | None = None
    replaced_by: str | None = None
    note: Text | None = None

    def cite(self, language: Language) -> str:
        """GM/T 0015-2023《数字证书格式》, or its English."""
        if language == "en":
            return f"{self.code}, {self.title.en}" if self.code else self.title.en
        return f"{self.code}《{self.title.zh}》"

    def in_force(self, day: date) -> bool | None:
        """Whether it was in force on that day; None where its dates are not known."""
        if self.until is not None and day >= self.until:
            return False
        if self.since is not None:
            return day >= self.since
        return False if self.issued is not None and day < self.issued else None


def resolve(instruments: Mapping[str, Instrument], id: str) -> Article | None:
    """The article, or the part of one, that an id names; None where there is none."""
    instrument, _, written = id.partition("/")
    where = place(written)
    return instruments[instrument].article(where) if where and instrument in instruments else None


def text_digest(articles: Iterable[Article]) -> str:
    """SHA-256 of the latest text: number and body, white space removed, one article a line."""
    lines = (f"第{numeral(article.place.article)}条{article.zh}" for article in articles)
    text = "\n".join(re.sub(r"\s+", "", line) for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()
