"""Status changes, each with its certificate and with what was published of it."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.announcements import announced
from mingzheng.dossiers.evidence import Evidence, with_lost
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.revocation_lists import listed

TABLE = "status_changes"

OF_UNIT = (
    "certificate_row", "issuance_row", "product", "domain", "registration_authority",
    "subject_kind", "channel",
)  # fmt: skip


def status_changes(e: Evidence, context: Value, archive: Value) -> Value:
    """One row per row of `status_changes`. context: units with their case and issuance."""
    base = with_lost(e, _recorded(e))
    base = e.keep("changes_about", _about(base, context, archive))
    for facts in (
        e.keep("changes_announced", announced(e, base)),
        e.keep("changes_listed", listed(e, base)),
    ):
        base = base.left_join(facts, "status_change").drop("status_change_right")
    return base


def _recorded(e: Evidence) -> Value:
    """What the change itself says."""
    c = e[TABLE]
    told = c.ground.notnull().any().as_scalar().fill_null(False)
    spoiled = (TABLE, "ground") in e.spoiled
    return c.select(
        "serial_number",
        "new_serial_number",
        "issuer_dn",
        "application_id",
        "action",
        "ground",
        "requested_at",
        "requested_at_until",
        "effective_at",
        "effective_at_until",
        status_change="row",
        status_change_row="row",
        change_initiated_by="initiated_by",
        given_issuer="issuer_dn_key",
        event_at=ibis.coalesce(c.effective_at, c.requested_at),
        event_at_until=ibis.coalesce(c.effective_at_until, c.requested_at_until),
        ground_stated=ibis.cases(
            (c.ground.notnull(), True),
            (told & ibis.literal(not spoiled), False),
            else_=ibis.null("boolean"),
        ),
    )


def _about(base: Value, context: Value, archive: Value) -> Value:
    """Each change with the one unit that bears its serial number, under its issuer if named."""
    u = context.select("unit", "serial_number", "issuer_key", *OF_UNIT)
    c = base.select("status_change", "serial_number", "given_issuer")
    bearers = c.inner_join(u.select("unit", "serial_number", "issuer_key"), "serial_number")
    same = bearers.given_issuer.isnull() | (bearers.given_issuer == bearers.issuer_key)
    one = bearers.filter(same).group_by("status_change")
    one = one.agg(alike=lambda t: t.count(), unit=lambda t: t.unit.min())
    one = one.filter(one.alike == 1).drop("alike")
    found = one.inner_join(u.drop("serial_number"), "unit").drop("unit")
    ends = archive.select(
        "crl_urls",
        "authority_key_id",
        certificate_row="row",
        not_after="not_after",
        not_after_until="not_after",
    )
    found = found.left_join(ends, "certificate_row").drop("certificate_row_right")
    j = base.left_join(found, "status_change").drop("status_change_right")
    return j.mutate(issuer_key=ibis.coalesce(j.issuer_key, j.given_issuer))
