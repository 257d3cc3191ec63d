"""Versions of public documents: was the one that was used in force when it was used?"""

from __future__ import annotations

import datetime as dt

import ibis

from mingzheng.dossiers.evidence import Evidence, surely_before, utc_midnight
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value

FOREVER = dt.date(9999, 12, 31)


def with_version(e: Evidence, rows: Value) -> Value:
    """`rows` with version_from and version_until of their document_id, null where not on record."""
    documents = e["documents"].select(
        version="document_id",
        version_from="effective_from",
        version_until="effective_until_until",
    )
    return rows.left_join(documents, rows.document_id == documents.version).drop("version")


def version_code(e: Evidence, rows: Value, *, at: Value, until: Value) -> Value:
    """FINE where the version was in force between `at` and `until`, FAULTY where it surely was not.

    rows: as `with_version` gives them. A version without an end is still in force.
    """
    outside = surely_before(e, until, rows.version_from) | surely_before(e, rows.version_until, at)
    inside = (at >= rows.version_from) & (until <= rows.version_until.fill_null(until))
    return ibis.cases((outside, FAULTY), (inside, FINE), else_=OPEN)


def in_force(e: Evidence, kind: str) -> Value:
    """The versions of a kind that are on record: row, since, until. One without an end goes on."""
    d = e["documents"].filter(e["documents"].kind == kind)
    forever = ibis.literal(utc_midnight(FOREVER, "UTC"), "timestamp(6)")
    return d.select(
        "row", since=d.effective_from, until=d.effective_until_until.fill_null(forever)
    )
