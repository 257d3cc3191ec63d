"""What is said about a place: its own fragment, its clause, its sentence, and what stands over it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mingzheng.documents.structure import Document, Sentence, Span

_STOP = re.compile(r"[。！？]")
_ROW_TITLE = 20
_SEMICOLON = re.compile(r"[；;]")
_PARTS = re.compile(r"[，；;]|(?<!\d),(?!\d)")


@dataclass(frozen=True)
class Fragment(Span):
    """A part of a sentence between commas, or a cell of a row, with what it must be read with.

    text      itself; a cell after the header of its column
    before    the fragment before it in the same clause (empty at its beginning)
    after     the one after it
    clause    the part of the sentence between semicolons, or the row
    sentence  all of it
    previous  the sentence before it in the same section
    around    titles of the sections around, what announces it, and a table's caption
    shift     how many characters of `text` stand before the slice itself
    """

    text: str
    before: str
    after: str
    clause: str
    sentence: str
    around: str
    previous: str = ""
    shift: int = 0


@dataclass(frozen=True)
class Reader:
    """Fragments of one document."""

    document: Document

    def said(self) -> Iterator[Sentence]:
        """The sentences that say something: titles only name it."""
        for sentence in self.document.sentences:
            section = next(self.document.around(sentence.start), None)
            if section is None or not (section.title and sentence.end <= section.body):
                yield sentence

    def fragments(self, sentence: Sentence) -> Iterator[Fragment]:
        """The fragments of a sentence in order."""
        if sentence.table is not None:
            yield from self._cells(sentence)
            return
        yield from _fragments(
            self.document.quote(sentence), sentence.start, self.around(sentence),
            self._before(sentence),
        )  # fmt: skip

    def around(self, sentence: Sentence) -> str:
        """Titles, innermost first, the lead, and the paragraph before a table."""
        titles = [section.title for section in self.document.around(sentence.start)]
        lead = self.document.quote(sentence.lead) if sentence.lead else ""
        caption = "" if sentence.table is None else self._caption(sentence.table)
        return "\n".join(filter(None, [lead, caption, *titles]))

    def _before(self, sentence: Sentence) -> str:
        place = bisect_left(self._starts, sentence.start) - 1
        if place < 0:
            return ""
        before = self.document.sentences[place]
        one, other = (self.document.section_at(each.start) for each in (before, sentence))
        return self.document.quote(before) if one == other else ""

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self.document.sentences]

    def _cells(self, sentence: Sentence) -> Iterator[Fragment]:
        table = self.document.tables[sentence.table or 0]
        row = next(each for each in table.rows if each[0].start == sentence.start)
        text = self.document.quote(sentence)
        around = self.around(sentence)
        heads = [self.document.quote(cell) for cell in table.header] if row != table.header else []
        for place, cell in enumerate(row):
            head = heads[place] + "：" if place < len(heads) and len(heads) == len(row) else ""
            said = self.document.quote(cell)
            if _STOP.search(said[:-1]):
                yield from self._running(cell, f"{head}\n{text[:_ROW_TITLE]}\n{around}")
                continue
            yield Fragment(
                cell.start, cell.end, text=head + said, before="", after="",
                clause=text, sentence=text, around=around, shift=len(head),
            )  # fmt: skip

    def _running(self, cell: Span, around: str) -> Iterator[Fragment]:
        """A cell in which sentences stand."""
        said = self.document.quote(cell)
        previous = ""
        for each in _cut(said, _STOP):
            text = said[each.start : each.end]
            yield from _fragments(text, cell.start + each.start, around, previous)
            previous = text

    def _caption(self, table: int) -> str:
        """The paragraph just before a table."""
        start = self.document.tables[table].start
        place = -1
        for number, paragraph in enumerate(self.document.paragraphs):
            if paragraph.start >= start:
                break
            place = number
        return "" if place < 0 else self.document.quote(self.document.paragraphs[place])[:120]


def _fragments(text: str, start: int, around: str, previous: str) -> Iterator[Fragment]:
    """The fragments of one sentence that begins at `start`."""
    for clause in _cut(text, _SEMICOLON):
        said = text[clause.start : clause.end]
        spans = [
            Span(clause.start + each.start, clause.start + each.end) for each in _cut(said, _PARTS)
        ]
        quotes = [text[each.start : each.end] for each in spans]
        for place, span in enumerate(spans):
            yield Fragment(
                start + span.start, start + span.end, text=quotes[place],
                before=quotes[place - 1] if place else "",
                after=quotes[place + 1] if place + 1 < len(quotes) else "",
                clause=said, sentence=text, around=around, previous=previous,
            )  # fmt: skip


def _cut(text: str, at: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for found in at.finditer(text):
        if found.start() > start:
            yield Span(start, found.start())
        start = found.end()
    if start < len(text):
        yield Span(start, len(text))
