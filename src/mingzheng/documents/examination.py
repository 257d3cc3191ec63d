"""One document examined: what it is, its outline, its clauses and its terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mingzheng.documents.certificate_names import usually_named
from mingzheng.documents.clauses import Clause, clauses
from mingzheng.documents.kinds import Kind, kind_of
from mingzheng.documents.outline import Entry, outline
from mingzheng.documents.reading import LIMITS, Limits, read
from mingzheng.documents.structure import Document
from mingzheng.documents.terms import Term, terms


@dataclass(frozen=True)
class Examination:
    """What was found in a document; `outline` is empty but for practice statements."""

    document: Document
    kind: Kind
    outline: tuple[Entry, ...]
    clauses: tuple[Clause, ...]
    terms: tuple[Term, ...]


def examine(path: Path, *, kind: Kind | None = None, limits: Limits = LIMITS) -> Examination:
    """Read a document and look for all of it; the kind is told from it where none is given.

    Raises DocumentError for what can't be read.
    """
    document = read(path, limits)
    known = kind or kind_of(document)
    usual = usually_named(document)
    return Examination(
        document=document,
        kind=known,
        outline=outline(document) if known == "cps" else (),
        clauses=clauses(usual, known),
        terms=terms(usual, known),
    )
