"""Terms: the values in a document that can contradict another's, each with its sentence.

`terms` gives every value that is said, for each kind of subject; where a document says two, both
are there. What a number is about is decided by what explains it best, among the terms and among
the matters that are none (`data/terms.toml`).
"""

from __future__ import annotations

from mingzheng.documents.context import Reader
from mingzheng.documents.parties import parties
from mingzheng.documents.structure import Document
from mingzheng.documents.terms.choices import choices
from mingzheng.documents.terms.measures import measures
from mingzheng.documents.terms.papers import papers
from mingzheng.documents.terms.term import KEYS, Term

__all__ = ["KEYS", "Term", "terms"]


def terms(document: Document) -> tuple[Term, ...]:
    """Every term of a document, by key in the order of `KEYS`, then by place."""
    reader = Reader(document)
    sides = parties(document.text)
    found = [
        *measures(document, reader),
        *choices(document, reader, sides),
        *papers(document, reader),
    ]
    kept: dict[tuple[str, str, str, str | None], Term] = {}
    for term in found:
        same = (term.key, term.subject, term.value, term.unit)
        if same not in kept or term.score > kept[same].score:
            kept[same] = term
    return tuple(sorted(kept.values(), key=lambda term: (KEYS.index(term.key), term.place.start)))
