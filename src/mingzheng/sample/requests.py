"""Requests and what goes with them: applications, materials, disclosures, reviews, contracts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.sample.business import DAY, MINUTE, Custom, Kind
from mingzheng.sample.cells import chosen, clock, day, joined, nulls, numbered, only
from mingzheng.sample.dealings import PRODUCTS, Columns, Dealings, constant, where

DOMAINS = ("government", "finance", "commerce", "healthcare", "other")
KINDS = ("issue", "renew", "rekey", "change", "revoke")
SUBJECT_KINDS = (
    "person", "person", "organization", "person_in_organization", "person", "device",
)  # fmt: skip
ROLES = ("holder", "holder", "holder", "employer", "platform", "holder")
CHANNELS = ("online", "counter", "counter", "batch", "online", "agent")
AUTHORISED = (Custom.ORGANIZATION, Custom.SERVER, Custom.PLATFORM)


def applications(d: Dealings) -> Columns:
    """Every request."""
    c, n = d.cohort, len(d.cohort)
    housed = c.of(Custom.ORGANIZATION, Custom.STAFF, Custom.SERVER)
    agents = c.of(Custom.ORGANIZATION, Custom.SERVER)
    platform = pa.array(c.of(Custom.PLATFORM))
    itself = pa.array(c.of(Custom.EVENT, Custom.PERSON))
    house = pc.if_else(platform, d.platform, d.parties.organization)
    code = pc.if_else(platform, d.platform_code, d.parties.credit_code)
    kind = c.of(Custom.SERVER)
    return {
        "application_id": d.application,
        "batch_id": d.batch,
        "contract_id": d.standing,
        "kind": chosen(KINDS, c.kind),
        "product": chosen(PRODUCTS, c.custom),
        "initiated_by": constant("holder", n),
        "applicant_name": pc.if_else(itself, d.parties.person, house),
        "applicant_id_type": pc.if_else(itself, "resident_id", "uscc"),
        "applicant_id_number": pc.if_else(itself, d.parties.resident_number, code),
        "applicant_role": chosen(ROLES, c.custom),
        "subject_kind": chosen(SUBJECT_KINDS, c.custom),
        "subject_name": d.subject,
        "subject_id_type": pc.if_else(pa.array(d.people), "resident_id", "uscc"),
        "subject_id_number": only(d.subject_number, ~kind),
        "organization_name": only(d.parties.organization, housed),
        "organization_id_number": only(d.parties.credit_code, housed),
        "agent_name": only(d.parties.agent, agents),
        "agent_id_number": only(d.parties.agent_number, agents),
        "applied_at": clock(c.applied),
        "accepted_at": clock(c.accepted),
        "quantity": constant("1", n),
        "domain": chosen(DOMAINS, c.domain),
        "registration_authority": d.branch,
        "channel": chosen(CHANNELS, c.custom),
        "serial_number": d.serial_of(np.where(c.follows >= 0, c.signing[c.follows], -1)),
        "outcome": constant("approved", n),
    }


def materials(d: Dealings) -> Columns:
    """Forms, papers of identity, authorisations of agents and platforms, consents to custody."""
    c = d.cohort
    authorised = c.of(*AUTHORISED)
    agent = pc.if_else(pa.array(c.of(Custom.PLATFORM)), d.platform, d.parties.agent)
    papers = c.of(Custom.PERSON, Custom.ORGANIZATION, Custom.STAFF, Custom.SERVER) & (
        c.kind != Kind.REVOKE
    )
    cloud = pc.equal(d.media, "cloud").to_numpy(zero_copy_only=False)
    principal = pc.if_else(pa.array(d.people), d.subject, d.parties.organization)
    paper = pc.if_else(pa.array(d.people), "id_document", "business_licence")
    parts = [
        (np.ones(len(c), bool), constant("application_form", len(c)), d.subject),
        (papers, paper, principal),
        (authorised, constant("authorisation", len(c)), joined(principal, "；", agent)),
        (cloud, constant("agreement", len(c)), d.subject),
    ]
    return _concatenated([where(_material(d, kind, names), rows) for rows, kind, names in parts])


def _material(d: Dealings, kind: pa.Array, names: pa.Array) -> Columns:
    c = d.cohort
    limited = pc.is_in(kind, value_set=pa.array(["authorisation", "id_document"]))
    rows = limited.to_numpy(zero_copy_only=False)
    return {
        "application_id": d.application,
        "kind": kind,
        "names": names,
        "received_at": clock(c.applied),
        "valid_from": only(day(c.applied - 3 * DAY), rows),
        "valid_until": only(day(c.applied + 800 * DAY), rows),
        "archive_ref": d.reference("DA"),
    }


def disclosures(d: Dealings) -> Columns:
    """What the holder was told, and confirmed, before the application was accepted."""
    c = d.cohort
    online = c.of(Custom.EVENT, Custom.PLATFORM, Custom.STAFF)
    told = pc.if_else(pa.array(c.of(Custom.SERVER)), d.parties.organization, d.subject)
    return where(
        {
            "application_id": d.application,
            "document_id": d.version("GZ", c.told),
            "told_name": told,
            "told_id_number": d.subject_number,
            "told_at": clock(c.told),
            "acknowledged": constant("是", len(c)),
            "means": pc.if_else(pa.array(online), "clicked", "signed"),
            "archive_ref": d.reference("DA"),
        },
        c.kind != Kind.REVOKE,
    )


def reviews(d: Dealings) -> Columns:
    """One review per request, or one for a whole batch."""
    c = d.cohort
    machine = c.of(Custom.EVENT, Custom.PLATFORM)
    return where(
        {
            "application_id": only(d.application, ~d.together),
            "batch_id": only(d.batch, d.together),
            "reviewed_at": clock(c.reviewed),
            "result": constant("approved", len(c)),
            "reviewer_id": only(d.reviewer, ~machine),
            "automated": pc.if_else(pa.array(machine), "是", "否"),
        },
        ~d.together | d.leads,
    )


def contracts(d: Dealings) -> Columns:
    """A contract per application, or one standing contract of the employer per batch."""
    c, n = d.cohort, len(d.cohort)
    single = (c.kind != Kind.REVOKE) & ~c.of(Custom.PLATFORM, Custom.STAFF)
    server = pa.array(c.of(Custom.SERVER))
    party = pc.if_else(server, d.parties.organization, d.subject)
    own = {
        "contract_id": d.reference("HT"),
        "application_id": d.application,
        "batch_id": nulls(n),
        "document_id": d.version("XY", c.signed),
        "scope": constant("single", n),
        "covers_from": nulls(n),
        "covers_until": nulls(n),
        "party_name": party,
        "party_id_number": d.subject_number,
        "signed_by_name": party,
        "authorisation_ref": nulls(n),
        "signed_at": clock(c.signed),
        "ca_signed_at": clock(c.signed + 2 * MINUTE),
        "means": chosen(("click", "electronic", "paper", "paper", "click", "paper"), c.custom),
        "archive_ref": d.reference("DA"),
    }
    before = c.applied - 20 * DAY
    for_batch = {
        **own,
        "contract_id": numbered("HP", np.maximum(c.batch, 0), 9),
        "application_id": nulls(n),
        "batch_id": d.batch,
        "document_id": d.version("XY", before),
        "scope": constant("standing", n),
        "covers_from": day(before),
        "covers_until": day(before + 1095 * DAY),
        "party_name": d.parties.organization,
        "party_id_number": d.parties.credit_code,
        "signed_by_name": d.parties.organization,
        "signed_at": clock(before),
        "ca_signed_at": clock(before + DAY),
        "means": constant("paper", n),
    }
    return _concatenated([where(own, single), where(for_batch, d.leads)])


def _concatenated(parts: list[Columns]) -> Columns:
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}
