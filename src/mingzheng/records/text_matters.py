"""What each text must say, and whether it does → the table `text_matters`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from mingzheng.documents.account import place
from mingzheng.documents.clauses import clauses
from mingzheng.documents.confirmations import PARTS, Confirmations
from mingzheng.documents.examination import Examination
from mingzheng.documents.kinds import Kind
from mingzheng.documents.structure import Document, Span
from mingzheng.documents.terms.term import NAMES
from mingzheng.language import Text

MATTERS = "text_matters"
COVERED, DOUBTFUL, NOT_FOUND = "covered", "doubtful", "not found"
TOLD, RIGHTS, OUTLINE, COMPLAINT = "told", "rights", "outline", "complaint"
OWN: Mapping[Kind, str] = {"notice": TOLD, "agreement": RIGHTS, "cps": OUTLINE}
"""Kind of text → the group of matters that it is there for."""
COMPLAINTS = ("complaint_channel", "complaint_answer")

SCHEMA = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        ("key", pa.string()),
        ("group", pa.string()),
        ("zh", pa.string()),
        ("en", pa.string()),
        ("answer", pa.string()),
        ("confirmation", pa.int64()),
        ("sentence", pa.string()),
        ("heading", pa.string()),
        ("page", pa.int64()),
    ]
)
"""The columns: a row per text and matter.

key: a clause (`documents.clauses`), a part of the outline (part_1 to part_9) or complaint_answer;
group: told (what a notice must tell, asked of an agreement too), rights, outline, complaint;
answer: covered, doubtful or not found; confirmation: the entry by which a person decided it, null
without; sentence: what speaks for it best, null where nothing does.
"""


def matters(found: Examination, confirmations: Confirmations) -> Iterator[dict[str, Any]]:
    """Every matter of a text, as persons decided it, or as it was found."""
    for matter in _found(found):
        decided = confirmations.of(found.document, matter["key"])
        if decided is None:
            yield matter
            continue
        answer = COVERED if decided.answer == "covered" else NOT_FOUND
        quoted = {} if decided.sentence is None else {"sentence": decided.sentence}
        yield {**matter, **quoted, "answer": answer, "confirmation": decided.entry}


def named(of: Iterable[Mapping[str, Any]], answer: str) -> str | None:
    """The matters of one answer by their names; None where there is none."""
    return "；".join(matter["zh"] for matter in of if matter["answer"] == answer) or None


def _found(found: Examination) -> Iterator[dict[str, Any]]:
    document, own = found.document, OWN[found.kind]
    for clause in found.clauses:
        group = COMPLAINT if clause.key in COMPLAINTS else own
        said = clause.evidence[0].sentence if clause.evidence else None
        yield _matter(clause.key, group, clause.name, clause.answer) | _place(document, said)
    # who accepts an agreement before the application is accepted may have been told by it
    for clause in clauses(document, "notice") if found.kind == "agreement" else ():
        if clause.key not in COMPLAINTS:
            said = clause.evidence[0].sentence if clause.evidence else None
            yield _matter(clause.key, TOLD, clause.name, clause.answer) | _place(document, said)
    for entry in found.outline:
        if (key := f"part_{entry.number}") in PARTS:
            answer = NOT_FOUND if entry.standing == "absent" else COVERED
            yield _matter(key, OUTLINE, entry.name, answer)
    key = "complaint_answer"
    said = next((term.sentence for term in found.terms if term.key == key), None)
    answer = NOT_FOUND if said is None else COVERED
    yield _matter(key, COMPLAINT, NAMES[key], answer) | _place(document, said)


def _matter(key: str, group: str, name: Text, answer: str) -> dict[str, Any]:
    return {"key": key, "group": group, "zh": name.zh, "en": name.en, "answer": answer}


def _place(document: Document, said: Span | None) -> dict[str, Any]:
    return {} if said is None else place(document, said)
