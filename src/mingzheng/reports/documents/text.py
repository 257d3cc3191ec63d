"""The text of a document as markup: headings, paragraphs, tables, turns of pages, and marks.

What a document says was written by strangers: all of it is escaped, and what would control the
page's writing is replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from mingzheng.documents.account import Account
from mingzheng.language import Text
from mingzheng.privacy import mask_text
from mingzheng.reports.documents.marks import Mark, Marks
from mingzheng.reports.markup import both
from mingzheng.reports.plain import printable

_LEAF = 6_000
_DEEPEST = 4


@dataclass
class Body:
    """One document's text on its way to markup.

    anchor  begins the ids of this document on the page
    labels  number of a finding → its name, told where a sentence refers to it
    strong  stretches that say a value
    """

    account: Account
    anchor: str
    marks: Marks
    labels: dict[int, str]
    strong: Sequence[tuple[int, int]]
    _linked: set[int] = field(default_factory=set)
    _turned: set[int] = field(default_factory=set)

    def leaves(self) -> Iterator[Markup]:
        """The text in parts that a browser may leave unpainted until they are looked at.

        A part is a page, or some thousand characters where there are no pages.
        """
        held: list[Markup] = []
        begun = 0
        for start, block in self._blocks():
            page = self._page(start)
            turns = page not in self._turned if page else start - begun > _LEAF
            if held and turns:
                yield Markup("\n").join(held)
                held, begun = [], start
            if page and page not in self._turned:
                held.append(Markup("<p class='turns'>{}</p>").format(self._turn(page)))
            held.append(block.markup(self))
        if held:
            yield Markup("\n").join(held)

    def inline(self, start: int, end: int) -> Markup:
        """A stretch with its marks."""
        parts = []
        at = start
        for mark in self.marks.within(start, end):
            parts.append(self._plain(at, max(at, mark.start)))
            parts.append(self._marked(mark, max(start, mark.start), min(end, mark.end)))
            at = min(end, mark.end)
        return Markup("").join([*parts, self._plain(at, end)])

    def _blocks(self) -> list[tuple[int, _Block]]:
        begins = {
            section["start"]: (place, section)
            for place, section in enumerate(self.account["sections"])
        }
        blocks: list[tuple[int, _Block]] = [
            (start, _Paragraph(start, end, *begins.get(start, (None, None))))
            for start, end in self.account["paragraphs"]
        ]
        blocks += [(table["start"], _Table(table)) for table in self.account["tables"]]
        return sorted(blocks, key=lambda block: block[0])

    def _page(self, offset: int) -> int:
        """The page of an offset from 1; 0 without pages."""
        turns = self.account["turns"]
        return max(bisect_left(turns, offset + 1), 1) if turns else 0

    def _turn(self, page: int) -> Markup:
        self._turned.add(page)
        told = both(Text(zh=f"第 {page} 页", en=f"page {page}"))
        return Markup('<span class="turn" id="{}-p{}">{}</span>').format(self.anchor, page, told)

    def _marked(self, mark: Mark, start: int, end: int) -> Markup:
        if start == end:
            return Markup("")
        parts = []
        at = start
        for first, last in self.strong:
            if first < end and last > at:
                begin, stop = max(first, at), min(last, end)
                parts.append(self._plain(at, begin))
                parts.append(Markup("<b>{}</b>").format(self._plain(begin, stop)))
                at = stop
        inside = Markup("").join([*parts, self._plain(at, end)])
        if mark.start in self._linked:
            return Markup('<mark class="{}">{}</mark>').format(mark.mood, inside)
        self._linked.add(mark.start)
        refs = Markup("").join(
            Markup('<a class="ref" href="#{}-f{}" title="{}">{}</a>').format(
                self.anchor, number, self.labels[number], number
            )
            for number in mark.findings
        )
        others = Markup("").join(
            Markup('<a id="{}-s{}"></a>').format(self.anchor, at) for at in mark.starts[1:]
        )
        return Markup('<mark class="{}" id="{}-s{}">{}{}</mark><sup>{}</sup>').format(
            mark.mood, self.anchor, mark.start, others, inside, refs
        )

    def _plain(self, start: int, end: int) -> Markup:
        """Characters, and the pages that begin among them."""
        turns = self.account["turns"]
        parts = []
        at = start
        for place in range(bisect_left(turns, start + 1), bisect_left(turns, end)):
            if place + 1 not in self._turned:
                parts.append(self._characters(at, turns[place]))
                parts.append(self._turn(place + 1))
                at = turns[place]
        return Markup("").join([*parts, self._characters(at, end)])

    def _characters(self, start: int, end: int) -> Markup:
        return escape(printable(self._text[start:end]))

    @cached_property
    def _text(self) -> str:
        # Masked already; as all that a report shows of evidence, masked again.
        return mask_text(self.account["text"])


@dataclass(frozen=True)
class _Paragraph:
    start: int
    end: int
    place: int | None
    section: dict[str, Any] | None

    def markup(self, body: Body) -> Markup:
        if self.section is None:
            return Markup('<p dir="auto">{}</p>').format(body.inline(self.start, self.end))
        depth = min(self.section["depth"], _DEEPEST)
        at = min(max(self.section["body"], self.start), self.end)
        anchor = Markup('id="{}-h{}"').format(body.anchor, self.place)
        if self.section["title"] and at >= self.end:
            return Markup(
                '<p class="head depth-{}" {} role="heading" aria-level="{}" dir="auto">{}</p>'
            ).format(depth, anchor, min(4 + depth, 6), body.inline(self.start, self.end))
        return Markup('<p class="depth-{}" {} dir="auto">{}</p>').format(
            depth, anchor, body.inline(self.start, self.end)
        )


@dataclass(frozen=True)
class _Table:
    table: dict[str, Any]

    def markup(self, body: Body) -> Markup:
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(
                    Markup('<td dir="auto">{}</td>').format(body.inline(*cell)) for cell in row
                )
            )
            for row in self.table["rows"]
        )
        return Markup('<div class="grid"><table role="table">{}</table></div>').format(rows)


_Block = _Paragraph | _Table
