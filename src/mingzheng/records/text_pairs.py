"""Agreements and notices held against the practice statements of their time → the table `text_pairs`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from mingzheng.documents.account import place
from mingzheng.documents.confirmations import Confirmations, Settled, settled
from mingzheng.documents.contradictions import Contradiction, contradictions
from mingzheng.documents.examination import Examination
from mingzheng.documents.structure import Document, Sentence
from mingzheng.privacy import mask_text
from mingzheng.records.text_files import Version

PAIRS = "text_pairs"
SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        ("text_row", pa.int64()),
        ("statement_row", pa.int64()),
        ("statement_id", pa.string()),
        ("answer", pa.string()),
        ("said", pa.string()),
    ]
)
"""The columns: a row per agreement or notice and practice statement that were in force together.

text_row, statement_row: rows in `documents`; statement_id: the statement's; answer: contradicts,
doubtful or none; said: what decides that, in words and both sentences.
"""

CONTRADICTS, DOUBTFUL, NONE = "contradicts", "doubtful", "none"
_SHOWN, _LONGEST = 3, 120
"""Contradictions that are shown, and characters of a sentence that are quoted."""

Found = Mapping[int, Examination]
"""Row of a version → what was found in its text."""


@dataclass(frozen=True)
class Pair:
    """A text and a practice statement, with the contradictions between them."""

    text: Version
    statement: Version
    found: tuple[Contradiction, ...]


def held_against(versions: Sequence[Version], found: Found) -> Iterator[Pair]:
    """Every text with each statement in force while it was, in the order of their rows."""
    read = [version for version in versions if version.row in found]
    statements = [version for version in read if version.kind == "cps"]
    for text in read:
        if text.kind == "cps":
            continue
        for statement in statements:
            if _began(text, statement) and _began(statement, text):
                between = contradictions(found[text.row], found[statement.row])
                yield Pair(text, statement, between)


def _began(one: Version, other: Version) -> bool:
    """Had one taken effect before the other ended?"""
    return other.until is None or one.since <= other.until


def rows_of(
    pairs: Sequence[Pair], found: Found, confirmations: Confirmations
) -> Iterator[dict[str, Any]]:
    """The rows of the table."""
    for number, pair in enumerate(pairs):
        text, statement = found[pair.text.row], found[pair.statement.row]
        decided = {s.item: s for s in settled(text, confirmations, pair.found)}
        answers = {each.id: _answer(decided[each.id]) for each in pair.found}
        answer = next((a for a in (CONTRADICTS, DOUBTFUL) if a in answers.values()), NONE)
        said = [
            _said(each, text.document, statement.document)
            for each in pair.found
            if answers[each.id] == answer != NONE
        ]
        yield {
            "row": number,
            "text_row": pair.text.row,
            "statement_row": pair.statement.row,
            "statement_id": pair.statement.document_id,
            "answer": answer,
            "said": "；".join(said[:_SHOWN]) or None,
        }


def _answer(decided: Settled) -> str:
    return NONE if decided.answer == "dismissed" else decided.answer


def _said(each: Contradiction, text: Document, statement: Document) -> str:
    quotes = [
        _quoted(document, sentence)
        for document, sentence in (
            (text, each.text_sentence), (statement, each.statement_sentence),
        )
        if sentence is not None
    ]  # fmt: skip
    return mask_text(each.why.zh) + "".join(quotes)


def _quoted(document: Document, sentence: Sentence) -> str:
    words = str(place(document, sentence)["sentence"])
    return f"「{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}」"
