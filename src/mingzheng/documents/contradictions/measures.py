"""Terms that are quantities: less or more than the practice statement says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from mingzheng.documents.contradictions.contradiction import Kind, data
from mingzheng.documents.contradictions.order import Order, ordered
from mingzheng.documents.contradictions.pairing import Paired, Side
from mingzheng.documents.terms import Term
from mingzheng.language import Text

UNLIKE = Text(zh="两边单位不同，不能直接比较", en="the units can't be compared")
CALENDAR = Text(zh="工作日与日历时间长短不定", en="working days have no fixed length")
SEVERAL = Text(zh="同一对象有几个值", en="several values for one subject")
DECIDE = Text(zh="是否不利须由人判断", en="whether that is worse is for a person to say")
_AROUND = 12
_EACH_KIND = "liability_cap"
"""The only key of which one value for all is compared with each kind's: others name the usual."""


@dataclass(frozen=True)
class Suspect:
    """Two terms that contradict each other, and what makes that doubtful."""

    kind: Kind
    subject: str
    text: Term
    statement: Term
    doubts: tuple[Text, ...]


@dataclass(frozen=True)
class Measure:
    """What less and more than the statement's value come to."""

    less: Kind | None
    more: Kind | None
    doubtful: frozenset[str]
    ceiling: re.Pattern[str] | None

    def verdict(self, order: Order, *, limit: bool) -> tuple[Kind, tuple[Text, ...]] | None:
        """The kind of contradiction and its doubts; `limit`: the statement's value is only one."""
        if order.sign is None:
            return "incompatible", (UNLIKE,)
        kind = {-1: None if limit else self.less, 0: None, 1: self.more}[order.sign]
        if kind is None:
            return None
        direction = "less" if order.sign < 0 else "more"
        doubts = (() if order.sure else (CALENDAR,)) + (
            (DECIDE,) if direction in self.doubtful else ()
        )
        return kind, doubts


@cache
def measures() -> dict[str, Measure]:
    """Every key that is compared as a quantity."""
    return {
        key: Measure(
            entry.get("less"), entry.get("more"), frozenset(entry.get("doubtful", ())),
            re.compile(entry["ceiling"]) if "ceiling" in entry else None,
        )
        for key, entry in data()["measures"].items()
    }  # fmt: skip


def measured(key: str, pair: Paired, statement: Side) -> Iterator[Suspect]:
    """Where quantities contradict: one that the statement has as well never does."""
    rule = measures()[key]
    unmatched = [term for term in pair.texts if not _equals(term, pair.statements)]
    if len(unmatched) < len(pair.texts) and not pair.each:
        return
    if pair.each and not unmatched and key == _EACH_KIND and len(pair.texts) == 1:
        unmatched = list(pair.texts)
    for term in unmatched:
        yield from _against(term, pair, rule, statement)


def _equals(term: Term, others: Sequence[Term]) -> bool:
    return any(ordered(term, other).sign == 0 for other in others)


def _against(term: Term, pair: Paired, rule: Measure, statement: Side) -> Iterator[Suspect]:
    bad = []
    for other in pair.statements:
        limit = rule.ceiling is not None and _is_limit(other, rule.ceiling, statement)
        if found := rule.verdict(ordered(term, other), limit=limit):
            bad.append((other, found))
    if not bad:
        return
    other, (kind, doubts) = min(bad, key=lambda each: len(each[1][1]))
    several = len(pair.texts) > 1 or len(bad) < len(pair.statements)
    subject = other.subject if pair.each and len(bad) < len(pair.statements) else pair.subject
    yield Suspect(kind, subject, term, other, (*doubts, *((SEVERAL,) if several else ())))


def _is_limit(term: Term, words: re.Pattern[str], side: Side) -> bool:
    start = max(term.place.start - _AROUND, term.sentence.start)
    end = min(term.place.end + _AROUND // 2, term.sentence.end)
    return words.search(side.document.text[start:end]) is not None
