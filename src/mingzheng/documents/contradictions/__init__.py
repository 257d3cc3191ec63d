"""Contradictions between a practice statement and the agreements and notices under it.

A term of the agreement or notice is compared with the practice statement's of the same key and
subject: worse for the holder, incompatible, or silent where the practice statement says that it
will tell, which is always in doubt: the practice statement may tell it itself. Better for the
holder, silence of one side without such a pointer and matters of detail are none. What makes a pair
doubtful is said, and then a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from mingzheng.documents.contradictions.choices import (
    at_once,
    choices,
    chosen,
    refunds,
    unannounced,
)
from mingzheng.documents.contradictions.contradiction import (
    KINDS,
    NAMES,
    Contradiction,
    Kind,
    data,
)
from mingzheng.documents.contradictions.measures import Suspect, measured, measures
from mingzheng.documents.contradictions.methods import materials, methods
from mingzheng.documents.contradictions.pairing import Paired, Side, paired, speaking_of
from mingzheng.documents.contradictions.prices import prices
from mingzheng.documents.contradictions.silence import Silence, silences
from mingzheng.documents.contradictions.wording import silent_words, words
from mingzheng.documents.examination import Examination
from mingzheng.documents.terms import Term
from mingzheng.documents.terms.term import KEYS
from mingzheng.language import Text

__all__ = ["KINDS", "NAMES", "Contradiction", "Kind", "contradictions"]

SUBJECTS = Text(zh="两边的对象不能确定相同", en="the subjects may not be the same")
FAR = Text(zh="约定的词语离数值较远", en="the words stand far from the value")
BASIS = Text(zh="一边按年，一边未写明", en="one is by the year, the other doesn't say")
ASKED = Text(
    zh="这类约定的写法多样，须由人对照原文",
    en="such terms are put in many ways: a person must compare",
)
ITSELF = Text(zh="业务规则说的是规则本身", en="the practice statement speaks of itself")
_ENOUGH = 0.5
"""Terms whose cues stand farther from them than this may be about something else."""


def contradictions(text: Examination, statement: Examination) -> tuple[Contradiction, ...]:
    """Where an agreement or a notice contradicts a practice statement, one per key and subject.

    In the order of the terms' keys; prices and what is left untold come last.
    """
    ours, theirs = Side(text), Side(statement)
    found: dict[str, Contradiction] = {}
    for suspect in (*_of_terms(ours, theirs), *_of_prices(ours, theirs)):
        each = _contradiction(suspect, text, statement)
        if each.id not in found or (each.sure and not found[each.id].sure):
            found[each.id] = each
    for silence in silences(ours, theirs, told=_told(text)):
        each = _silent(silence, text, statement)
        found.setdefault(each.id, each)
    return tuple(found.values())


def _of_terms(ours: Side, theirs: Side) -> Iterator[Suspect]:
    for key in KEYS:
        texts = [term for term in ours.found.terms if term.key == key]
        statements = [term for term in theirs.found.terms if term.key == key]
        if key == "effective":
            if ours.found.kind == "notice":
                continue
            statements = [replace(t, subject="any") for t in statements if t.subject == "contract"]
        if key == "change_right":
            texts = [unannounced(term, ours) for term in texts]
            statements = [unannounced(term, theirs) for term in statements]
        if key == "change_notice" and not texts:
            rights = [unannounced(t, ours) for t in ours.found.terms if t.key == "change_right"]
            about = speaking_of(statements, theirs, re.compile(data()["measures"][key]["own"]))
            yield from at_once(rights, about, ours)
        yield from _own_first(key, texts, statements, ours, theirs)


def _own_first(
    key: str, texts: Sequence[Term], statements: Sequence[Term], ours: Side, theirs: Side
) -> Iterator[Suspect]:
    """What the statement says of the contract counts; what it says of itself only in doubt."""
    entry = {**data()["choices"], **data()["measures"]}.get(key, {})
    doubts: tuple[Text, ...] = ()
    if "own" in entry:
        about = speaking_of(statements, theirs, re.compile(entry["own"]))
        doubts = () if about else (ITSELF,)
        statements = about or statements
    for suspect in _suspects(key, texts, statements, ours, theirs):
        yield replace(suspect, doubts=(*suspect.doubts, *doubts))


def _of_prices(ours: Side, theirs: Side) -> Iterator[Suspect]:
    charged, stated = prices(ours.document), prices(theirs.document)
    for group, texts in charged.items():
        if group in stated:
            yield from _suspects("fee", texts, stated[group], ours, theirs)
            continue
        # 60元/年 and 80元 may be the same price, said without its year.
        other = group.removesuffix("/year") if group.endswith("/year") else f"{group}/year"
        for suspect in _suspects("fee", texts, stated.get(other, ()), ours, theirs):
            yield replace(suspect, doubts=(*suspect.doubts, BASIS))
    yield from _charged_though_free(ours, theirs, charged, stated)


def _charged_though_free(
    ours: Side, theirs: Side, charged: Mapping[str, Sequence[Term]], stated: Collection[str]
) -> Iterator[Suspect]:
    """A price for what the statement has free of charge; who pays by name is told by `payer`."""
    payers = [term for term in theirs.found.terms if term.key == "payer"]
    named = {term.subject for term in ours.found.terms if term.key == "payer"}
    paid = {term.subject for term in payers if term.value != "provider"}
    free = {term.subject: term for term in payers if term.subject not in named | paid}
    for group, texts in charged.items():
        certificates = group.startswith("certificate")
        for term in texts:
            statement = free.get("certificate" if certificates else term.subject)
            if statement is not None and not (certificates and stated):
                doubts = (SUBJECTS,) if certificates else ()
                yield Suspect("worse", term.subject, term, statement, doubts)


def _suspects(
    key: str, texts: Sequence[Term], statements: Sequence[Term], ours: Side, theirs: Side
) -> Iterator[Suspect]:
    """The suspects of one key, with the doubts that hold for any."""
    for pair in paired(texts, statements, audience=ours.audience):
        for suspect in _compared(key, pair, ours, theirs):
            doubts = [*suspect.doubts, *((ASKED,) if key in data()["asked"] else ())]
            if not pair.sure:
                doubts.append(SUBJECTS)
            if min(suspect.text.score, suspect.statement.score) < _ENOUGH:
                doubts.append(FAR)
            yield replace(suspect, doubts=tuple(doubts))


def _compared(key: str, pair: Paired, ours: Side, theirs: Side) -> Iterator[Suspect]:
    if key == "refund":
        return refunds(pair)
    if key == "identity_method":
        return methods(pair, theirs)
    if key == "required_materials":
        return materials(pair, ours)
    numbers = all(term.unit is not None for term in (*pair.texts, *pair.statements))
    if key in measures() and (numbers or key not in choices()):
        return measured(key, pair, theirs)
    return chosen(key, pair)


def _told(text: Examination) -> frozenset[str]:
    """The keys of which a text has a value; that it is free is a price."""
    told = {term.key for term in text.terms}
    if prices(text.document) or any(
        term.key == "payer" and term.value == "provider" for term in text.terms
    ):
        told.add("fee")
    return frozenset(told)


def _contradiction(suspect: Suspect, text: Examination, statement: Examination) -> Contradiction:
    key = suspect.text.key
    return Contradiction(
        _id(key, suspect.subject, statement), suspect.kind, key, suspect.subject,
        suspect.text, suspect.statement, suspect.text.sentence, suspect.statement.sentence,
        words(suspect, text.kind), sure=not suspect.doubts,
    )  # fmt: skip


def _silent(silence: Silence, text: Examination, statement: Examination) -> Contradiction:
    return Contradiction(
        _id(silence.key, "any", statement), "silent", silence.key, "any", None, None, None,
        silence.sentence, silent_words(silence.key, text.kind, touched=silence.touched),
        sure=False,
    )  # fmt: skip


def _id(key: str, subject: str, statement: Examination) -> str:
    return f"{key}:{subject}@{statement.document.digest[:12]}"
