"""The base of every case: the application, what was issued for it, and when its duties arose."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, counted, known, with_lost
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.links import row_of, sequence
from mingzheng.dossiers.patterns import with_agent_key
from mingzheng.dossiers.texts import OF_CASES
from mingzheng.dossiers.units import ISSUANCE_ONLY

CASE_OF_UNIT = 2 * ISSUANCE_ONLY
"""Added to a unit's number where a certificate without an application is a case of its own."""


def cases(e: Evidence, units: Value) -> Value:
    """One row per case with the facts of its application and of its earliest issuance."""
    base = with_lost(e, _with_issuance(e, units))
    at, until = _event(base)
    first, last = _lasting(base)
    base = base.mutate(event_at=at, event_at_until=until, lasts_from=first, lasts_until=last)
    no_issuance = known(e, "issuances", base) & ~_in_open_group(e, base)
    counts = counted(base.issued_units, known=no_issuance)
    return e.keep(
        "case_base",
        with_agent_key(base).mutate(
            issuances=counts,
            issued=ibis.cases(
                (base.has_unit, True),
                (counts > 0, True),
                (counts == 0, False),
                else_=ibis.null("boolean"),
            ),
        ),
    )


def _in_open_group(e: Evidence, base: Value) -> Value:
    """Is there an issuance in the case's batch or contract that is nobody's? It may be its own."""
    applied = e["applied_issuances"]
    nobodys = applied.filter(applied.grouped, applied.application_row.isnull())
    i = e["issuances"].semi_join(nobodys, e["issuances"].row == nobodys.issuance_row)
    return ibis.or_(
        *[
            base[link].isin(i.filter(i[link].notnull())[link]).fill_null(False)
            for link in ("batch_id", "contract_id")
        ]
    )


def _event(base: Value) -> tuple[Value, Value]:
    """The day the duty arose: accepted, else applied, else issued."""
    columns = ("accepted_at", "applied_at", "issued_at", "certificate_from")
    ends = ("accepted_at_until", "applied_at_until", "issued_at_until", "certificate_from")
    return ibis.coalesce(*[base[c] for c in columns]), ibis.coalesce(*[base[c] for c in ends])


def _lasting(base: Value) -> tuple[Value, Value]:
    """From when until when its records may have been made; null where no time is known."""
    columns = ("accepted_at", "applied_at", "issued_at")
    at = ibis.coalesce(*[base[c] for c in columns], base.certificate_from)
    known_ = [base[c].fill_null(at) for c in columns]
    return ibis.least(*known_), ibis.greatest(*known_)


def _with_issuance(e: Evidence, units: Value) -> Value:
    signing = units.filter((units.product != "encryption").fill_null(True))
    linked = signing.filter(signing.application_row.notnull())
    earliest = linked.group_by("application_row").agg(
        first=lambda t: sequence(t.issued_at, t.issuance_row).min(),
        issued_units=lambda t: t.issuance_row.nunique(),
    )
    a = (
        e["applications"]
        .drop(*OF_CASES[0].columns)
        .rename(application_row="row", asked_product="product", old_serial_number="serial_number")
    )
    joined = a.left_join(earliest, "application_row").drop("application_row_right")
    of_application = joined.mutate(
        case=joined.application_row,
        issuance_row=row_of(joined.first),
        has_unit=ibis.null("boolean"),
        unit=ibis.null("int64"),
    ).drop("first")
    alone = signing.filter(
        signing.application_row.isnull(),
        signing.product.isin(("signature", "event")).fill_null(True),
    )
    of_unit = alone.select(
        **{
            column: ibis.null(of_application[column].type())
            for column in of_application.columns
            if column not in ("case", "issuance_row", "has_unit", "unit")
        },
        case=alone.unit + CASE_OF_UNIT,
        issuance_row=alone.issuance_row,
        has_unit=ibis.literal(True),
        unit=alone.unit,
    )
    everyone = ibis.union(of_application, of_unit.select(*of_application.columns))
    return _with_certificate(e, everyone, units)


def _with_certificate(e: Evidence, everyone: Value, units: Value) -> Value:
    """Add the serial, the dates and the product of the unit that was issued first."""
    i = e["issuances"].select(
        issuance_row="row",
        issued_at="issued_at",
        issued_at_until="issued_at_until",
        issued_serial="serial_number",
        issued_issuer="issuer_dn",
        issued_batch="batch_id",
        issued_contract="contract_id",
    )
    with_issuance = everyone.left_join(i, "issuance_row").drop("issuance_row_right")
    first = units.filter(units.issuance_row.notnull(), ~units.paired).select(
        issuance_row="issuance_row",
        issuance_certificate="certificate_row",
        issuance_product="product",
        issuance_derived="product_derived",
    )
    w = with_issuance.left_join(first, "issuance_row").drop("issuance_row_right")
    bare = units.select(
        unit="unit",
        unit_certificate="certificate_row",
        unit_product="product",
        unit_derived="product_derived",
    )
    w = w.left_join(bare, "unit").drop("unit_right")
    w = w.mutate(certificate_row=ibis.coalesce(w.issuance_certificate, w.unit_certificate))
    c = e["certificates"].select(
        certificate_row="row",
        archived_serial="serial_number",
        archived_issuer="issuer_dn",
        certificate_from="not_before",
        certificate_name="holder_name_key",
    )
    w = w.left_join(c, "certificate_row").drop("certificate_row_right")
    return w.mutate(
        product=ibis.coalesce(w.issuance_product, w.unit_product, w.asked_product),
        product_derived=ibis.coalesce(w.issuance_derived, w.unit_derived, False),
        serial_number=ibis.coalesce(w.archived_serial, w.issued_serial),
        issuer_dn=ibis.coalesce(w.archived_issuer, w.issued_issuer),
        batch_id=ibis.coalesce(w.batch_id, w.issued_batch),
        contract_id=ibis.coalesce(w.contract_id, w.issued_contract),
    ).drop(
        "asked_product",
        "issuance_product",
        "unit_product",
        "issuance_derived",
        "unit_derived",
        "archived_serial",
        "issued_serial",
        "archived_issuer",
        "issued_issuer",
        "issued_batch",
        "issued_contract",
        "issuance_certificate",
        "unit_certificate",
    )
