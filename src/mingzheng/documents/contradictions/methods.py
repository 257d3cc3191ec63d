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
    known = frozenset().union(*map(values, pair.statements))
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


def materials(pair: Paired) -> Iterator[Suspect]:
    """Papers that the statement doesn't require."""
    known = {paper(name) for term in pair.statements for name in values(term)}
    for term in pair.texts:
        beyond = {paper(name) for name in values(term)} - known
        if beyond:
            yield Suspect("worse", pair.subject, term, pair.statements[0], (LISTS,))
            return


def values(term: Term) -> frozenset[str]:
    """The names of a set."""
    return frozenset(term.value.split("+"))


@cache
def paper(name: str) -> str:
    """What a paper is, by any of its names."""
    entry = data()["materials"]
    bare = re.sub(entry["form"], "", re.sub(entry["owner"], "", name))
    for kind in entry["same"]:
        if bare in kind.split("|"):
            return str(kind)
    return bare
