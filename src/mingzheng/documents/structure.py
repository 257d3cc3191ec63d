"""A document as read: one text, and where in it its parts lie.

Offsets count characters of `Document.text`; every part is a slice of it. Pages count from 1 and
are None where the format has none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Format = Literal["pdf", "docx", "html", "text", "markdown"]


@dataclass(frozen=True)
class Span:
    """A slice of the document's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True)
class Number:
    """The number a paragraph begins with.

    text      as printed: 第三条, 4.9.1, （一）, 附件二
    kind      chapter, article, decimal, arabic, hanzi, … (see `numbering`)
    ordinals  its value: (4, 9, 1); empty where it has none (a bullet, 附件)
    """

    text: str
    kind: str
    ordinals: tuple[int, ...]


@dataclass(frozen=True)
class Section(Span):
    """From its heading to where the next one of its rank begins; a list item is one too.

    body    where the text after number and title begins
    title   empty where the number stands before running text
    parent  place of the section around it in `Document.sections`
    depth   0 at the top
    """

    number: Number | None
    title: str
    body: int
    parent: int | None
    depth: int


@dataclass(frozen=True)
class Table(Span):
    """Rows of cells; cells are separated by a tab in the text, rows by a line break.

    header  the row that names the columns; a table that goes on from another page has that one's
    """

    rows: tuple[tuple[Span, ...], ...]
    header: tuple[Span, ...]


@dataclass(frozen=True)
class Sentence(Span):
    """A sentence of a paragraph, or a row of a table.

    lead   the sentence that announces it and ends with a colon (甲方应当：)
    table  place in `Document.tables`, for a row
    """

    lead: Span | None = None
    table: int | None = None


@dataclass(frozen=True)
class Document:
    """One document.

    digest      SHA-256 of the file, hex
    turns       where in the text each page begins; empty where the format has no pages
    paragraphs  all paragraphs outside tables, in order
    """

    name: str
    format: Format
    digest: str
    text: str
    turns: tuple[int, ...]
    paragraphs: tuple[Span, ...]
    tables: tuple[Table, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]

    def quote(self, span: Span) -> str:
        """The text of a part."""
        return self.text[span.start : span.end]

    def page(self, offset: int) -> int | None:
        """The page on which an offset lies, from 1."""
        return bisect_right(self.turns, offset) or 1 if self.turns else None

    def section_at(self, offset: int) -> int | None:
        """The place of the innermost section around an offset."""
        # Sections nest and end only where another begins: the last begun is the innermost.
        return bisect_right(self._starts, offset) - 1 if self._begun(offset) else None

    def around(self, offset: int) -> Iterator[Section]:
        """The sections around an offset, innermost first."""
        place = self.section_at(offset)
        while place is not None:
            section = self.sections[place]
            yield section
            place = section.parent

    def heading(self, offset: int) -> str:
        """Where an offset lies, as a person would cite it: `第三章 › 第八条 赔偿限额`."""
        named = [section for section in self.around(offset) if section.number or section.title]
        parts = [
            " ".join(filter(None, (section.number.text if section.number else "", section.title)))
            for section in reversed(named)
        ]
        return " › ".join(parts)

    def _begun(self, offset: int) -> bool:
        return bool(self._starts) and self._starts[0] <= offset

    @cached_property
    def _starts(self) -> list[int]:
        return [section.start for section in self.sections]
