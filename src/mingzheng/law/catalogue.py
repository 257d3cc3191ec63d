"""Everything the audit may cite, found by id."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from mingzheng.errors import LawError
from mingzheng.law.article import Article
from mingzheng.law.citation import cited_place, overlap
from mingzheng.law.instrument import Instrument, Standard, resolve
from mingzheng.law.notice import Item, Notice


@dataclass(frozen=True)
class Catalogue:
    """Instruments, standards and the notice; every lookup raises LawError for an unknown id."""

    notice: Notice
    _instruments: Mapping[str, Instrument] = field(repr=False)
    _standards: Mapping[str, Standard] = field(repr=False)

    def instruments(self) -> tuple[Instrument, ...]:
        """Every instrument, the weightiest first."""
        return tuple(self._instruments.values())

    def standards(self) -> tuple[Standard, ...]:
        """Every standard and specification that may be cited."""
        return tuple(self._standards.values())

    def items(self) -> tuple[Item, ...]:
        """The fourteen items of the notice, then its two work requirements."""
        return self.notice.items

    def instrument(self, id: str) -> Instrument:
        """The instrument of that id."""
        return self._instruments.get(id) or self._unknown(id, self._instruments)

    def standard(self, id: str) -> Standard:
        """The standard of that id."""
        return self._standards.get(id) or self._unknown(id, self._standards)

    def item(self, id: str) -> Item:
        """The item of that id: `1.3`."""
        items = {item.id: item for item in self.items()}
        return items.get(id) or self._unknown(id, items)

    def article(self, id: str) -> Article:
        """The article `esign-law/24`, or the part of one: `esign-law/20.2`, `measures/21(1)`."""
        return resolve(self._instruments, id) or self._unknown(id, self._article_ids())

    def find(self, id: str) -> Item | Article | Instrument | Standard:
        """Whatever has that id, or is cited so in Chinese (《电子签名法》第二十条)."""
        id = id.strip()
        known: dict[str, Item | Instrument | Standard] = {item.id: item for item in self.items()}
        known |= self._instruments
        known |= self._standards
        return (
            known.get(id)
            or resolve(self._instruments, id)
            or self._cited(id)
            or self._unknown(id, [*known, *self._article_ids()])
        )

    def resting_on(self, article: Article) -> tuple[Item, ...]:
        """The items whose basis or sanction is this article, a part of it or the whole of it."""
        return tuple(
            item
            for item in self.items()
            if any(overlap(article.id, id) for id in (*item.articles, *item.sanction.articles))
        )

    def _cited(self, citation: str) -> Article | None:
        title, first, rest = citation.partition("第")
        where = cited_place(first + rest)
        title = title.removeprefix("《").removesuffix("》")
        for each in self.instruments():
            if where is not None and title in (each.title.zh, each.short.zh):
                return each.article(where)
        return None

    def _article_ids(self) -> Iterator[str]:
        return (article.id for instrument in self.instruments() for article in instrument.articles)

    def _unknown(
        self, id: str, known: Mapping[str, object] | Iterator[str] | list[str]
    ) -> NoReturn:
        near = difflib.get_close_matches(id, list(known), n=5, cutoff=0.5)
        raise LawError(
            zh=f"法律目录中没有“{id}”。"
            + (f"相近的有：{'、'.join(near)}。" if near else "用 mingzheng law list 查看全部。"),
            en=f"The catalogue of law has no {id!r}. "
            + (f"Near it: {', '.join(near)}." if near else "`mingzheng law list` shows them all."),
        )
