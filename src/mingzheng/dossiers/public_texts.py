"""What the texts of public documents say, asked of the versions that were used.

A version of which no text was read leaves everything open; so does a text that touches a matter
without making it sure. Where no text was read at all nothing is joined, and all is unknown.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value

TABLE, MATTERS, PAIRS = "public_texts", "text_matters", "text_pairs"
RIGHTS, OUTLINE, COMPLAINT = "rights", "outline", "complaint"
"""Groups of matters: an agreement's, a practice statement's, and what is said of complaints."""

TOLD = {
    "2.1": "terms_of_use_fault",
    "2.2": "fees_fault",
    "2.3": "information_rights_fault",
    "2.4": "provider_liability_fault",
    "2.5": "holder_liability_fault",
}
"""What must be told before acceptance, in the order of the bits of a mask → the case's fact."""
COVERED, DOUBTFUL = 1, 1 << len(TOLD)
"""A matter that the text covers, and one of which a person must decide: shifted by its place."""
ALL_DOUBTFUL = sum(DOUBTFUL << place for place in range(len(TOLD)))


def texts_read(e: Evidence) -> bool:
    """Was the text of any document read?"""
    return TABLE in e.supplied


def with_told_matters(e: Evidence, rows: Value) -> Value:
    """`rows` with `matters`, the mask of what the text of their document_id tells.

    All are doubtful of a text that was not read; null throughout where none was.
    """
    if not texts_read(e):
        return rows.mutate(matters=ibis.null("int64"))
    told = e[MATTERS]
    bits = [
        (told.key == key, ibis.cases(
            (told.answer == "covered", COVERED << place),
            (told.answer == "doubtful", DOUBTFUL << place),
            else_=0,
        ))
        for place, key in enumerate(TOLD)
    ]  # fmt: skip
    bit = ibis.cases(*bits, else_=0).cast("int64")
    masks = told.select("row", bit=bit).group_by("row").agg(mask=lambda t: t.bit.sum())
    named = e[TABLE].inner_join(masks, "row").select(told_by="document_id", mask="mask")
    joined = rows.left_join(named, rows.document_id == named.told_by)
    return joined.mutate(matters=joined["mask"].fill_null(ALL_DOUBTFUL)).drop("told_by", "mask")


def told_faults(e: Evidence, whole: Value) -> dict[str, Value]:
    """Per matter: is it told by no notice? Over the masks of a case's notices and agreements.

    heard_matters: of notices that surely reached the holder in time, null without one;
    any_matters: of all notices, null without one; agreed_matters: of agreements that may have been
    accepted by then, null where there may be others. What only a lesser notice or an agreement
    says leaves the matter open.
    """
    if not texts_read(e):
        return {fact: ibis.null("int8") for fact in TOLD.values()}
    told = ibis.coalesce(whole.heard_matters, whole.any_matters)
    elsewhere = whole.agreed_matters.fill_null(ALL_DOUBTFUL)
    faults = {}
    for place, fact in enumerate(TOLD.values()):
        either = (COVERED | DOUBTFUL) << place
        faults[fact] = ibis.cases(
            (told.isnull(), ibis.null("int8")),
            ((told & (COVERED << place)) != 0, FINE),
            (((whole.any_matters & either) != 0) | ((elsewhere & either) != 0), OPEN),
            else_=FAULTY,
        ).cast("int8")
    return faults


def answer_code(answer: Value) -> Value:
    """FINE of what is covered, OPEN of what is doubtful, FAULTY of what is not found."""
    code = ibis.cases((answer == "covered", FINE), (answer == "doubtful", OPEN), else_=FAULTY)
    return code.cast("int8")


def worst(e: Evidence, group: str) -> Value:
    """Row of a version that was read → the fault of a group of matters, the worst of them."""
    m = e[MATTERS].filter(e[MATTERS].group == group)
    codes = m.select("row", code=answer_code(m.answer))
    return codes.group_by("row").agg(fault=lambda t: t.code.max())


def text_uses(e: Evidence, table: str, used: Value, cases: Value) -> None:
    """Keep `uses_<table>`: per document_id how many cases used that version, of how many holders.

    used: case and document_id of whatever a version was used for.
    """
    holder = ibis.coalesce(cases.subject_id_number_key, cases.subject_name_key)
    pairs = used.filter(used.document_id.notnull()).select("case", "document_id").distinct()
    j = pairs.inner_join(cases.select("case", holder=holder), "case")
    counted = j.group_by("document_id").agg(
        applications=lambda t: t.count(), holders=lambda t: t.holder.nunique()
    )
    e.keep(f"uses_{table}", counted)
