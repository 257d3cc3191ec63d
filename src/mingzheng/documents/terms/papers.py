"""The papers an applicant must hand in, in the document's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mingzheng.documents.context import Reader
from mingzheng.documents.structure import Document, Sentence, Span
from mingzheng.documents.subjects import mentions
from mingzheng.documents.terms.term import Term, data

_SCORE = 0.7


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(data()["materials"][name])


def papers(document: Document, reader: Reader) -> Iterator[Term]:
    """One term per kind of subject: the set of papers named for it, joined by `+`."""
    held: dict[str, list[tuple[Sentence, Span, str]]] = {}
    for sentence in reader.said():
        quote = document.quote(sentence)
        around = reader.around(sentence)
        said = f"{quote}\n{around}"
        if not (_form("cue").search(said) and _form("context").search(said)):
            continue
        if _form("unless").search(said):
            continue
        if not (_form("cue").search(quote) or sentence.lead or sentence.table is not None):
            continue
        for clause in re.finditer("[^；;]+", quote):
            names = list(_form("names").finditer(clause.group()))
            for subject in _subjects(clause.group(), around) if names else ():
                start = sentence.start + clause.start()
                place = Span(start + names[0].start(), start + names[-1].end())
                held.setdefault(subject, []).extend(
                    (sentence, place, each.group()) for each in names
                )
    for subject, found in held.items():
        sentence, place, _ = found[0]
        words = tuple(dict.fromkeys(name for _, _, name in found))
        yield Term(
            "required_materials", subject, "+".join(words), None, sentence, place, words, _SCORE
        )


def _subjects(quote: str, around: str) -> list[str]:
    for text in (quote.split("：")[0], *around.split("\n")):
        kinds = list(dict.fromkeys(kind for _, kind in mentions(text)))
        if len(kinds) == 1:
            return kinds
    return ["any"]
