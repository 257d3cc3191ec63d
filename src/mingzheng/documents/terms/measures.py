"""Terms that are quantities: each number goes to what explains it best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from mingzheng.documents.context import Fragment, Reader
from mingzheng.documents.quantities import Quantity, amounts, durations, multiples
from mingzheng.documents.structure import Document, Sentence, Span
from mingzheng.documents.subjects import mentions
from mingzheng.documents.terms.term import Term, data

_OWN, _BESIDE, _CLAUSE, _SENTENCE, _AROUND = 3.0, 2.2, 1.8, 1.4, 1.2
_HELP = 0.15
_MOST = _OWN + 4 * _HELP
_ENOUGH = 1.2
_EACH = re.compile(r"分别(?:为|是|不超过|按|不低于|不少于)?")
_HOURS = {"minute": 1, "hour": 60, "day": 1440, "working_day": 1440, "week": 10080,
          "month": 43200, "year": 525600}  # fmt: skip


@dataclass(frozen=True)
class _Explanation:
    """What a quantity may be about; `term` is None for matters that are no term."""

    term: str | None
    weak: bool
    units: frozenset[str]
    needs: tuple[re.Pattern[str], ...]
    helps: tuple[re.Pattern[str], ...]
    never: re.Pattern[str] | None
    apart: re.Pattern[str] | None


@cache
def _explanations() -> tuple[_Explanation, ...]:
    return tuple(
        _Explanation(
            entry.get("term"),
            entry.get("weak", False),
            frozenset(entry["units"]),
            tuple(map(re.compile, entry["needs"])),
            tuple(map(re.compile, entry.get("helps", ()))),
            re.compile("|".join(entry["never"])) if entry.get("never") else None,
            re.compile(entry["apart"]) if entry.get("apart") else None,
        )
        for entry in data()["quantities"]
    )


def measures(document: Document, reader: Reader) -> list[Term]:
    """The terms that are quantities."""
    strong: list[Term] = []
    weak: list[Term] = []
    for sentence in reader.said():
        for explanation, term in _of_sentence(sentence, reader):
            (weak if explanation.weak else strong).append(term)
    said = {term.key for term in strong}
    return _longest_validity([*strong, *(term for term in weak if term.key not in said)])


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


def _of_sentence(sentence: Sentence, reader: Reader) -> Iterator[tuple[_Explanation, Term]]:
    for fragment in reader.fragments(sentence):
        text = fragment.text[fragment.shift :]
        found = [*durations(text), *amounts(text), *multiples(text)]
        subjects = _subjects(fragment, found)
        for quantity, kinds in zip(found, subjects, strict=True):
            best = _best(fragment, quantity)
            if best is None:
                continue
            explanation, score, cues = best
            if explanation.term is None:
                continue
            for kind in kinds:
                yield (
                    explanation,
                    _term(
                        explanation.term,
                        kind,
                        quantity,
                        sentence,
                        fragment,
                        score=score,
                        cues=cues,
                    ),
                )


def _term(
    key: str, kind: str, quantity: Quantity, sentence: Sentence, fragment: Fragment, *,
    score: float, cues: tuple[str, ...],
) -> Term:  # fmt: skip
    place = Span(fragment.start + quantity.start, fragment.start + quantity.end)
    unit = "times_fee" if quantity.unit == "times" else quantity.unit
    return Term(
        key, kind, _plain(quantity.value), unit, sentence, place, cues,
        score=round(min(score / _MOST, 1.0), 2),
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _best(
    fragment: Fragment, quantity: Quantity
) -> tuple[_Explanation, float, tuple[str, ...]] | None:
    """The explanation of a quantity with the highest score; the first of equals."""
    best: tuple[_Explanation, float, tuple[str, ...]] | None = None
    for explanation in _explanations():
        if quantity.unit not in explanation.units:
            continue
        found = _score(explanation, fragment)
        if found is not None and found[0] >= _ENOUGH and (best is None or found[0] > best[1]):
            best = (explanation, *found)
    return best


def _score(explanation: _Explanation, fragment: Fragment) -> tuple[float, tuple[str, ...]] | None:
    """The mean nearness of what must be said, and a little for what helps."""
    near = f"{fragment.before}，{fragment.text}"
    if explanation.never is not None and explanation.never.search(near):
        return None
    if explanation.apart is not None and explanation.apart.search(fragment.around):
        return None
    total = 0.0
    cues = []
    for need in explanation.needs:
        strength, cue = _strength(need, fragment)
        if not strength:
            return None
        total += strength
        cues.append(cue)
    score = total / len(explanation.needs)
    for help_ in explanation.helps:
        if found := help_.search(fragment.clause):
            score += _HELP
            cues.append(found.group())
    return score, tuple(dict.fromkeys(cues))


def _strength(need: re.Pattern[str], fragment: Fragment) -> tuple[float, str]:
    for weight, text in (
        (_OWN, fragment.text),
        (_BESIDE, fragment.before),
        (_BESIDE - 0.2, fragment.after),
        (_CLAUSE, fragment.clause),
        (_SENTENCE, fragment.sentence),
        (_AROUND, fragment.around),
    ):
        if found := need.search(text):
            return weight, found.group()
    return 0.0, ""


def _subjects(fragment: Fragment, found: Sequence[Quantity]) -> list[tuple[str, ...]]:
    """The kinds of subject of each quantity of a fragment; `any` where none is named."""
    text = fragment.text[fragment.shift :]
    named = mentions(text)
    in_clause = mentions(fragment.clause)
    if _EACH.search(fragment.clause):
        kinds = list(dict.fromkeys(kind for _, kind in in_clause))
        if len(kinds) == len(found) > 1:
            return [(kind,) for kind in kinds]
    subjects: list[tuple[str, ...]] = []
    last = 0
    for quantity in found:
        before = tuple(dict.fromkeys(kind for at, kind in named if last <= at < quantity.start))
        subjects.append(before or (subjects[-1] if subjects else ()) or _further(fragment, named))
        last = quantity.end
    return subjects


def _further(fragment: Fragment, named: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Kinds named after the quantity, before its fragment, in its row, or over it."""
    head = mentions(fragment.text[: fragment.shift])
    for near in (named, head, mentions(fragment.before)):
        if near:
            return tuple(dict.fromkeys(kind for _, kind in near))
    earlier = fragment.clause[: max(fragment.clause.find(fragment.text[fragment.shift :]), 0)]
    if near := mentions(earlier):
        return (near[-1][1],)
    for line in fragment.around.split("\n"):
        kinds = {kind for _, kind in mentions(line)}
        if len(kinds) == 1:
            return (kinds.pop(),)
        if kinds:
            break
    return ("any",)
