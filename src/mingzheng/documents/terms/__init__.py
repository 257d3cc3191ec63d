"""Terms: the values in a document that can contradict another's, each with its sentence.

`terms` gives every value that is said, for each kind of subject; where a document says two, both
are there. What a number is about is decided by what explains it best, among the terms and among
the matters that are none (`data/terms.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mingzheng.documents.context import Reader
from mingzheng.documents.kinds import Kind, kind_of
from mingzheng.documents.parties import parties
from mingzheng.documents.structure import Document
from mingzheng.documents.subjects import subjects
from mingzheng.documents.terms.choices import choices
from mingzheng.documents.terms.measures import measures
from mingzheng.documents.terms.papers import papers
from mingzheng.documents.terms.payers import payers
from mingzheng.documents.terms.term import KEYS, Term

__all__ = ["KEYS", "Term", "terms"]


def terms(document: Document, kind: Kind | None = None) -> tuple[Term, ...]:
    """Every term of a document, by key in the order of `KEYS`, then by place.

    The kind is told from the document where none is given.
    """
    reader = Reader(document)
    sides = parties(document.text)
    named = subjects(document.text)
    is_statement = (kind or kind_of(document)) == "cps"
    found = _consistent([
        *measures(document, reader, named),
        *choices(document, reader, sides, named, is_statement=is_statement),
        *payers(document, reader, sides),
        *papers(document, reader, named),
    ])  # fmt: skip
    kept: dict[tuple[str, str, str, str | None], Term] = {}
    for term in found:
        same = (term.key, term.subject, term.value, term.unit)
        if same not in kept or term.score > kept[same].score:
            kept[same] = term
    return tuple(sorted(kept.values(), key=lambda term: (KEYS.index(term.key), term.place.start)))


def _consistent(found: Sequence[Term]) -> list[Term]:
    """Terms that say something of one another.

    Who changes the terms after a notice of some days changes them alone, with notice; where an
    earlier check may stand in for some time, what else may not is an exception.
    """
    keys = {term.key for term in found if term.unit is not None}
    kept = [term for term in found if not (term.value == "not_allowed" and term.key in keys)]
    rights = {term.value for term in found if term.key == "change_right"}
    notice = next((term for term in found if term.key == "change_notice"), None)
    if notice is None or rights & {"mutual", "unilateral_with_notice"}:
        return kept
    right = replace(
        notice, key="change_right", value="unilateral_with_notice", unit=None, subject="any"
    )
    return [*(term for term in kept if term.key != "change_right"), right]
