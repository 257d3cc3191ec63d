"""Versions of public documents, each with what came before it and when service began."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, declared_until, end_of_day
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.licence import from_the_beginning
from mingzheng.dossiers.text_faults import with_text_faults

TABLE = "documents"


def public_documents(e: Evidence) -> Value:
    """One row per row of `documents`.

    The duty to file arises when a version is published; where that day is not on record, when
    it takes effect.
    """
    d = e[TABLE]
    whole = TABLE not in e.lost
    at = ibis.coalesce(d.published_at, d.effective_from)
    until = ibis.coalesce(d.published_at_until, d.effective_from_until)
    recorded = declared_until(e, TABLE, at) if whole else ibis.null("timestamp(6)")
    counted_from = end_of_day(e, d.published_at_until)
    place = ibis.row_number().over(
        group_by=d.kind, order_by=[d.effective_from, d.published_at, d.row]
    )
    told = d.filed_at.notnull().any().over(ibis.window(group_by=d.kind)).fill_null(False)
    usable = (TABLE, "filed_at") not in e.spoiled
    unfiled = told & recorded.notnull() & ibis.literal(usable)
    first = e["issuances"].agg(
        since=e["issuances"].issued_at.min(), until=e["issuances"].issued_at_until.min()
    )
    rows = d.select(
        "document_id",
        "version",
        "effective_from",
        "effective_from_until",
        "effective_until",
        "effective_until_until",
        "published_at",
        "published_at_until",
        "filed_at",
        "filed_at_until",
        public_document="row",
        document_row="row",
        document_kind="kind",
        event_at=at,
        event_at_until=until,
        earlier_versions=ibis.cases(
            (place > 0, place),
            (recorded.notnull() & ibis.literal(from_the_beginning(e, TABLE)), 0),
            else_=ibis.null("int64"),
        ),
        filed=ibis.cases(
            (d.filed_at.notnull(), True), (unfiled, False), else_=ibis.null("boolean")
        ),
        counted_from=counted_from,
        counted_from_until=counted_from,
        recorded_until=recorded,
        recorded_until_until=recorded,
    )
    rows = rows.mutate(
        served_from=first.since.as_scalar(), served_from_until=first.until.as_scalar()
    )
    return with_text_faults(e, rows)
