"""The certificate dossier: a unit with its bytes, its records and its case."""

from __future__ import annotations

import datetime as dt

import ibis

from mingzheng.dossiers import archive as archives
from mingzheng.dossiers.cases import CASE_OF_UNIT
from mingzheng.dossiers.evidence import (
    Evidence,
    covers,
    declarations,
    known,
    unbroken,
    utc_midnight,
    with_lost,
)
from mingzheng.dossiers.facts import RESIDENT_ID_FORM, USCC_FORM, Value
from mingzheng.dossiers.licence import licensed
from mingzheng.evidence.settings import Coverage

FROM_APPLICATION = (
    "application_id", "kind", "domain", "registration_authority", "channel", "subject_kind",
    "subject_name_key", "subject_id_type", "subject_id_number_key", "subject_id_number_form",
    "organization_name_key", "organization_id_number_key",
    "organization_id_number_form", "applicant_name_key", "applicant_id_number_key",
    "applicant_id_number_form", "agent_name_key", "agent_id_number_key", "agent_id_number_form",
)  # fmt: skip


def unit_context(e: Evidence, units: Value, archive: Value) -> Value:
    """Units with their case, their issuance and the parties of their application."""
    i = e["issuances"].select(
        issuance_row="row",
        issued_application="application_id",
        batch_id="batch_id",
        contract_id="contract_id",
        issued_serial="serial_number",
        issued_issuer="issuer_dn",
        issued_issuer_key="issuer_dn_key",
        media="media",
        key_held_by="key_held_by",
    )
    a = e["applications"].select(
        application_row="row",
        asked_batch="batch_id",
        asked_contract="contract_id",
        **{c: c for c in FROM_APPLICATION},
    )
    c = archive.select(
        certificate_row="row",
        archived_serial="serial_number",
        archived_issuer="issuer_dn",
        archived_issuer_key="issuer_dn_key",
        holder_key="holder_name_key",
    )
    u = units.left_join(i, "issuance_row").drop("issuance_row_right")
    u = u.left_join(a, "application_row").drop("application_row_right")
    u = u.left_join(c, "certificate_row").drop("certificate_row_right")
    u = u.mutate(
        case=ibis.coalesce(u.application_row, u.unit + CASE_OF_UNIT),
        application_id=ibis.coalesce(u.application_id, u.issued_application),
        batch_id=ibis.coalesce(u.batch_id, u.asked_batch),
        contract_id=ibis.coalesce(u.contract_id, u.asked_contract),
        serial_number=ibis.coalesce(u.archived_serial, u.issued_serial),
        issuer_dn=ibis.coalesce(u.archived_issuer, u.issued_issuer),
        issuer_key=ibis.coalesce(u.archived_issuer_key, u.issued_issuer_key),
        event_at=ibis.coalesce(u.issued_at, u.certificate_from),
        event_at_until=ibis.coalesce(u.issued_at_until, u.certificate_from),
    ).drop(
        "archived_serial",
        "issued_serial",
        "archived_issuer",
        "issued_issuer",
        "archived_issuer_key",
        "issued_issuer_key",
        "issued_application",
        "asked_batch",
        "asked_contract",
    )
    shared = u.group_by("serial_number").agg(bearers=lambda t: t.count())
    shared = shared.filter(shared.bearers > 1)
    u = u.left_join(shared, "serial_number").drop("serial_number_right")
    u = u.mutate(alike=u.bearers.fill_null(1)).drop("bearers")
    return e.keep("unit_context", with_lost(e, u))


Facts = tuple[tuple[str, Value], ...]
"""Tables of facts, each with the column of the unit by which it is joined."""


def certificate_facts(
    e: Evidence, context: Value, archive: Value, delivered: Value, renewed: Value
) -> Facts:
    """What is known of units beside their context, computed once."""
    ends = renewed.select("application_row", "old_not_after", "old_not_after_until")
    return (
        ("certificate_row", _bytes(archive)),
        ("certificate_row", e.keep("archive_issuers", archives.issuers(e, archive))),
        ("certificate_row", e.keep("archive_serials", archives.serials(archive))),
        ("certificate_row", e.keep("archive_keys", archives.keys(archive))),
        ("certificate_row", e.keep("archive_primes", archives.primes(e, archive))),
        (
            "certificate_row",
            e.keep("archive_broken", archives.archived_bytes(e, archive, context)),
        ),
        ("unit", delivered),
        ("application_row", ends),
        ("unit", e.keep("unit_renamings", _renamings(e, context, archive))),
        ("unit", e.keep("unit_consents", _consents(e, context))),
    )


def certificates(e: Evidence, context: Value, facts: Facts) -> Value:
    """Units with the facts of `Certificate`."""
    u = context
    for key, found in facts:
        u = u.left_join(found, key).drop(f"{key}_right")
    readable = u.in_archive & u.unreadable.isnull()
    there = known(e, "issuances", u) & known(e, "applications", u) & ~_stray_issuances(e)
    since = _coverage_from(e, u)
    return u.mutate(
        certificate=u.unit,
        in_archive=u.certificate_row.notnull(),
        licensed=licensed(e, u.issued_at, u.issued_at_until),
        serial_same_key=ibis.ifelse(readable, u.same_key.fill_null(0), ibis.null("int64")),
        serial_same_name=ibis.ifelse(readable, u.same_name.fill_null(0), ibis.null("int64")),
        key_holder_numbers=ibis.ifelse(readable, u.key_numbers.fill_null(1), ibis.null("int64")),
        key_holder_names=ibis.ifelse(readable, u.key_names.fill_null(1), ibis.null("int64")),
        recorded_issuer_differs=u.differs,
        applications=ibis.cases(
            (u.application_row.notnull() | u.grouped.fill_null(False), 1),
            (u.ambiguous.fill_null(False), ibis.null("int64")),
            (there, 0),
            else_=ibis.null("int64"),
        ),
        coverage_from=since,
        coverage_from_until=since,
        in_certificates=known(e, "certificates", u) & ~u.ambiguous.fill_null(False),
        holder_number_kind=_number_kind(u),
    )


def _bytes(archive: Value) -> Value:
    """What is read from the bytes, under the names of the facts."""
    same = (
        "serial_octets", "issuer_common_name", "issuer_organization", "subject_dn",
        "holder_name_key", "holder_person_key", "holder_organization_key", "holder_number_key",
        "holder_number_form", "holder_number_kind", "holder_by_template",
        "not_before", "not_after", "version", "public_key_algorithm", "public_key_bits",
        "public_key_fault", "signature_algorithm", "signature_algorithms_match",
        "signature_verdict", "signature_answers", "key_usage",
        "extended_key_usage", "policies", "crl_urls", "authority_key_id", "subject_key_id", "is_ca",
        "is_precertificate", "unreadable", "unreadable_at", "damaged", "taken_over", "issuer_named",
    )  # fmt: skip
    return archive.select(
        *same,
        certificate_row="row",
        in_archive=ibis.literal(True),
        fingerprint=archives.fingerprint(archive.fingerprint),
        issuer_empty=archive.issuer_dn == "",
        not_before_until=archive.not_before,
        not_after_until=archive.not_after,
    )


def _number_kind(u: Value) -> Value:
    """What kind of number the certificate carries: as stated, else by the check digit it passes."""
    form = u.holder_number_form.cast("int64")
    both = USCC_FORM | RESIDENT_ID_FORM
    return ibis.coalesce(
        u.holder_number_kind,
        ibis.cases(
            # one number in some hundreds passes both checks by chance
            ((form & both) == both, u.subject_id_type),
            ((form & USCC_FORM) != 0, "uscc"),
            ((form & RESIDENT_ID_FORM) != 0, "resident_id"),
            else_=ibis.null("string"),
        ),
    )


def _stray_issuances(e: Evidence) -> Value:
    """Was an issuance rejected of which the serial number can't be read? It may be anybody's."""
    if "issuances" not in e.lost:
        return ibis.literal(False)
    links = e["rejected_links"].filter(e["rejected_links"].table == "issuances")
    rows = links.group_by("row").agg(named=lambda t: (t.link == "serial_number").any())
    return rows.filter(~rows.named).count().as_scalar() > 0


def _coverage_from(e: Evidence, u: Value) -> Value:
    """From when on issuances and applications are declared complete without a gap to each unit's day."""
    starts = []
    for table in ("issuances", "applications"):
        spells = [
            ibis.ifelse(
                covers(e, spell, u),
                ibis.literal(_start(e, spell), "timestamp"),
                ibis.null("timestamp"),
            )
            for spell in unbroken(declarations(e, table))
        ]
        if not spells:
            return ibis.null("timestamp(6)")
        starts.append(ibis.least(*spells) if len(spells) > 1 else spells[0])
    return ibis.cases(
        (starts[0].isnull() | starts[1].isnull(), ibis.null("timestamp")),
        (starts[0] > starts[1], starts[0]),
        else_=starts[1],
    )


def _start(e: Evidence, spell: Coverage) -> dt.datetime:
    return utc_midnight(spell.span.since or dt.date(1970, 1, 1), e.settings.time_zone)


def _renamings(e: Evidence, context: Value, archive: Value) -> Value:
    """Unit → does a paper on record bear both the name applied for and the certificate's?"""
    named = context.filter(
        context.application_id.notnull(), context.subject_name_key != context.holder_key
    )
    papers = (
        e["materials"]
        .filter(e["materials"].application_id.notnull())
        .select("application_id", "names_key")
    )
    j = named.select("unit", "application_id", "subject_name_key", "holder_key").inner_join(
        papers, "application_id"
    )
    both = j.names_key.contains(j.subject_name_key) & j.names_key.contains(j.holder_key)
    return j.filter(both).select("unit").distinct().mutate(rename_proved=ibis.literal(True))


def _consents(e: Evidence, context: Value) -> Value:
    """Unit → did the holder agree that somebody else keeps the key? Asked where somebody does."""
    kept = context.filter(context.key_held_by.isin(("ca_cloud", "platform")))
    m = e["materials"].filter(e["materials"].kind.isin(("agreement", "authorisation")))
    agreed = ibis.union(
        *[
            kept.semi_join(m.filter(m[link].notnull()), link).select("unit")
            for link in ("application_id", "batch_id", "contract_id")
        ],
        distinct=True,
    ).mutate(agreed=ibis.literal(True))
    j = kept.left_join(agreed, "unit").drop("unit_right")
    there = known(e, "materials", j)
    return j.select(
        "unit",
        key_consent=ibis.ifelse(
            j.agreed.fill_null(False), True, ibis.ifelse(there, False, ibis.null("boolean"))
        ),
    )
