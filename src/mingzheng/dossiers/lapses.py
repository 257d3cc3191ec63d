"""When certificates lapsed, and with them the reason to keep what their applications rest on.

A certificate lapses at the earlier of its end and its revocation. A lapse has two bounds: where a
revocation may be missing from the records, it lies anywhere between the issuance and the end.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Declarable, Evidence, complete, known, utc_midnight
from mingzheng.dossiers.facts import Value

CHANGES = "status_changes"


def lapses(e: Evidence, context: Value, archive: Value) -> Value:
    """One row per unit: unit, application_row, serial_number, alike, lapse_from, lapse_until.

    context: units with their case and issuance. lapse_until is null where the certificate's end
    is not on record.
    """
    ends = archive.select(certificate_row="row", ends="not_after")
    u = context.left_join(ends, "certificate_row").drop("certificate_row_right")
    u = u.left_join(_revocations(e, context), "unit").drop("unit_right")
    dead, dead_until = u.revoked_at, u.revoked_until
    revoked = dead.notnull() & ~u.unsure.fill_null(False)
    lives = _never_missing(e, u) & ~u.unsure.fill_null(False)
    return e.keep(
        "certificate_lapses",
        u.select(
            "unit",
            "application_row",
            "serial_number",
            "alike",
            lapse_from=ibis.cases(
                (revoked, ibis.least(u.ends.fill_null(dead), dead)),
                (lives & u.ends.notnull(), u.ends),
                else_=u.event_at,
            ),
            lapse_until=ibis.ifelse(
                revoked, ibis.least(u.ends.fill_null(dead_until), dead_until), u.ends
            ),
        ),
    )


def _revocations(e: Evidence, context: Value) -> Value:
    """Unit → its revocation; `unsure` where one of several certificates may be meant."""
    changes = e[CHANGES]
    revoked = changes.filter(changes.action == "revoked").select(
        "serial_number", "effective_at", "effective_at_until", recorded="issuer_dn_key"
    )
    u = context.select("unit", "serial_number", "issuer_key", "alike")
    j = revoked.inner_join(u, "serial_number")
    j = j.filter((j.recorded == j.issuer_key).fill_null(True))
    return j.group_by("unit").agg(
        revoked_at=lambda t: t.effective_at.min(),
        revoked_until=lambda t: t.effective_at_until.min(),
        unsure=lambda t: (t.effective_at.isnull() | (t.recorded.isnull() & (t.alike > 1))).any(),
    )


def _never_missing(e: Evidence, u: Value) -> Value:
    """Would a revocation of any day before the certificate's end, or the audit, be on record?"""
    today = ibis.literal(utc_midnight(e.settings.as_of, e.settings.time_zone), "timestamp(6)")
    last = Declarable(
        event_at=ibis.least(u.ends, today),
        product=u.product,
        registration_authority=u.registration_authority,
    )
    return known(e, CHANGES, u) & complete(e, CHANGES, last)


def lapses_of_applications(cases: Value, lapsed: Value) -> Value:
    """One row per application: what rests on it, and when the last of that lapsed.

    application_id, batch_id, contract_id, application_row, resting (a count), lapse_from,
    lapse_until, open (something may rest on it that is not on record). An application to revoke
    concerns the certificate that it names.
    """
    issued = _latest(lapsed.filter(lapsed.application_row.notnull()), "application_row")
    a = cases.filter(cases.application_row.notnull()).select(
        "application_row", "application_id", "batch_id", "contract_id", "kind", "outcome",
        "old_serial_number",
    )  # fmt: skip
    asked = a.filter(a.kind == "revoke").select(
        "application_row", serial_number="old_serial_number"
    )
    named = lapsed.filter(lapsed.alike == 1).select("serial_number", "lapse_from", "lapse_until")
    revoked = _latest(asked.inner_join(named, "serial_number"), "application_row")
    either = ibis.union(
        issued, revoked.anti_join(issued, "application_row").select(*issued.columns)
    )
    j = a.left_join(either, "application_row").drop("application_row_right")
    refused = j.outcome.isin(("rejected", "withdrawn")).fill_null(False)
    return j.select(
        "application_row",
        "application_id",
        "batch_id",
        "contract_id",
        "lapse_from",
        "lapse_until",
        resting=j.resting.fill_null(0),
        open=j.resting.isnull() & ~refused,
    )


def _latest(lapsed: Value, by: str) -> Value:
    return lapsed.group_by(by).agg(
        resting=lambda t: t.count(),
        lapse_from=lambda t: t.lapse_from.max(),
        lapse_until=lambda t: ibis.ifelse(
            t.lapse_until.count() == t.count(), t.lapse_until.max(), ibis.null("timestamp(6)")
        ),
    )
