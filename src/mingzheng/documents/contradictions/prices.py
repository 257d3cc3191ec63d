"""Prices of certificates and services: amounts of yuan that are charged, per year or once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from mingzheng.documents.context import Fragment, Reader
from mingzheng.documents.contradictions.contradiction import data
from mingzheng.documents.numerals import number
from mingzheng.documents.quantities import amounts
from mingzheng.documents.structure import Document, Span
from mingzheng.documents.subjects import mentions
from mingzheng.documents.terms import Term
from mingzheng.documents.terms.term import data as terms_data

_SCORE = 0.7
_AFTER = 8
_BEFORE = 12
_CHARGED = re.compile("费|价|钱")
_ASIDE = re.compile("[（(][^）)]*[）)]")


@cache
def _form(name: str) -> re.Pattern[str]:
    return re.compile(data()["prices"][name])


@cache
def _items() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What is paid for, as `payer` has it."""
    return tuple(
        (entry["subject"], re.compile(entry["pattern"])) for entry in terms_data()["paid"]
    )


def prices(document: Document) -> dict[str, tuple[Term, ...]]:
    """Every price as a term with the key `fee`, by what can be compared with each other.

    Certificates apart from what else is paid for (whose subject it then is, as of a payer), and
    what is charged by the year (`/year`) apart from what is charged once.
    """
    found: dict[str, dict[tuple[str, str], Term]] = {}
    reader = Reader(document)
    for sentence in reader.said():
        for fragment in reader.fragments(sentence):
            for group, subject, value, place in _of_fragment(fragment):
                term = Term(
                    "fee", subject, value, "CNY", sentence, place,
                    (fragment.text[:60],), _SCORE,
                )  # fmt: skip
                found.setdefault(group, {}).setdefault((subject, value), term)
    return {group: tuple(terms.values()) for group, terms in found.items()}


def _of_fragment(fragment: Fragment) -> Iterator[tuple[str, str, str, Span]]:
    near = f"{fragment.before}，{fragment.text}"
    if _form("never").search(near) or any(
        _form("apart").search(line) and not _CHARGED.search(line)
        for line in fragment.around.split("\n")
    ):
        return
    if not _form("cue").search(f"{fragment.text}\n{fragment.sentence}\n{fragment.around}"):
        return
    text = fragment.text[fragment.shift :]
    last = 0
    for start, end, value in _amounts(text, head=fragment.text[: fragment.shift]):
        around = text[max(start - _BEFORE, last) : end + _AFTER]
        named, last = text[last:end], end
        if _form("others").search(around):
            continue
        row = fragment.clause if fragment.shift else ""
        yearly = _form("yearly").search(f"{fragment.text[: fragment.shift]}{around}\t{row}")
        item = _item(fragment, named)
        group = ("other" if item else "certificate") + ("/year" if yearly else "")
        place = Span(fragment.start + start, fragment.start + end)
        yield group, item or _kind(fragment), f"{value.normalize():f}", place


def _amounts(text: str, *, head: str) -> Iterator[tuple[int, int, Decimal]]:
    """Amounts of yuan; under a header that says so, bare numbers too."""
    for amount in amounts(text):
        if amount.unit == "CNY":
            yield amount.start, amount.end, amount.value
    bare = number(text.strip()) if _form("header").search(head) else None
    if bare is not None:
        yield 0, len(text), bare


def _item(fragment: Fragment, named: str) -> str | None:
    """What is paid for, where it is no certificate: by what is said before the amount, or around."""
    row = fragment.clause if fragment.shift else ""
    for said in (named, fragment.text, fragment.before, row):
        for subject, form in _items():
            if form.search(_ASIDE.sub("", said)):
                return None if subject == "certificate" else subject
    return None


def _kind(fragment: Fragment) -> str:
    """The kind of subject that is named nearest."""
    for said in (fragment.text, fragment.before, fragment.clause, fragment.around):
        if kinds := mentions(said):
            return kinds[0][1] if len({kind for _, kind in kinds}) == 1 else "any"
    return "any"
