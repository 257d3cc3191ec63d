"""One contradiction: what the practice statement says, and what the other text makes of it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from mingzheng.documents.structure import Sentence
from mingzheng.documents.terms import Term
from mingzheng.documents.terms.term import NAMES as TERMS
from mingzheng.language import Text

Kind = Literal["worse", "incompatible", "silent"]

KINDS: dict[Kind, Text] = {
    "worse": Text(zh="对持有人更不利", en="worse for the holder"),
    "incompatible": Text(zh="与业务规则不一致", en="incompatible with the practice statement"),
    "silent": Text(zh="应写明而未写明", en="silent where it should tell"),
}
NAMES: dict[str, Text] = {**TERMS, "fee": Text(zh="价格", en="price")}


@dataclass(frozen=True)
class Contradiction:
    """A term on which a subscriber agreement or a notice contradicts a practice statement.

    id         the same for the same term of the same statement, whatever else is found: key,
               subject and the beginning of the statement's SHA-256
    subject    as of a term; whom it is worse for
    text       the term of the agreement or notice; None where it is silent
    statement  the term of the practice statement; None where it only says that the other tells
    sentences  of both, None where there is none
    why        in words, with what makes it doubtful
    sure       False: a person must decide
    """

    id: str
    kind: Kind
    key: str
    subject: str
    text: Term | None
    statement: Term | None
    text_sentence: Sentence | None
    statement_sentence: Sentence | None
    why: Text
    sure: bool


@cache
def data() -> dict[str, Any]:
    """`data/contradictions.toml`."""
    file = files("mingzheng.documents").joinpath("data/contradictions.toml")
    return tomllib.loads(file.read_text("utf-8"))
