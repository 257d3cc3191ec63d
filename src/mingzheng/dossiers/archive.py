"""A certificate against the others: its issuer, its serial number, its key, the one it renews."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, known
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.numbers import comparable


@ibis.udf.scalar.builtin(name="hex")
def _hex(octets: bytes) -> str:  # type: ignore[empty-body]
    """The engine's own hex()."""


def fingerprint(octets: Value) -> Value:
    """A SHA-256 fingerprint as lower-case hex."""
    return _hex(octets).lower()


def issuers(e: Evidence, archive: Value) -> Value:
    """certificate_row → issuer_not_before, issuer_not_after, where the issuer was supplied.

    By name and key identifier; of several certificates of one issuer key the widest validity
    counts, so that a cross-signed issuer accuses nobody. By name alone it may be another key's
    certificate: its validity counts only where it acquits.
    """
    columns = ("subject_dn", "subject_key_id", "not_before", "not_after")
    authorities = ibis.union(
        e["issuers"].filter(e["issuers"].unreadable.isnull()).select(*columns),
        archive.filter(archive.is_ca.fill_null(False)).select(*columns),
    )
    by_key = (
        authorities.group_by("subject_dn", "subject_key_id")
        .agg(from_key=lambda t: t.not_before.min(), until_key=lambda t: t.not_after.max())
        .rename(key_dn="subject_dn", key_id="subject_key_id")
    )
    every = (
        authorities.group_by("subject_dn")
        .agg(from_any=lambda t: t.not_before.min(), until_any=lambda t: t.not_after.max())
        .rename(any_dn="subject_dn")
    )
    c = archive.select(
        "issuer_dn", "authority_key_id", "not_before", "not_after", certificate_row="row"
    )
    j = c.left_join(by_key, [c.issuer_dn == by_key.key_dn, c.authority_key_id == by_key.key_id])
    j = j.left_join(every, j.issuer_dn == every.any_dn)
    acquits = (j.from_any <= j.not_before) & (j.not_after <= j.until_any)
    acquits = acquits.fill_null(False)
    nothing = ibis.null("timestamp(6)")
    since = ibis.coalesce(j.from_key, ibis.ifelse(acquits, j.from_any, nothing))
    until = ibis.coalesce(j.until_key, ibis.ifelse(acquits, j.until_any, nothing))
    return j.select(
        "certificate_row",
        issuer_not_before=since,
        issuer_not_before_until=since,
        issuer_not_after=until,
        issuer_not_after_until=until,
    )


def serials(archive: Value) -> Value:
    """certificate_row → how many others bear its serial number under its issuer's name, its key.

    Precertificates apart: each shares the serial of its certificate by design.
    """
    c = archive.filter(
        archive.serial_number.notnull(), ~archive.is_precertificate.fill_null(False)
    ).select("serial_number", "issuer_dn_key", "authority_key_id", certificate_row="row")
    shared = c.group_by("issuer_dn_key", "serial_number").agg(named=lambda t: t.count())
    several = c.inner_join(shared.filter(shared.named > 1), ["issuer_dn_key", "serial_number"])
    keyed = (
        several.filter(several.authority_key_id.notnull())
        .group_by("issuer_dn_key", "serial_number", "authority_key_id")
        .agg(keyed=lambda t: t.count())
    )
    j = several.left_join(keyed, ["issuer_dn_key", "serial_number", "authority_key_id"])
    return j.select(
        "certificate_row",
        same_name=j.named - 1,
        same_key=j.keyed.fill_null(1) - 1,
    )


def keys(archive: Value) -> Value:
    """certificate_row → how many holder numbers and names stand under its public key.

    Renewals and twins bear one holder's name; departments bear their organisation's. The point at
    infinity is nobody's key, which another rule says.
    """
    nobodys = (archive.public_key_fault == "point_at_infinity").fill_null(False)
    c = archive.filter(archive.public_key.notnull(), ~nobodys).select(
        "public_key",
        certificate_row="row",
        # numbers of different kinds may be one holder's: those of one length are compared
        number_length=archive.holder_number_key.length(),
        number=ibis.ifelse(
            comparable(archive.holder_number_form).fill_null(False),
            archive.holder_number_key,
            ibis.null("string"),
        ),
        name=ibis.coalesce(
            archive.holder_person_key, archive.holder_organization_key, archive.holder_name_key
        ),
    )
    twice = c.group_by("public_key").agg(bearers=lambda t: t.count())
    shared = c.semi_join(twice.filter(twice.bearers > 1), "public_key")
    alike = shared.group_by("public_key", "number_length").agg(
        numbers=lambda t: t.number.nunique()
    )
    most = alike.group_by("public_key").agg(key_numbers=lambda t: t.numbers.max())
    counts = shared.group_by("public_key").agg(key_names=lambda t: t.name.nunique())
    counts = counts.inner_join(most, "public_key")
    return shared.inner_join(counts, "public_key").select(
        "certificate_row", "key_numbers", "key_names"
    )


def primes(e: Evidence, archive: Value) -> Value:
    """certificate_row → shares_prime and with which certificate, for those with an RSA key.

    shares_prime is null where that can't be told.
    """
    found = e["shared_primes"].mutate(listed=ibis.literal(True))
    c = archive.filter(archive.public_key_algorithm.isin(("rsa", "rsa-pss")))
    j = c.select(certificate_row="row").left_join(found, found.row == c.row)
    return j.select(
        "certificate_row",
        shares_prime=ibis.ifelse(j.listed.isnull(), False, j.shared),
        prime_shared_row=j.other_row,
        prime_shared_with=j.other_serial,
    )


def replaced(e: Evidence, archive: Value) -> Value:
    """application_row → the certificate that the application renews, changes or revokes."""
    a = (
        e["applications"]
        .filter(e["applications"].serial_number.notnull())
        .select(
            "serial_number",
            "subject_kind",
            application_row="row",
            new_name="subject_name_key",
            kind="kind",
        )
    )
    old = (
        archive.semi_join(a, "serial_number")
        .group_by("serial_number")
        .agg(
            alike=lambda t: t.count(),
            old_not_after=lambda t: t.not_after.min(),
            old_name=lambda t: ibis.coalesce(t.holder_person_key, t.holder_name_key).min(),
            old_organization=lambda t: ibis.coalesce(
                t.holder_organization_key, t.holder_name_key
            ).min(),
        )
    )
    old = old.filter(old.alike == 1)
    changes = e["status_changes"]
    revoked = (
        changes.filter(changes.action == "revoked")
        .semi_join(a, "serial_number")
        .group_by("serial_number")
        .agg(
            old_revoked_at=lambda t: t.effective_at.min(),
            old_revoked_at_until=lambda t: t.effective_at_until.min(),
            old_revocation_undated=lambda t: t.effective_at.isnull().any(),
        )
    )
    j = a.left_join(old, "serial_number").drop("serial_number_right")
    j = j.left_join(revoked, "serial_number").drop("serial_number_right")
    old_holder = ibis.ifelse(
        (j.subject_kind == "organization").fill_null(False), j.old_organization, j.old_name
    )
    # without its template a certificate carries the name among other things
    changed = ibis.ifelse(
        old_holder.contains(j.new_name) & (old_holder != j.new_name),
        ibis.null("boolean"),
        old_holder != j.new_name,
    )
    return j.select(
        "application_row",
        "old_not_after",
        "old_revoked_at",
        "old_revoked_at_until",
        "old_revocation_undated",
        old_not_after_until=j.old_not_after,
        old_name_changed=ibis.ifelse(j.kind == "change", changed, False),
    )


def archived_bytes(e: Evidence, archive: Value, of: Value) -> Value:
    """certificate_row → do its bytes match an archived hash? Asked of the unreadable alone."""
    h = (
        e["holdings"]
        .filter(e["holdings"].sha256.notnull())
        .select(hash=e["holdings"].sha256.lower())
    )
    broken = archive.filter(archive.unreadable.notnull()).select(
        certificate_row="row", print=fingerprint(archive.fingerprint)
    )
    found = broken.semi_join(h, broken.print == h.hash).select("certificate_row")
    found = found.mutate(found=ibis.literal(True))
    there = of.mutate(there=known(e, "holdings", of)).select("certificate_row", "there")
    j = (
        broken.select("certificate_row")
        .left_join(found, "certificate_row")
        .drop("certificate_row_right")
    )
    j = j.left_join(there, "certificate_row")
    return j.select(
        "certificate_row",
        bytes_archived=ibis.ifelse(
            j.found.fill_null(False),
            True,
            ibis.ifelse(j.there.fill_null(False), False, ibis.null("boolean")),
        ),
    )
