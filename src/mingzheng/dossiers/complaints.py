"""Complaints, each with the certificate it is about and the others of the same applicant."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import (
    Declarable,
    Evidence,
    complete,
    counted,
    declared_until,
    end_of_day,
    known,
    utc_midnight,
)
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.numbers import comparable

TABLE = "complaints"
SAID = ("answered_at", "closed_at", "outcome")
"""What an open complaint has none of."""

DIMENSIONS = ("product", "domain", "registration_authority", "subject_kind", "channel")
CHANGES, CHECKS, REVIEWS = "status_changes", "identity_checks", "reviews"


def complaints(e: Evidence, context: Value, archive: Value) -> Value:
    """One row per row of `complaints`. context: units with their case, issuance and parties."""
    base = e.keep("complaints_received", _received(e))
    about = e.keep("complaints_about", _about(e, base, context, archive))
    itself = about.select("complaint", "issuance_row", "not_after", "not_after_until", *DIMENSIONS)
    for facts in (itself, _revocations(e, about), _others(e, about, context, archive)):
        base = base.left_join(facts, "complaint").drop("complaint_right")
    return base


def _received(e: Evidence) -> Value:
    """What the complaint itself says; null for *answered* where a cell was lost or never filled."""
    c = e[TABLE]
    recorded = declared_until(e, TABLE, c.received_at)
    if TABLE in e.lost:
        recorded = ibis.null("timestamp(6)")
    counted_from = end_of_day(e, c.received_at_until)
    told = c.answered_at.notnull().any().as_scalar().fill_null(False)
    spoiled = any((TABLE, column) in e.spoiled for column in SAID)
    open_ = ibis.and_(*[c[column].isnull() for column in SAID], recorded.notnull(), told)
    return c.select(
        "complaint_id",
        "topic",
        "answered_at",
        "answered_at_until",
        "closed_at",
        "closed_at_until",
        "serial_number",
        complaint="row",
        complaint_row="row",
        complaint_outcome="outcome",
        event_at="received_at",
        event_at_until="received_at_until",
        answered=ibis.cases(
            (c.answered_at.notnull(), True),
            (open_ & ibis.literal(not spoiled), False),
            else_=ibis.null("boolean"),
        ),
        counted_from=counted_from,
        counted_from_until=counted_from,
        recorded_until=recorded,
        recorded_until_until=recorded,
    )


def _about(e: Evidence, base: Value, context: Value, archive: Value) -> Value:
    """The one unit that bears the complaint's serial number; none where several do."""
    upheld = base.complaint_outcome.isin(("upheld", "partly")) & (base.topic == "not_applied_for")
    named = base.filter(base.serial_number.notnull()).select(
        "complaint",
        "serial_number",
        "event_at",
        upheld=upheld.fill_null(False),
    )
    u = context.filter(context.alike == 1).select(
        "unit", "serial_number", "issuance_row", "certificate_row", "product", "domain",
        "registration_authority", "subject_kind", "channel", "applicant_id_number_key",
        "applicant_id_number_form", "agent_id_number_key", "agent_id_number_form",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )  # fmt: skip
    ends = archive.select(
        certificate_row="row", not_after="not_after", not_after_until="not_after"
    )
    j = named.inner_join(u, "serial_number")
    return j.left_join(ends, "certificate_row").drop("certificate_row", "certificate_row_right")


def _to_the_end(e: Evidence, table: str, of: Value) -> Value:
    """Would a row of any day from the complaint to the audit be there?"""
    last = utc_midnight(e.settings.as_of, e.settings.time_zone)
    return known(e, table, of) & complete(
        e,
        table,
        Declarable(
            event_at=ibis.literal(last, "timestamp"),
            product=of.product,
            registration_authority=of.registration_authority,
        ),
    )


def _revoked(e: Evidence) -> Value:
    """serial_number, revoked_at of every revocation on record, from the CA's tables and its CRLs."""
    changes = e[CHANGES]
    by_change = changes.filter(changes.action == "revoked").select(
        "serial_number", at="effective_at", until="effective_at_until"
    )
    entries = e.tables.get("revoked")
    if entries is None:
        return by_change
    by_list = entries.select("serial_number", at="revoked_at", until="revoked_at")
    return ibis.union(by_change, by_list.cast(by_change.schema()))


def _revocations(e: Evidence, about: Value) -> Value:
    """revocations, revoked_at: 0 only where none can be missing up to the day of the audit."""
    found = about.inner_join(_revoked(e), "serial_number").group_by("complaint")
    summed = found.agg(
        n=lambda t: t.count(),
        revoked_at=lambda t: t["at"].min(),
        revoked_at_until=lambda t: t.until.min(),
    )
    j = about.left_join(summed, "complaint").drop("complaint_right")
    return j.select(
        "complaint",
        "revoked_at",
        "revoked_at_until",
        revocations=counted(j.n, known=_to_the_end(e, CHANGES, j)),
    )


def _others(e: Evidence, about: Value, context: Value, archive: Value) -> Value:
    """others_live, others_open: asked of complaints that certificates were not applied for.

    Of the same applicant are the certificates that the same applicant's or agent's number asked
    for. One is looked at again by a check or a review of its application, or revoked.
    """
    upheld = about.filter(about.upheld)
    others = e.keep("complaints_others", _live(e, _pairs(upheld, context), archive))
    summed = (
        _judged(e, others)
        .group_by("complaint")
        .agg(
            live=lambda t: t.count(),
            faulty=lambda t: (t.code == FAULTY).sum(),
            open=lambda t: (t.code == OPEN).sum(),
        )
    )
    j = upheld.left_join(summed, "complaint").drop("complaint_right")
    named = comparable(j.applicant_id_number_form).fill_null(False)
    there = named & known(e, "issuances", j) & known(e, "applications", j)
    live = counted(j.live, known=there)
    faulty = j.faulty.fill_null(0)
    return j.select(
        "complaint",
        others_live=live,
        others_open=ibis.cases(
            (faulty > 0, faulty),
            (there & (j.open.fill_null(0) == 0), 0),
            else_=ibis.null("int64"),
        ),
    )


def _pairs(upheld: Value, context: Value) -> Value:
    """(complaint, unit) of the other certificates that the same number asked for."""
    units = context.filter(context.product.isin(("signature", "event")))
    found = []
    for who in ("applicant", "agent"):
        key, form = f"{who}_id_number_key", f"{who}_id_number_form"
        asked = upheld.filter(comparable(upheld[form])).select(
            "complaint", "event_at", number=upheld[key], itself="unit"
        )
        same = asked.inner_join(
            units.filter(comparable(units[form])).select("unit", number=units[key]), "number"
        )
        found.append(same.filter(same.unit != same.itself).select("complaint", "event_at", "unit"))
    pairs = ibis.union(*found, distinct=True)
    return pairs.inner_join(
        units.select(
            "unit", "application_id", "serial_number", "certificate_row", "issued_at", "product",
            "registration_authority", *[c for c in units.columns if c.startswith("lost_")],
        ),
        "unit",
    )  # fmt: skip


def _live(e: Evidence, pairs: Value, archive: Value) -> Value:
    """Those issued before the complaint came, and not ended by then."""
    ends = archive.select("not_after", certificate_row="row")
    j = pairs.left_join(ends, "certificate_row").drop("certificate_row_right")
    gone = _revoked(e).group_by("serial_number").agg(revoked_at=lambda t: t["at"].min())
    j = j.left_join(gone, "serial_number").drop("serial_number_right")
    ended = (j.not_after < j.event_at) | (j.revoked_at < j.event_at)
    return j.filter(j.issued_at < j.event_at, ~ended.fill_null(False))


def _judged(e: Evidence, others: Value) -> Value:
    """complaint, code: FINE of a certificate looked at again, FAULTY where surely it was not."""
    asked = others.select("complaint", "unit", "application_id", "event_at")
    looks = []
    for table, at in ((CHECKS, "checked_at"), (REVIEWS, "reviewed_at")):
        rows = e[table].filter(e[table].application_id.notnull())
        looks.append(
            asked.inner_join(rows.select("application_id", at=f"{at}_until"), "application_id")
        )
    seen = ibis.union(*looks).group_by("complaint", "unit")
    seen = seen.agg(
        again=lambda t: (t["at"] >= t.event_at).fill_null(False).any(),
        undated=lambda t: t["at"].isnull().any(),
    )
    j = others.left_join(seen, ["complaint", "unit"]).drop("complaint_right", "unit_right")
    fine = j.again.fill_null(False) | j.revoked_at.notnull()
    there = ibis.and_(*[_to_the_end(e, table, j) for table in (CHECKS, REVIEWS, CHANGES)])
    unsure = j.undated.fill_null(False) | ~there
    return j.select("complaint", code=ibis.cases((fine, FINE), (unsure, OPEN), else_=FAULTY))
