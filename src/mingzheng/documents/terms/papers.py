"""The papers an applicant must hand in, in the document's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mingzheng.documents.context import Reader
from mingzheng.documents.structure import Document, Sentence, Span
from mingzheng.documents.subjects import Subjects
from mingzheng.documents.terms.term import Term, data
from mingzheng.documents.vocabulary import pattern

_SCORE = 0.7
_ROW_TITLE = 10
_LONGEST = 20
_Held = dict[str, list[tuple[Sentence, Span, str]]]


@cache
def _form(name: str) -> re.Pattern[str]:
    return pattern(data()["materials"][name])


def papers(document: Document, reader: Reader, named: Subjects) -> Iterator[Term]:
    """One term per kind of subject: the set of papers named for it, joined by `+`."""
    held: _Held = {}
    before = "any"
    section: int | None = None
    for sentence in reader.said():
        quote = document.quote(sentence)
        around = reader.around(sentence)
        if (here := document.section_at(sentence.start)) != section:
            section, before = here, "any"
        # 单位授权书 is a paper, and says nothing of whose it is.
        first = _form("verb").search(quote)
        if kinds := {
            kind for _, kind in named.mentions(quote[: first.start()] if first else quote)
        }:
            before = kinds.pop() if len(kinds) == 1 else before
        if _form("unless").search(f"{quote}\n{around}"):
            continue
        for clause in re.finditer("[^；;。]+", quote):
            said = clause.group()
            over = quote[:_ROW_TITLE] if sentence.table is not None else around.split("\n")[0]
            announced = _form("title").search(over) is not None
            verb = _form("verb").search(said)
            if verb is None and not announced:
                continue
            at = verb.end() if verb else 0
            items = list(_items(said, at))
            if not items:
                continue
            before = named.of(said[:at] if verb else said, around, before)
            start = sentence.start + clause.start()
            place = Span(start + items[0][0], start + items[-1][1])
            whose = before
            if whose == "any" and _form("organization").search(said[at:]):
                whose = "organization"
            held.setdefault(whose, []).extend((sentence, place, name) for _, _, name in items)
    for subject, found in held.items():
        sentence, place, _ = found[0]
        words = tuple(dict.fromkeys(name for _, _, name in found))
        yield Term(
            "required_materials", subject, "+".join(words), None, sentence, place, words, _SCORE
        )


def _items(said: str, at: int) -> Iterator[tuple[int, int, str]]:
    """What is listed after the verb, without what only describes it, while it is a paper."""
    start = at
    ends = [
        *((at + each.start(), at + each.end()) for each in _form("between").finditer(said[at:]))
    ]
    for end, following in [*ends, (len(said), len(said))]:
        name = _form("describes").sub("", said[start:end].strip())
        match = _form("paper").search(name)
        if match and 1 < len(match.group()) <= _LONGEST and not _form("no_paper").search(name):
            yield start, end, match.group()
        start = following
