"""Which terms of two documents speak of the same: by subject, and by whether they are about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mingzheng.documents.certificate_names import usually_named
from mingzheng.documents.context import Reader
from mingzheng.documents.examination import Examination
from mingzheng.documents.structure import Document
from mingzheng.documents.subjects import mentions
from mingzheng.documents.terms import Term

_HOLDERS = frozenset({"individual", "organization", "device"})
_DURATIONS = frozenset({"event", "long_lived"})
_TITLES = 4
_LONGEST_TITLE = 40


@dataclass(frozen=True)
class Paired:
    """Terms of one key on both sides that may contradict each other.

    subject     whom they are about
    texts       of the agreement or notice
    statements  of the practice statement
    each        the text speaks of all, the statement of kinds apart
    sure        whether they are about the same subject beyond doubt
    """

    subject: str
    texts: tuple[Term, ...]
    statements: tuple[Term, ...]
    each: bool
    sure: bool


@dataclass(frozen=True)
class Side:
    """One document with its terms and the words around them."""

    found: Examination

    @cached_property
    def document(self) -> Document:
        """The document as the patterns read it."""
        return usually_named(self.found.document)

    @cached_property
    def reader(self) -> Reader:
        """What stands over a sentence."""
        return Reader(self.document)

    def context(self, term: Term) -> str:
        """The sentence of a term and what stands over it."""
        return f"{self.document.quote(term.sentence)}\n{self.reader.around(term.sentence)}"

    @cached_property
    def audience(self) -> str:
        """The kind of subject that the title names alone; `any` where it names none or several."""
        lines = [self.document.quote(each) for each in self.document.paragraphs[:_TITLES]]
        titles = " ".join(line for line in lines if len(line) <= _LONGEST_TITLE)
        kinds = {kind for _, kind in mentions(titles)} & _HOLDERS
        return kinds.pop() if len(kinds) == 1 else "any"


def paired(
    texts: Iterable[Term], statements: Iterable[Term], *, audience: str
) -> Iterator[Paired]:
    """The terms of one key side by side, for each subject of the text."""
    ours = _by_subject(texts)
    if audience != "any" and "any" in ours:
        general = [replace(term, subject=audience) for term in ours.pop("any")]
        ours.setdefault(audience, general)
    theirs = _by_subject(statements)
    for subject, own in ours.items():
        if subject in theirs:
            yield Paired(subject, tuple(own), tuple(theirs[subject]), each=False, sure=True)
        elif "any" in theirs:
            yield Paired(subject, tuple(own), tuple(theirs["any"]), each=False, sure=True)
        elif subject == "any" and theirs:
            every = tuple(term for terms in theirs.values() for term in terms)
            yield Paired(subject, tuple(own), every, each=True, sure=True)
        elif crossing := _crossing(subject, theirs):
            yield Paired(subject, tuple(own), tuple(crossing), each=False, sure=False)


def _by_subject(terms: Iterable[Term]) -> dict[str, list[Term]]:
    grouped: dict[str, list[Term]] = {}
    for term in terms:
        grouped.setdefault(term.subject, []).append(term)
    return grouped


def _crossing(subject: str, theirs: dict[str, list[Term]]) -> Sequence[Term]:
    """Terms of kinds that a subject may be as well: a person's certificate may be for an event."""
    other = _DURATIONS if subject in _HOLDERS else _HOLDERS if subject in _DURATIONS else ()
    return [term for kind in other if kind in theirs for term in theirs[kind]]


def speaking_of(terms: Sequence[Term], side: Side, words: re.Pattern[str]) -> list[Term]:
    """The terms in whose sentence or headings some words stand."""
    return [term for term in terms if words.search(side.context(term))]
