"""Passages and grids of any format → one `Document`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingzheng.documents.reading.contents import without_contents
from mingzheng.documents.reading.passages import Grid, Passage, Piece
from mingzheng.documents.sections import Head, nested
from mingzheng.documents.sentences import sentences_of
from mingzheng.documents.structure import Document, Format, Span, Table


@dataclass
class _Text:
    """The text as it grows, one line per paragraph or row, and where pages turn."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    turns: list[int] = field(default_factory=list)

    def add(self, line: str, page: int | None) -> Span:
        if page is not None:
            self.turn_to(page, self.length)
        span = Span(self.length, self.length + len(line))
        self.parts.append(line)
        self.length = span.end + 1
        return span

    def turn_to(self, page: int, offset: int) -> None:
        """Pages without text begin where the next text does."""
        while len(self.turns) < page:
            self.turns.append(offset)


def assemble(pieces: Sequence[Piece], *, name: str, format: Format, digest: str) -> Document:
    """The document that pieces in reading order make."""
    text = _Text()
    paragraphs: list[Span] = []
    heads: list[Head] = []
    tables: list[Table] = []
    for piece in without_contents(pieces):
        if isinstance(piece, Grid):
            tables.append(_table(piece, text, tables))
            continue
        span = text.add(piece.text, piece.page)
        _turn_inside(piece, span, text)
        paragraphs.append(span)
        heads.append(Head(span, piece.text, piece.rank))
    whole = "\n".join(text.parts)
    sections = nested(heads, end=len(whole))
    return Document(
        name=name,
        format=format,
        digest=digest,
        text=whole,
        turns=tuple(text.turns),
        paragraphs=tuple(paragraphs),
        tables=tuple(tables),
        sections=sections,
        sentences=sentences_of(whole, paragraphs, tables, sections),
    )


def _turn_inside(passage: Passage, span: Span, text: _Text) -> None:
    for count, turn in enumerate(passage.turns, start=1):
        text.turn_to((passage.page or 0) + count, span.start + turn)


def _table(grid: Grid, text: _Text, before: Sequence[Table]) -> Table:
    rows = []
    for cells, page in zip(grid.rows, grid.pages, strict=True):
        line = text.add("\t".join(cells), page)
        start = line.start
        spans = []
        for cell in cells:
            spans.append(Span(start, start + len(cell)))
            start += len(cell) + 1
        rows.append(tuple(spans))
    header = before[-1].header if grid.goes_on and before else rows[0]
    return Table(rows[0][0].start, rows[-1][-1].end, rows=tuple(rows), header=header)
