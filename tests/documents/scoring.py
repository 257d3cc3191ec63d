"""The method's answers about the corpus beside its truths, counted.

`python -m tests.documents.scoring [odd|even] [--failures]` prints the counts, and each failure.
`later` counts the corpus that was written after the tuning; its failures may not be seen.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from mingzheng.documents.examination import Examination, examine
from mingzheng.documents.structure import Document, Span
from mingzheng.documents.terms import Term

CORPUS, LATER = (Path(__file__).parent / name for name in ("corpus", "corpus_later"))
SETS = ("identity_method", "required_materials")
_FOLDERS = ("cps", "notices", "agreements")
SPACE = re.compile(r"[\s|*]+")
_MONTHS = {"year": 12, "month": 1}
_MINUTES = {"week": 10_080, "day": 1440, "hour": 60, "minute": 1}


@dataclass(frozen=True)
class Result:
    """One question to one document, what is true and what was answered.

    about    clause, outline, term (an entry of the truth), member (of a set) or answer (a value
             that the method gives)
    outcome  of a clause `truth > answer`, of an outline `truth > answer`; of a term or member
             `found`, `missed` or `misplaced` (right value, wrong subject); of an answer `right`,
             `misplaced`, `invented` or `lookalike`
    """

    document: str
    kind: str
    about: str
    key: str
    outcome: str
    note: str

    @property
    def number(self) -> int:
        return int(self.document.partition("/")[2][:2])


@cache
def results(corpus: Path = CORPUS) -> tuple[Result, ...]:
    """Everything about all documents of a corpus."""
    truths = sorted(path for folder in _FOLDERS for path in (corpus / folder).glob("*.toml"))
    return tuple(result for path in truths for result in _of_document(path))


def _of_document(path: Path) -> Iterator[Result]:
    truth = tomllib.loads(path.read_text("utf-8"))
    examined = examine(path.with_name(truth["document"]), kind=truth["kind"])
    text = Text(examined.document)
    name = f"{path.parent.name}/{path.stem}"
    found = [
        *_clauses(truth, examined, text),
        *_outline(truth, examined),
        *_terms(truth, examined.terms, text),
        *_members(truth, examined.terms),
    ]
    for about, key, outcome, note in found:
        yield Result(name, truth["kind"], about, key, outcome, note)


_Found = tuple[str, str, str, str]


class Text:
    """A document's text without white space, in which quotations are looked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._bare = SPACE.sub("", document.text)

    def overlap(self, span: Span, quotations: Iterable[str]) -> bool:
        """Whether a part of the document and one of the quotations share a character."""
        start = len(SPACE.sub("", self._document.text[: span.start]))
        end = start + len(SPACE.sub("", self._document.quote(span)))
        for quotation in quotations:
            wanted = SPACE.sub("", quotation)
            at = self._bare.find(wanted)
            if 0 <= at < end and start < at + len(wanted):
                return True
        return False

    def quote(self, span: Span) -> str:
        return self._document.quote(span)


def _clauses(truth: dict[str, Any], examined: Examination, text: Text) -> Iterator[_Found]:
    for clause in examined.clauses:
        expected = truth["clauses"].get(clause.key)
        if expected is None:
            continue
        answer: str = clause.answer
        said = expected.get("sentences", [])
        quoted = [text.quote(each.sentence) for each in clause.evidence[:3]]
        judged = answer == expected["status"] == "covered" and truth["kind"] != "cps"
        if judged and not any(text.overlap(each.sentence, said) for each in clause.evidence):
            answer = "covered elsewhere"
        note = " || ".join(["TRUE", *said, "FOUND", *quoted, "MISSING", *clause.missing])
        yield "clause", clause.key, f"{expected['status']} > {answer}", note


def _outline(truth: dict[str, Any], examined: Examination) -> Iterator[_Found]:
    for entry in examined.outline:
        expected = truth.get("outline", {}).get(entry.number)
        if expected is None:
            continue
        heading = "" if entry.section is None else examined.document.sections[entry.section].title
        answer: str = entry.standing
        wanted, got = (SPACE.sub("", each) for each in (expected.get("heading", heading), heading))
        if heading and not (got in wanted or wanted in got):
            answer = "another heading"
        note = f"{expected.get('heading', '')} || {heading}"
        yield "outline", entry.number, f"{expected['status']} > {answer}", note


def comparable(value: object, unit: str | None) -> tuple[str | None, object]:
    """A value in which two spellings of one span of time come out the same."""
    if unit is None or not str(value)[0].isdigit():
        return unit, value
    for smallest, factors in (("month", _MONTHS), ("minute", _MINUTES)):
        if unit in factors:
            return smallest, Decimal(str(value)) * factors[unit]
    return unit, Decimal(str(value))


def _terms(truth: dict[str, Any], terms: Sequence[Term], text: Text) -> Iterator[_Found]:
    expected = [
        (each["key"], each["subject"], comparable(each["value"], each.get("unit")), each)
        for each in truth.get("terms", [])
        if each["key"] not in SETS
    ]
    answered = [
        (each.key, each.subject, comparable(each.value, each.unit), each)
        for each in terms
        if each.key not in SETS
    ]
    for key, subject, value, entry in expected:
        outcome = _agreement((key, subject, value), [each[:3] for each in answered], "missed")
        others = [each[1:3] for each in answered if each[0] == key]
        yield (
            "term",
            key,
            "found" if outcome == "right" else outcome,
            (f"{subject} {value} || {entry['sentence']} || ANSWERED {others}"),
        )
    for key, subject, value, term in answered:
        alike = [each["sentence"] for each in truth.get("lookalikes", []) if each["about"] == key]
        outcome = _agreement((key, subject, value), [each[:3] for each in expected], "invented")
        judged = key != "payer" or subject == "certificate"
        if outcome == "invented" and text.overlap(term.sentence, alike):
            outcome = "lookalike"
        elif outcome != "right" and not judged:
            continue
        others = [each[1:3] for each in expected if each[0] == key]
        yield (
            "answer",
            key,
            outcome,
            (f"{subject} {value} || {text.quote(term.sentence)} || {term.cues} || TRUE {others}"),
        )


def _agreement(
    one: tuple[str, str, object], others: Sequence[tuple[str, str, object]], otherwise: str
) -> str:
    if one in others:
        return "right"
    key, _, value = one
    return "misplaced" if any((key, value) == (each[0], each[2]) for each in others) else otherwise


def _members(truth: dict[str, Any], terms: Sequence[Term]) -> Iterator[_Found]:
    """Each member of a set, wherever among the sets of its subject it is found."""
    entries = [each for each in truth.get("terms", []) if each["key"] in SETS]
    for entry in entries:
        key, subject = entry["key"], entry["subject"]
        mine = [each for each in terms if each.key == key]
        own = {name for each in mine if each.subject == subject for name in each.value.split("+")}
        any_ = {name for each in mine for name in each.value.split("+")}
        for member in entry["value"]:
            outcome = (
                "found"
                if _named(member, own)
                else "misplaced"
                if _named(member, any_)
                else "missed"
            )
            yield "member", key, outcome, f"{subject} {member} || {entry['sentence']} || {own}"
    for term in terms:
        if term.key != "identity_method":
            continue
        true = [
            each["value"]
            for each in entries
            if (each["key"], each["subject"]) == (term.key, term.subject)
        ]
        for member in term.value.split("+") if true else ():
            right = any(member in value for value in true)
            yield (
                "extra",
                term.key,
                "right" if right else "invented",
                f"{term.subject} {member} || {true}",
            )


def _named(member: str, names: Iterable[str]) -> bool:
    plain = _plain(member)
    return any(plain in _plain(name) or _plain(name) in plain for name in names)


def _plain(name: str) -> str:
    """The name of a paper without what only describes it."""
    return (
        re.sub(r"原件|复印件|扫描件|图片|影印件|有效|本人|的|签署|盖章|(?<=或)者", "", name)
        or name
    )


def table(found: Sequence[Result]) -> list[str]:
    """Counts of outcomes by kind, matter and key."""
    lines = []
    for about in ("clause", "outline", "term", "answer", "member", "extra"):
        rows = sorted((each.kind, each.key, each.outcome) for each in found if each.about == about)
        for (kind, key), group in groupby(rows, lambda row: row[:2]):
            counts = Counter(outcome for _, _, outcome in group)
            said = ", ".join(f"{outcome} {n}" for outcome, n in sorted(counts.items()))
            lines.append(f"{about:8} {kind:10} {key:40} {said}")
        total = Counter(each.outcome for each in found if each.about == about)
        lines.append(f"{about:8} {dict(sorted(total.items()))}")
    return lines


_GOOD = {"covered > covered", "absent > not found", "absent > doubtful", "vague > doubtful",
         "vague > not found", "present > present", "renamed > renamed", "absent > absent",
         "found", "right"}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    halves = {"odd": 1, "even": 0}
    later = "later" in arguments
    half = None if later else next((halves[each] for each in arguments if each in halves), None)
    corpus = LATER if later else CORPUS
    found = [each for each in results(corpus) if half is None or each.number % 2 == half]
    lines = table(found)
    if "--failures" in arguments and not later:
        wrong = [each for each in found if each.outcome not in _GOOD]
        lines = [*(" ".join(map(str, astuple(each))) for each in wrong), *lines]
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
