"""What is said about a place: its own fragment, its clause, its sentence, and what stands over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mingzheng.documents.structure import Document, Sentence, Span

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
    around    titles of the sections around, what announces it, and a table's caption
    shift     how many characters of `text` stand before the slice itself
    """

    text: str
    before: str
    after: str
    clause: str
    sentence: str
    around: str
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
        text = self.document.quote(sentence)
        around = self.around(sentence)
        for clause in _cut(text, _SEMICOLON):
            said = text[clause.start : clause.end]
            spans = [
                Span(clause.start + each.start, clause.start + each.end)
                for each in _cut(said, _PARTS)
            ]
            quotes = [text[each.start : each.end] for each in spans]
            for place, span in enumerate(spans):
                yield Fragment(
                    sentence.start + span.start, sentence.start + span.end, text=quotes[place],
                    before=quotes[place - 1] if place else "",
                    after=quotes[place + 1] if place + 1 < len(quotes) else "",
                    clause=said, sentence=text, around=around,
                )  # fmt: skip

    def around(self, sentence: Sentence) -> str:
        """Titles, innermost first, the lead, and the paragraph before a table."""
        titles = [section.title for section in self.document.around(sentence.start)]
        lead = self.document.quote(sentence.lead) if sentence.lead else ""
        caption = "" if sentence.table is None else self._caption(sentence.table)
        return "\n".join(filter(None, [lead, caption, *titles]))

    def _cells(self, sentence: Sentence) -> Iterator[Fragment]:
        table = self.document.tables[sentence.table or 0]
        row = next(each for each in table.rows if each[0].start == sentence.start)
        text = self.document.quote(sentence)
        around = self.around(sentence)
        heads = [self.document.quote(cell) for cell in table.header] if row != table.header else []
        for place, cell in enumerate(row):
            head = heads[place] + "：" if place < len(heads) and len(heads) == len(row) else ""
            yield Fragment(
                cell.start, cell.end, text=head + self.document.quote(cell), before="", after="",
                clause=text, sentence=text, around=around, shift=len(head),
            )  # fmt: skip

    def _caption(self, table: int) -> str:
        """The paragraph just before a table."""
        start = self.document.tables[table].start
        place = -1
        for number, paragraph in enumerate(self.document.paragraphs):
            if paragraph.start >= start:
                break
            place = number
        return "" if place < 0 else self.document.quote(self.document.paragraphs[place])[:120]


def _cut(text: str, at: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for found in at.finditer(text):
        if found.start() > start:
            yield Span(start, found.start())
        start = found.end()
    if start < len(text):
        yield Span(start, len(text))
