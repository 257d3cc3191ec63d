"""What the texts of public documents leave out: parts of a statement, and how to complain."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import OPEN, Value
from mingzheng.dossiers.public_texts import (
    COMPLAINT,
    MATTERS,
    OUTLINE,
    TABLE,
    answer_code,
    texts_read,
    worst,
)
from mingzheng.dossiers.versions import in_force

WORDS = ("lacks", "unsure", "said_of_complaints")


def with_text_faults(e: Evidence, rows: Value) -> Value:
    """Versions with outline_fault, complaint_fault and the words that show them.

    OPEN of a text that was not read; null throughout where none was.
    """
    if not texts_read(e):
        nothing = {word: ibis.null("string") for word in WORDS}
        return rows.mutate(
            outline_fault=ibis.null("int8"), complaint_fault=ibis.null("int8"), **nothing
        )
    outline = worst(e, OUTLINE).rename(document_row="row", outline="fault")
    words = e[TABLE].select(*WORDS, document_row="row")
    complaints = _complaints(e)
    for found in (outline, words, complaints):
        rows = rows.left_join(found, "document_row").drop("document_row_right")
    unread = ibis.literal(OPEN, "int8")
    return rows.mutate(
        outline_fault=rows.outline.fill_null(unread),
        complaint_fault=rows.complaint.fill_null(unread),
    ).drop("outline", "complaint")


def _complaints(e: Evidence) -> Value:
    """Per practice statement: does neither it nor a notice of its days say how to complain, or in
    what time a complaint is answered? document_row, complaint.
    """
    m = e[MATTERS].filter(e[MATTERS].group == COMPLAINT)
    said = m.select("row", "key", code=answer_code(m.answer))
    statements = in_force(e, "cps").rename(document_row="row", begins="since", ends="until")
    notices = in_force(e, "disclosure")
    beside = statements.cross_join(notices)
    beside = beside.filter(beside.since <= beside.ends, beside.begins <= beside.until)
    texts = ibis.union(
        beside.select("document_row", "row"),
        statements.select("document_row", row=statements.document_row),
    )
    asked = texts.cross_join(said.select("key").distinct())
    told = asked.left_join(said, ["row", "key"])
    told = told.mutate(code=told.code.fill_null(ibis.literal(OPEN, "int8")))
    best = told.group_by("document_row", "key").agg(code=lambda t: t.code.min())
    return best.group_by("document_row").agg(complaint=lambda t: t.code.max())
