"""Sentences of paragraphs and rows of tables, with the sentence that announces each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mingzheng.documents.structure import Section, Sentence, Span, Table

_END = re.compile(r"[。！？!?]+[”’」』）)】]*|[.](?=\s+[A-Z(])")


def sentences_of(
    text: str, paragraphs: Sequence[Span], tables: Sequence[Table], sections: Sequence[Section]
) -> tuple[Sentence, ...]:
    """Every sentence in order.

    A number or a title before a sentence is no part of it; a title alone is a sentence of its
    own, so that each character but blanks belongs to one.
    """
    found: list[Sentence] = []
    bodies = {section.start: section for section in sections}
    leads = _Leads(text, sections)
    for paragraph in paragraphs:
        section = bodies.get(paragraph.start)
        own = list(_split(text, paragraph, section))
        lead = leads.of(section)
        found.extend(replace(sentence, lead=lead) for sentence in own)
        leads.after(Span(paragraph.start, paragraph.end), section)
    for place, table in enumerate(tables):
        for row in table.rows:
            found.append(Sentence(row[0].start, row[-1].end, table=place))
    return tuple(sorted(found, key=lambda each: each.start))


class _Leads:
    """Which announcing sentence governs the next paragraph."""

    def __init__(self, text: str, sections: Sequence[Section]) -> None:
        self._text = text
        self._sections = sections
        self._announced: Span | None = None
        self._running: Span | None = None
        self._announcer: Section | None = None
        self._children: dict[int | None, Span | None] = {}

    def of(self, section: Section | None) -> Span | None:
        """The lead of a paragraph; `section` is what it begins."""
        if section is None:
            return self._running
        brother = self._announcer and self._announcer.parent == section.parent
        if self._announced and not brother:
            lead: Span | None = self._announced
        else:
            lead = self._inherited(section)
        self._children[section.parent] = lead
        return lead

    def after(self, last: Span, section: Section | None) -> None:
        """Look how a paragraph ends."""
        ending = self._text[last.start : last.end].rstrip()
        announces = ending.endswith(("：", ":"))
        self._announced = last if announces else None
        self._announcer = section if announces else None
        if announces:
            self._running = last
        elif not ending.endswith(("；", ";", "，", "、")):
            self._running = None

    def _inherited(self, section: Section) -> Span | None:
        """What elder brothers hang on, or else what the sections around do."""
        around: Section | None = section
        while around is not None:
            if around.parent in self._children and around.parent is not None:
                return self._children[around.parent]
            around = None if around.parent is None else self._sections[around.parent]
        return self._children.get(None) if section.parent is None else None


def _split(text: str, paragraph: Span, section: Section | None) -> Iterator[Sentence]:
    start = paragraph.start
    if section is not None:
        if section.body < paragraph.end:
            start = section.body
        elif section.number is not None:
            start += len(section.number.text)
    for found in _END.finditer(text, start, paragraph.end):
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, paragraph.end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Sentence]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" \t\u3000"))
    end -= len(piece) - len(piece.rstrip(" \t\u3000"))
    if start < end:
        yield Sentence(start, end)
