"""Serial numbers met outside the archive, each with what the archive and the records have of it."""

from __future__ import annotations

import ibis

from mingzheng.certificates.names import issuer_key
from mingzheng.dossiers.archive import fingerprint
from mingzheng.dossiers.evidence import (
    Declarable,
    Evidence,
    complete,
    counted,
    declared_until,
    known,
    with_lost,
)
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.links import row_of, sequence

HOLDS = ("certificate_hold", "remove_from_crl")
"""Reasons of entries that suspend or release, and do not revoke."""

APART = 2**40
"""Between the numbers of one source and the next."""

LEAD_DAYS = 30
"""How long before a revocation its request may have been made."""

AUTHORITIES = ("ca", "court", "system")

COLUMNS = (
    "sighting", "source", "crl_entry_row", "complaint_row", "observation_row", "serial_number",
    "fingerprint", "issuer_dn", "issuer_key", "event_at", "event_at_until", "revocation_reason",
)  # fmt: skip


def sightings(e: Evidence, context: Value, archive: Value) -> Value:
    """One row per revoked certificate of the lists, per complaint and per observation."""
    seen = ibis.union(_entries(e), _complaints(e), _observed(e))
    base = e.keep("sightings_seen", _about(seen, context))
    base = with_lost(e, base)
    found = _found(e, base, context, archive)
    j = base.left_join(found, "sighting").drop("sighting_right")
    j = j.left_join(_revocation(e, base), "sighting").drop("sighting_right")
    own = _own_issuers(archive)
    j = j.left_join(own, j.issuer_key == own.own_key)
    since = _issued_from(e, j)
    named = j.issuer_key.notnull()
    until = declared_until(e, "certificates", since)
    asked = known(e, "status_changes", j)
    return j.mutate(
        own_issuer=_own(e, j),
        in_archive=ibis.ifelse(
            j.held.fill_null(False), True, ibis.ifelse(named, False, ibis.null("boolean"))
        ),
        issued_from=since,
        issued_from_until=since,
        archive_complete=(until > j.event_at_until).fill_null(False),
        requests=counted(j.n_requests, known=asked & _requests_known(e, j)),
        by_authority=counted(j.n_authority, known=asked),
        grounds=_grounds(e, j),
    )


def _null(column: str) -> Value:
    return ibis.null("int64" if column.endswith("_row") else "string")


def _shaped(rows: Value, **given: Value) -> Value:
    """Rows in the one shape of all sources."""
    return rows.select(**{c: given[c] if c in given else _null(c) for c in COLUMNS})


def _entries(e: Evidence) -> Value:
    """Each certificate in the CA's lists once, by its earliest entry."""
    entries = e["revoked"].filter(e["revoked"].issuer_dn_key.notnull())
    holds = entries.reason.isin(HOLDS).fill_null(False)
    once = entries.group_by("issuer_dn_key", "serial_number").agg(
        first=sequence(entries.revoked_at, entries.row).min(),
        issuer_dn=entries.issuer_dn.min(),
        revoked_at=entries.revoked_at.min(),
        reason=entries.reason.min(where=~holds),
        held=entries.reason.min(where=holds),
        revoked=(~holds).any(),
    )
    row = row_of(once["first"])
    return _shaped(
        once,
        sighting=row,
        source=ibis.literal("crl"),
        crl_entry_row=row,
        serial_number=once.serial_number,
        issuer_dn=once.issuer_dn,
        issuer_key=once.issuer_dn_key,
        event_at=once.revoked_at,
        event_at_until=once.revoked_at,
        revocation_reason=ibis.ifelse(once.revoked, once.reason, once.held),
    )


def _complaints(e: Evidence) -> Value:
    c = e["complaints"].filter(e["complaints"].serial_number.notnull())
    return _shaped(
        c,
        sighting=c.row + APART,
        source=ibis.literal("complaint"),
        complaint_row=c.row,
        serial_number=c.serial_number,
        event_at=c.received_at,
        event_at_until=c.received_at_until,
    )


def _observed(e: Evidence) -> Value:
    o = e["observed"].filter(
        e["observed"].serial_number.notnull() | e["observed"].fingerprint.notnull()
    )
    return _shaped(
        o,
        sighting=o.row + 2 * APART,
        source=o.source.fill_null("observed"),
        observation_row=o.row,
        serial_number=o.serial_number,
        fingerprint=o.fingerprint.lower().replace(":", ""),
        issuer_dn=o.issuer_dn,
        issuer_key=o.issuer_dn_key,
        event_at=o.obtained_at,
        event_at_until=o.obtained_at_until,
    )


def _about(seen: Value, context: Value) -> Value:
    """Each sighting with the one unit that bears its serial number, under its issuer if named."""
    u = context.filter(context.serial_number.notnull()).select(
        "unit", "serial_number", "issuance_row", "product", "domain", "registration_authority",
        "subject_kind", "channel", "issued_at", "application_id", unit_issuer="issuer_key",
    )  # fmt: skip
    pairs = seen.select("sighting", "serial_number", "issuer_key").inner_join(
        u.select("unit", "serial_number", "unit_issuer"), "serial_number"
    )
    same = pairs.issuer_key.isnull() | (pairs.issuer_key == pairs.unit_issuer).fill_null(True)
    one = pairs.filter(same).group_by("sighting")
    one = one.agg(alike=lambda t: t.count(), unit=lambda t: t.unit.min())
    one = one.filter(one.alike == 1).drop("alike")
    facts = one.inner_join(u.drop("serial_number", "unit_issuer"), "unit").drop("unit")
    return seen.left_join(facts, "sighting").drop("sighting_right")


def _found(e: Evidence, base: Value, context: Value, archive: Value) -> Value:
    """Sighting → held: the archive, or the CA's own certificates, hold such a one."""
    own = e["issuers"].select("serial_number", "issuer_dn_key", "fingerprint")
    kept = archive.select("serial_number", "issuer_dn_key", "fingerprint")
    every = ibis.union(kept, own)
    held = every.filter(every.serial_number.notnull()).select(
        "serial_number", held_issuer="issuer_dn_key"
    )
    asked = base.select("sighting", "serial_number", "issuer_key", "fingerprint")
    j = asked.inner_join(held, "serial_number")
    by_serial = j.filter(j.issuer_key.isnull() | (j.issuer_key == j.held_issuer))
    prints = every.select(print=fingerprint(every.fingerprint))
    by_print = asked.filter(asked.fingerprint.notnull()).inner_join(
        prints, asked.fingerprint == prints.print
    )
    found = ibis.union(by_serial.select("sighting"), by_print.select("sighting"), distinct=True)
    return found.mutate(held=ibis.literal(True))


def _own_issuers(archive: Value) -> Value:
    """The issuers whose certificates the archive is there to hold: production, not taken over."""
    issuing = archive.filter(
        ~archive.is_ca.fill_null(False),
        archive.issuer_role == "production",
        ~archive.taken_over,
        archive.issuer_dn_key.notnull(),
    )
    return issuing.select(own_key="issuer_dn_key").distinct()


def _own(e: Evidence, j: Value) -> Value:
    """Is it of this CA: of an issuer of the archive, or one that evidence.toml names?"""
    named = sorted(
        {
            issuer_key(i.dn)
            for i in e.settings.issuers
            if i.role == "production" and not i.taken_over
        }
    )
    own = j.own_key.notnull()
    if named:
        own |= j.issuer_key.isin(named).fill_null(False)
    return ibis.ifelse(j.issuer_key.notnull(), own, ibis.null("boolean"))


def _issued_from(e: Evidence, j: Value) -> Value:
    """When at the earliest it was issued: on record, or by the longest validity before it was revoked."""
    days = e.parameters.get("max_validity_days")
    longest = ibis.null("timestamp(6)")
    if days is not None:
        of_list = j.source == "crl"
        begun = j.event_at - ibis.interval(seconds=int(str(days)) * 86_400)
        longest = ibis.ifelse(of_list, begun, longest)
    return ibis.coalesce(j.issued_at, longest)


def _revocation(e: Evidence, base: Value) -> Value:
    """n_requests, n_authority, n_grounds: what the records say of why it was revoked."""
    asked = base.filter(base.source == "crl").select("sighting", "serial_number", "issuer_key")
    a = e["applications"].filter(
        e["applications"].kind == "revoke", e["applications"].serial_number.notnull()
    )
    applied = asked.inner_join(a.select("serial_number"), "serial_number").group_by("sighting")
    applied = applied.agg(applied=lambda t: t.count())
    c = e["status_changes"].filter(e["status_changes"].action == "revoked")
    changes = c.select(
        "serial_number",
        "ground",
        change_issuer="issuer_dn_key",
        asked=c.requested_at.notnull() | c.application_id.notnull(),
        authority=c.initiated_by.isin(AUTHORITIES).fill_null(False),
    )
    j = asked.inner_join(changes, "serial_number")
    j = j.filter(j.change_issuer.isnull() | (j.change_issuer == j.issuer_key))
    changed = j.group_by("sighting").agg(
        asked_for=lambda t: t.asked.sum(),
        n_authority=lambda t: t.authority.sum(),
        n_grounds=lambda t: (t.authority & t.ground.notnull()).sum(),
    )
    both = asked.select("sighting").left_join(applied, "sighting").drop("sighting_right")
    both = both.left_join(changed, "sighting").drop("sighting_right")
    return both.select(
        "sighting",
        "n_authority",
        "n_grounds",
        n_requests=both.applied.fill_null(0) + both.asked_for.fill_null(0),
    )


def _requests_known(e: Evidence, j: Value) -> Value:
    """Would a request be on record, also one made some time before?"""
    before = Declarable(
        event_at=j.event_at - ibis.interval(days=LEAD_DAYS),
        product=j.product,
        registration_authority=j.registration_authority,
    )
    return known(e, "applications", j) & complete(e, "applications", before)


def _grounds(e: Evidence, j: Value) -> Value:
    """How many of the authorities' revocations bear a ground; null where a ground was lost."""
    told = e["status_changes"].ground.notnull().any().as_scalar().fill_null(False)
    spoiled = ("status_changes", "ground") in e.spoiled
    return counted(j.n_grounds, known=told & ibis.literal(not spoiled))
