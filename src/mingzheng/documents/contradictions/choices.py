"""Terms that are choices: who pays, law, forum, changes, effect, refunds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from mingzheng.documents.contradictions.contradiction import Kind, data
from mingzheng.documents.contradictions.measures import SEVERAL, Suspect
from mingzheng.documents.contradictions.order import ordered
from mingzheng.documents.contradictions.pairing import Paired, Side
from mingzheng.documents.terms import Term
from mingzheng.language import Text

UNDECIDED = Text(zh="是否矛盾须由人判断", en="whether they contradict is for a person to say")
_KINDS = ("worse", "incompatible")


@dataclass(frozen=True)
class Choice:
    """What pairs of values come to; a kind after a question mark is doubtful."""

    pairs: dict[tuple[str, str], str | None]
    otherwise: str | None
    beyond: str | None

    def verdict(self, text: str, statement: str) -> str | None:
        """The kind for a pair of values."""
        if _same(text, statement):
            return None
        one, other = text.partition(":")[0], statement.partition(":")[0]
        for key in (
            (text, statement), (text, "*"), ("*", statement), (one, "*"), ("*", other),
        ):  # fmt: skip
            if key in self.pairs:
                return self.pairs[key]
        return self.otherwise


@cache
def choices() -> dict[str, Choice]:
    """Every key that is compared as a choice."""
    found = {}
    for key, entry in data()["choices"].items():
        pairs: dict[tuple[str, str], str | None] = {}
        for name, listed in entry.items():
            if isinstance(listed, list):
                outcome = None if name == "fine" else name
                pairs |= {(one, other): outcome for one, other in listed}
        found[key] = Choice(pairs, entry.get("otherwise"), entry.get("beyond"))
    return found


def chosen(key: str, pair: Paired) -> Iterator[Suspect]:
    """Where a choice contradicts every choice of the statement."""
    rule = choices()[key]
    shared = [
        term for term in pair.texts if any(_same(term.value, s.value) for s in pair.statements)
    ]
    for term in pair.texts:
        if term in shared:
            continue
        found = [(other, rule.verdict(term.value, other.value)) for other in pair.statements]
        bad = [(other, kind) for other, kind in found if kind is not None]
        if shared:
            bad = [(other, rule.beyond) for other, _ in bad if rule.beyond is not None]
        if len(bad) < len(found) or not bad:
            continue
        other, kind = next((each for each in bad if each[1] in _KINDS), bad[0])
        doubts = (UNDECIDED,) if kind.startswith("?") else ()
        several = any(
            _is_fine(rule, each, pair.statements) for each in pair.texts if each is not term
        )
        yield Suspect(
            cast(Kind, kind.lstrip("?")), pair.subject, term, other,
            (*doubts, *((SEVERAL,) if several and not doubts else ())),
        )  # fmt: skip


def _is_fine(rule: Choice, term: Term, statements: tuple[Term, ...]) -> bool:
    return any(rule.verdict(term.value, other.value) is None for other in statements)


def _same(one: str, other: str) -> bool:
    """Equal, or names of one court of arbitration of which one is the short form."""
    if one == other:
        return True
    if not (one.startswith("arbitration:") and other.startswith("arbitration:")):
        return False
    names = [re.sub("[省市区本该]", "", each.partition(":")[2]) for each in (one, other)]
    return names[0] in names[1] or names[1] in names[0]


def unannounced(term: Term, side: Side) -> Term:
    """A right to change as its sentence has it: 不另行通知 is no notice."""
    pattern, unless = (re.compile(data()["unannounced"][key]) for key in ("pattern", "unless"))
    quote = side.document.quote(term.sentence)
    if not term.value.startswith("unilateral") or unless.search(quote):
        return term
    if pattern.search(quote):
        return replace(term, value="unannounced")
    return term


def at_once(rights: Sequence[Term], notices: Sequence[Term], side: Side) -> Iterator[Suspect]:
    """A change that holds at once, where the statement gives time before it."""
    pattern = re.compile(data()["unannounced"]["at_once"])
    for term in rights:
        hasty = term.value == "unannounced" or pattern.search(side.document.quote(term.sentence))
        if hasty and notices:
            yield Suspect("worse", "any", term, notices[0], ())
            return


def refunds(pair: Paired) -> Iterator[Suspect]:
    """Cases in which the statement grants a refund and the text doesn't.

    A rule that refuses in general (none) beside one that grants is its exception.
    """
    for other in pair.statements:
        if not _cases(other) or any(_grants(term, other) for term in pair.texts):
            continue
        if any(term.value == "not_applicable" for term in pair.texts):
            continue
        term = max(pair.texts, key=lambda each: len(_cases(each)))
        alone = len(pair.texts) == len(pair.statements) == 1
        refused = all(not _cases(each) for each in pair.texts)
        yield Suspect("worse", pair.subject, term, other, () if alone or refused else (SEVERAL,))
        return


def _cases(term: Term) -> tuple[str, ...]:
    return tuple(data()["refund"]["within"].get(term.value.partition(":")[0], ()))


def _grants(text: Term, statement: Term) -> bool:
    """Whether the text gives money back wherever the statement does."""
    name, _, days = statement.value.partition(":")
    if name not in _cases(text):
        return False
    own, _, ours = text.value.partition(":")
    if own != "within_days" or not days:
        return True
    order = ordered(_days(text, ours), _days(statement, days))
    return order.sign is not None and order.sign >= 0


def _days(term: Term, days: str) -> Term:
    return replace(term, value=days, unit=term.unit or "day")
