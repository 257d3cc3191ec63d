"""Terms that are quantities: each number goes to what explains it best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzheng.documents.context import Fragment, Reader
from mingzheng.documents.quantities import Quantity, amounts, durations, frequencies, multiples
from mingzheng.documents.structure import Document, Sentence, Span
from mingzheng.documents.subjects import Subjects
from mingzheng.documents.terms.explanations import MOST, Explanation, best
from mingzheng.documents.terms.term import Term

_BY_KIND = frozenset({"liability_cap", "validity"})
_EACH = re.compile(r"分别(?:为|是|不超过|按|不低于|不少于)?")
_HOURS = {"minute": 1, "hour": 60, "day": 1440, "working_day": 1440, "week": 10080,
          "month": 43200, "year": 525600}  # fmt: skip


def measures(document: Document, reader: Reader, named: Subjects) -> list[Term]:
    """The terms that are quantities."""
    strong: list[Term] = []
    weak: list[Term] = []
    for sentence in reader.said():
        for explanation, term in _of_sentence(sentence, reader, named):
            (weak if explanation.weak else strong).append(term)
    said = {term.key for term in strong}
    found = _longest_validity([*strong, *(term for term in weak if term.key not in said)])
    return [_addressed(term, found, named) for term in found]


def _addressed(term: Term, found: Sequence[Term], named: Subjects) -> Term:
    """A kind named alone says nothing of the others; one addressed alone is whom it is about."""
    if term.key in _BY_KIND:
        return replace(term, subject=named.default or "any") if term.subject == "any" else term
    values = {(each.value, each.unit) for each in found if each.key == term.key}
    return replace(term, subject="any") if len(values) == 1 else term


def _longest_validity(terms: Sequence[Term]) -> list[Term]:
    """Of validities that one sentence offers one subject, the longest."""
    kept: dict[object, Term] = {}
    for place, term in enumerate(terms):
        same = (term.sentence.start, term.subject) if term.key == "validity" else place
        if same not in kept or _minutes(term) > _minutes(kept[same]):
            kept[same] = term
    return list(kept.values())


def _minutes(term: Term) -> Decimal:
    return Decimal(term.value) * _HOURS[term.unit or "minute"]


def _of_sentence(
    sentence: Sentence, reader: Reader, named: Subjects
) -> Iterator[tuple[Explanation, Term]]:
    for fragment in reader.fragments(sentence):
        text = fragment.text[fragment.shift :]
        found = [*durations(text), *frequencies(text), *amounts(text), *multiples(text)]
        for quantity, kinds in zip(found, _subjects(fragment, found, named), strict=True):
            fit = best(fragment, quantity)
            if fit is None or fit[0].term is None:
                continue
            explanation, score, cues = fit
            for kind in kinds:
                yield explanation, _term(
                    str(explanation.term), kind, quantity, sentence, fragment,
                    score=score, cues=cues,
                )  # fmt: skip


def _term(
    key: str, kind: str, quantity: Quantity, sentence: Sentence, fragment: Fragment, *,
    score: float, cues: tuple[str, ...],
) -> Term:  # fmt: skip
    place = Span(fragment.start + quantity.start, fragment.start + quantity.end)
    unit = "times_fee" if quantity.unit == "times" else quantity.unit
    return Term(
        key, kind, _plain(quantity.value), unit, sentence, place, cues,
        score=round(min(score / MOST, 1.0), 2),
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _subjects(
    fragment: Fragment, found: Sequence[Quantity], named: Subjects
) -> list[tuple[str, ...]]:
    """The kinds of subject of each quantity of a fragment; `any` where none is named."""
    text = fragment.text[fragment.shift :]
    own = named.mentions(text)
    if _EACH.search(fragment.clause):
        kinds = list(dict.fromkeys(kind for _, kind in named.mentions(fragment.clause)))
        if len(kinds) == len(found) > 1:
            return [(kind,) for kind in kinds]
    subjects: list[tuple[str, ...]] = []
    last = 0
    for quantity in found:
        before = tuple(dict.fromkeys(kind for at, kind in own if last <= at < quantity.start))
        subjects.append(
            before or (subjects[-1] if subjects else ()) or _further(fragment, own, named)
        )
        last = quantity.end
    return subjects


def _further(
    fragment: Fragment, own: Sequence[tuple[int, str]], named: Subjects
) -> tuple[str, ...]:
    """Kinds named after the quantity, before its fragment, in its row, or over it."""
    head = named.mentions(fragment.text[: fragment.shift])
    for near in (own, head, named.mentions(fragment.before)):
        if near:
            return tuple(dict.fromkeys(kind for _, kind in near))
    earlier = fragment.clause[: max(fragment.clause.find(fragment.text[fragment.shift :]), 0)]
    if near := named.mentions(earlier):
        return (near[-1][1],)
    for line in fragment.around.split("\n"):
        kinds = {kind for _, kind in named.mentions(line)}
        if len(kinds) == 1:
            return (kinds.pop(),)
        if kinds:
            break
    return ("any",)
