"""Terms that are sets: ways of checking an identity, papers required.

Fewer on one side are a matter of detail; what the practice statement doesn't know is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from mingzheng.documents.contradictions.contradiction import data
from mingzheng.documents.contradictions.measures import Suspect
from mingzheng.documents.contradictions.pairing import Paired, Side
from mingzheng.documents.terms import Term
from mingzheng.language import Text

SOME = Text(zh="部分方式相同", en="some of the ways are the same")
LISTS = Text(zh="清单可能没有读全", en="a list may not have been read whole")


def methods(pair: Paired, statement: Side) -> Iterator[Suspect]:
    """Ways that the statement doesn't name, unless its list is open."""
    if any(is_open(term, statement) for term in pair.statements):
        return
    general = frozenset(data()["identity_method"]["general"])
    # What is said of everybody may be done to anybody.
    both = {pair.subject, "any"} if pair.subject != "any" else None
    said = [each for each in statement.found.terms if each.key == "identity_method"]
    known = frozenset().union(
        *(values(each) for each in said if both is None or each.subject in both),
        *map(values, pair.statements),
    )
    ours = frozenset().union(*map(values, pair.texts)) - general
    if not ours - known or not known - general:
        return
    term = max(pair.texts, key=lambda each: (len(values(each) - known - general), each.score))
    apart = not ours & known
    yield Suspect("incompatible", pair.subject, term, pair.statements[0], () if apart else (SOME,))


def is_open(term: Term, side: Side) -> bool:
    """Whether the sentence of a list leaves room for other ways (等, 其他可靠方式)."""
    words = re.compile(data()["identity_method"]["open"])
    return words.search(side.document.quote(term.sentence)) is not None


def materials(pair: Paired, text: Side) -> Iterator[Suspect]:
    """Papers that the statement doesn't require, or only some of those that it does."""
    closed = re.compile(data()["materials"]["closed"])
    known = {paper(name) for term in pair.statements for name in values(term)}
    for term in pair.texts:
        ours = {paper(name) for name in values(term)}
        if not ours - known and known - ours and closed.search(text.document.quote(term.sentence)):
            yield Suspect("incompatible", pair.subject, term, pair.statements[0], (LISTS,))
            return
        if ours - known:
            yield Suspect("worse", pair.subject, term, pair.statements[0], (LISTS,))
            return


def values(term: Term) -> frozenset[str]:
    """The names of a set."""
    return frozenset(term.value.split("+"))


@cache
def paper(name: str) -> str:
    """What a paper is, by any of its names."""
    entry = data()["materials"]
    bare = re.sub(entry["form"], "", re.sub(entry["owner"], "", name)) or name
    kinds = [(max(map(len, said)), str(kind)) for kind in entry["same"]
             if (said := [one for one in kind.split("|") if one in bare])]  # fmt: skip
    return max(kinds)[1] if kinds else bare
