"""Records to dossiers: the joins, done once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import ibis

from mingzheng.dossiers import archive as archives
from mingzheng.dossiers.archive_object import ArchiveObject
from mingzheng.dossiers.archive_objects import OBJECT_STEPS, archive_objects
from mingzheng.dossiers.authority import authority
from mingzheng.dossiers.case import Case
from mingzheng.dossiers.cases import cases
from mingzheng.dossiers.certificate import Certificate
from mingzheng.dossiers.certificates import certificate_facts, certificates, unit_context
from mingzheng.dossiers.complaint import Complaint
from mingzheng.dossiers.complaints import complaints
from mingzheng.dossiers.contracts import contracts
from mingzheng.dossiers.deliveries import deliveries
from mingzheng.dossiers.disclosures import disclosure_facts, disclosures
from mingzheng.dossiers.evidence import LASTING, Declarable, Evidence, complete, known
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Dossier, Value
from mingzheng.dossiers.identity import identity
from mingzheng.dossiers.identity_checks import checks_judged
from mingzheng.dossiers.materials import material_facts, materials
from mingzheng.dossiers.patterns import patterns
from mingzheng.dossiers.public_document import PublicDocument
from mingzheng.dossiers.public_documents import public_documents
from mingzheng.dossiers.reviews import review_facts, reviews
from mingzheng.dossiers.service_year import ServiceYear
from mingzheng.dossiers.service_years import service_years
from mingzheng.dossiers.sighting import Sighting
from mingzheng.dossiers.sightings import sightings
from mingzheng.dossiers.status_change import StatusChange
from mingzheng.dossiers.status_changes import status_changes
from mingzheng.dossiers.texts import left_out, with_texts
from mingzheng.dossiers.units import archive, units

OF_UNITS = ("matched_issuances", "applied_issuances", "units")
OF_DELIVERIES = (
    "deliveries_judged", "deliveries_to_representatives", "deliveries_known", "deliveries_summary",
)  # fmt: skip
OF_CONTRACTS = ("contracts_of_batches", "contracts_judged", "contracts_summary")
OF_CHECKS = (
    "checks_judged",
    "checks_summary",
    "checks_of_strangers",
    "evidence_objects",
    "evidence_spread",
)
OF_PAPERS = (
    "case_papers", "notices_judged", "notices_earlier", "materials_lacking", "materials_holders",
    "materials_late",
)  # fmt: skip
"""Tables on the way to the dossiers: nothing stands on them once those are described."""


@dataclass(frozen=True)
class Dossiers:
    """All dossiers, not computed: an engine reads the columns it needs.

    `tables` are what rules judge; `shown` keeps some subjects of a dossier, by a table of their
    keys and under a name, with the texts of names and numbers.
    """

    tables: Mapping[type[Dossier], Value]
    shown: Callable[[type[Dossier], Value, str], Value]


def build(e: Evidence) -> Dossiers:
    """Join the records into the dossiers, each with the columns that its class declares."""
    kept = archive(e)
    bound = units(e, kept)
    base = cases(e, bound)
    context = unit_context(e, bound, kept)
    _drop(e, OF_UNITS)
    delivered = deliveries(e, context)
    _drop(e, OF_DELIVERIES)
    receipts = e.keep("case_receipts", _receipts(e, base, context, delivered))
    agreed = contracts(e, base)
    _drop(e, OF_CONTRACTS)
    backed = e.keep("case_authority", authority(e, base, agreed, receipts))
    judged = checks_judged(e, base)
    checked = identity(e, base, judged)
    renewed = e.keep("case_replaced", archives.replaced(e, kept))
    patterned = e.keep("case_patterns", patterns(e, base, judged))
    _drop(e, OF_CHECKS)
    reviewed = reviews(e, base)
    papers = materials(e, base)
    told = disclosures(e, base)
    _drop(e, OF_PAPERS)

    def of_cases(some: Value) -> Value:
        whole = some
        for facts in (receipts, agreed, backed, checked, patterned, reviewed, *papers, told):
            whole = whole.left_join(facts, "case").drop("case_right")
        whole = whole.left_join(renewed, "application_row").drop("application_row_right")
        return declared(Case, _case(e, whole))

    facts_of_units = certificate_facts(e, context, kept, delivered, renewed)

    def of_certificates(some: Value) -> Value:
        return declared(Certificate, certificates(e, some, facts_of_units))

    others: dict[type[Dossier], Value] = {
        ArchiveObject: archive_objects(e, base, context, kept),
        Complaint: complaints(e, context, kept),
        PublicDocument: public_documents(e),
        ServiceYear: service_years(e),
        Sighting: sightings(e, context, kept),
        StatusChange: status_changes(e, context, kept),
    }
    tables: dict[type[Dossier], Value] = {
        Case: e.view("cases", of_cases(base)),
        Certificate: e.view("certificate_dossiers", of_certificates(context)),
        **{
            dossier: e.keep(f"{dossier.key()}_dossiers", declared(dossier, table))
            for dossier, table in others.items()
        },
    }
    _drop(e, OBJECT_STEPS)

    def shown(dossier: type[Dossier], subjects: Value, name: str) -> Value:
        # kept first: few rows in sight, an engine looks them up in the facts, not the facts in them
        few = f"few_{name}"
        if dossier is Case:
            some = of_cases(e.keep(few, base.semi_join(subjects, "case")))
        elif dossier is Certificate:
            units_ = subjects.select(unit="certificate")
            some = of_certificates(e.keep(few, context.semi_join(units_, "unit")))
        else:
            some = e.keep(few, tables[dossier].semi_join(subjects, dossier.key()))
        table = e.keep(name, with_texts(e, dossier, some))
        e.drop(few)
        return table

    return Dossiers(tables, shown)


def _drop(e: Evidence, steps: Iterable[str]) -> None:
    """Give back the space of tables on the way."""
    for name in steps:
        e.drop(name)


def declared(dossier: type[Dossier], table: Value) -> Value:
    """Just the columns that the dossier declares, in its order and types; no texts (see `texts`)."""
    unshown = left_out(dossier)
    return table.select(
        **{
            column: ibis.null(type_) if column in unshown else table[column].cast(type_)
            for column, type_ in dossier.schema().items()
        }
    )


def _case(e: Evidence, whole: Value) -> Value:
    """The last facts of a case, which need several of the others."""
    signer = whole.contract_signer_fault
    authorised = ibis.cases(
        (whole.authorisations > 0, FINE), (whole.authorisations == 0, FAULTY), else_=OPEN
    ).cast("int8")
    # the office of a legal representative is authority enough
    himself = (whole.contract_signed_by_key == whole.representative_key).fill_null(False)
    person = (whole.subject_kind == "person").fill_null(False)
    settled = person | whole.representative_settled.fill_null(False)
    signer = ibis.cases(
        (himself, FINE), ((signer == FAULTY).fill_null(False) & ~settled, OPEN), else_=signer
    ).cast("int8")
    whole = whole.mutate(
        **review_facts(e, whole), **material_facts(e, whole), **disclosure_facts(e, whole)
    )
    whole = whole.mutate(
        contract_signer_fault=ibis.ifelse((signer == FAULTY).fill_null(False), authorised, signer),
        old_revocations_complete=_revocations_complete(e, whole),
    )
    opened = _open_where_lost(e, whole)
    return whole.mutate(**opened) if opened else whole


def _revocations_complete(e: Evidence, whole: Value) -> Value:
    """Would the old certificate's revocation be on record, up to the last hour it had?"""
    hours = e.parameters.get("change_hours")
    if hours is None:
        return ibis.literal(False)
    last = Declarable(
        event_at=whole.issued_at_until + ibis.interval(hours=int(str(hours))),
        product=whole.product,
        registration_authority=whole.registration_authority,
    )
    dated = ~whole.old_revocation_undated.fill_null(False)
    return dated & known(e, "status_changes", whole) & complete(e, "status_changes", last)


def _open_where_lost(e: Evidence, whole: Value) -> dict[str, Value]:
    """What is faulty or late without a row that was lost may be in order with it.

    A fault of all records is open where one of them was rejected, and so is which of them came
    first: as if one bore no time.
    """
    changed: dict[str, Value] = {}
    for fact in Case.FACTS.values():
        lost = [whole[f"lost_{table}"] for table in fact.tables if table in e.lost]
        if lost and fact.type == "int8":
            faulty_ = (whole[fact.name] == FAULTY).fill_null(False) & ibis.or_(*lost)
            opened = ibis.literal(OPEN, "int8")
            changed[fact.name] = ibis.ifelse(faulty_, opened, whole[fact.name])
        elif lost and fact.name.endswith("_undated"):
            changed[fact.name] = whole[fact.name] | ibis.or_(*lost)
    return changed


def _receipts(e: Evidence, cases: Value, context: Value, delivered: Value) -> Value:
    """One row per case: delivered_at, received_by_agent, authorised_receipt, effective_at.

    effective_at is the revocation that the case asked for.
    """
    of_case = context.select("unit", "case").inner_join(
        delivered.select(
            "unit", "delivered_at", "delivered_at_until", "received_by_agent", "authorised_receipt"
        ),
        "unit",
    )
    summed = of_case.group_by("case").agg(
        delivered_at=lambda t: t.delivered_at.min(),
        delivered_at_until=lambda t: t.delivered_at_until.min(),
        by_agent=lambda t: t.received_by_agent.fill_null(False).any(),
        authorised_receipt=lambda t: t.authorised_receipt.fill_null(False).any(),
    )
    changes = e["status_changes"]
    asked = changes.filter(changes.action == "revoked", changes.application_id.notnull())
    by_application = asked.group_by("application_id").agg(
        effective_at=lambda t: t.effective_at.min(),
        effective_at_until=lambda t: t.effective_at_until.min(),
    )
    # a revocation may name only the certificate: the application that asks to revoke it names it too
    by_serial = (
        changes.filter(changes.action == "revoked")
        .group_by("serial_number")
        .agg(
            serial_effective_at=lambda t: t.effective_at.min(),
            serial_effective_at_until=lambda t: t.effective_at_until.min(),
            issuers=lambda t: t.issuer_dn_key.nunique(),
        )
        .rename(old_serial="serial_number")
    )
    by_serial = by_serial.filter(by_serial.issuers <= 1).drop("issuers")
    c = cases.select(
        "case",
        "application_id",
        "kind",
        "old_serial_number",
        "event_at",
        *LASTING,
        "product",
        "registration_authority",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )
    j = c.left_join(summed, "case").drop("case_right")
    j = j.left_join(by_application, "application_id").drop("application_id_right")
    j = j.left_join(by_serial, [j.old_serial_number == by_serial.old_serial, j.kind == "revoke"])
    agent = j.by_agent.fill_null(False)
    there = known(e, "deliveries", j)
    return j.select(
        "case",
        "delivered_at",
        "delivered_at_until",
        authorised_receipt=j.authorised_receipt.fill_null(False),
        received_by_agent=ibis.ifelse(
            agent, True, ibis.ifelse(there, False, ibis.null("boolean"))
        ),
        effective_at=ibis.coalesce(j.effective_at, j.serial_effective_at),
        effective_at_until=ibis.coalesce(j.effective_at_until, j.serial_effective_at_until),
    )
