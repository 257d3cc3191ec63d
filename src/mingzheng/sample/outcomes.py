"""What came of the requests: issuances, deliveries, changes of status, publications, the archive."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.sample.business import DAY, HOUR, MINUTE, Custom, Kind, Mask
from mingzheng.sample.cells import (
    beside,
    chosen,
    clock,
    day,
    digits,
    hexes,
    joined,
    nulls,
    only,
)
from mingzheng.sample.dealings import BY_HAND, PRODUCTS, Columns, Dealings, constant, where

PAPERS = "材料/"
FILES = 1000
"""Files of the archive that come with a sample of any size, about; with a small one fewer."""
ACTIONS = ("", "renewed", "rekeyed", "changed", "revoked")


def issuances(d: Dealings, issuers: Sequence[str]) -> Columns:
    """Every signing certificate with its twin; some encryption certificates in rows of their own.

    issuers: the distinguished names of the SM2, P-256 and RSA issuer.
    """
    c = d.cohort
    own = ~c.twin | (c.number[c.owner] % 3 == 0)
    owner, twin = c.owner[own], c.twin[own]
    at = pa.array(owner)
    together = d.together[owner]
    product = pc.if_else(pa.array(twin), "encryption", chosen(PRODUCTS, c.custom[owner]))
    kept = chosen(["holder", "ca_cloud", "escrow"], np.where(twin, 2, _in_cloud(d)[owner]))
    return {
        "application_id": only(d.application.take(at), ~together),
        "batch_id": only(d.batch.take(at), together),
        "serial_number": d.serial.filter(pa.array(own)),
        "issuer_dn": chosen(issuers, c.authority[own]),
        "issued_at": clock(c.issued[owner]),
        "product": product,
        "twin_serial": d.serial_of(np.where(twin, -1, c.encrypting[owner])),
        "media": d.media.take(at),
        "key_held_by": kept,
    }


def _in_cloud(d: Dealings) -> np.ndarray:
    cloud = pc.equal(d.media, "cloud").to_numpy(zero_copy_only=False)
    return (cloud | d.cohort.of(Custom.PLATFORM)).astype(np.int64)


def deliveries(d: Dealings, issuers: Sequence[str]) -> Columns:
    """Media handed to the holder, the agent or the employer."""
    c, n = d.cohort, len(d.cohort)
    agents, staff = c.of(Custom.ORGANIZATION, Custom.SERVER), pa.array(c.of(Custom.STAFF))
    by_agent = pa.array(agents)
    name = pc.if_else(
        by_agent, d.parties.agent, pc.if_else(staff, d.parties.organization, d.subject)
    )
    number = pc.if_else(
        by_agent,
        d.parties.agent_number,
        pc.if_else(staff, d.parties.credit_code, d.subject_number),
    )
    at = c.issued + c.checker % 5 * DAY + 30 * MINUTE
    return where(
        {
            "serial_number": d.serial_of(c.signing),
            "issuer_dn": chosen(issuers, c.authority[np.maximum(c.signing, 0)]),
            "delivered_at": clock(at),
            "recipient_name": name,
            "recipient_id_number": number,
            "recipient_role": pc.if_else(
                by_agent, "agent", pc.if_else(staff, "employer", "holder")
            ),
            "authorisation_ref": only(d.reference("DA"), agents) if n else nulls(n),
        },
        d.delivered,
    )


def status_changes(d: Dealings) -> Columns:
    """What became of the certificates that later applications speak of, twins included."""
    c, n = d.cohort, len(d.cohort)
    old = np.maximum(c.follows, 0)
    signing = {
        "serial_number": d.serial_of(c.signing[old]),
        "action": chosen(ACTIONS, c.kind),
        "application_id": d.application,
        "initiated_by": constant("holder", n),
        "ground": only(constant("requested", n), c.revokes),
        "requested_at": clock(c.applied),
        "effective_at": clock(c.issued),
        "new_serial_number": d.serial_of(c.signing),
        "holder_notified_at": clock(c.issued + 30 * MINUTE),
    }
    encrypting = {
        **signing,
        "serial_number": d.serial_of(c.encrypting[old]),
        "new_serial_number": d.serial_of(c.encrypting),
    }
    later = c.follows >= 0
    parts = [where(signing, later), where(encrypting, later & (c.encrypting[old] >= 0))]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}


def announcements(d: Dealings) -> Columns:
    """Renewals in the directory, revocations in the revocation list, within hours."""
    c = d.cohort
    old = np.maximum(c.follows, 0)
    serial = d.serial_of(np.where(c.revokes, c.signing[old], c.signing))
    return where(
        {
            "serial_number": serial,
            "action": chosen(ACTIONS, c.kind),
            "announced_at": clock(c.issued + HOUR),
            "channel": pc.if_else(pa.array(c.revokes), "crl", "directory"),
            "reference": joined("GG", beside(digits(c.number, 10))),
        },
        c.follows >= 0,
    )


def holdings(d: Dealings) -> Columns:
    """The dossier of every application, and the recordings of checks by hand."""
    c = d.cohort
    shared = {
        "form": constant("electronic", len(c)),
        "location": constant("一号库", len(c)),
        "size": beside(digits(100_000 + c.checker % 900_000, 6)),
        "stored_at": clock(c.issued + DAY),
        "verified_at": clock(np.maximum(c.issued + 2 * DAY, _recently(d))),
        "retain_until": day(c.ends + 3655 * DAY),
    }
    reference, supplied = d.reference("DA"), _supplied(d)
    dossiers = {
        "archive_ref": reference,
        "sha256": pc.if_else(pa.array(supplied), _digests(reference), beside(hexes(c.hashes))),
        "path": only(joined(PAPERS, reference, ".txt"), supplied),
        **shared,
    }
    recordings = {
        "archive_ref": d.reference("PZ"),
        "sha256": beside(hexes(~c.hashes)),
        "path": nulls(len(c)),
        **shared,
    }
    agents = c.of(Custom.ORGANIZATION) & (c.kind == Kind.ISSUE)
    recorded = np.isin(c.check, BY_HAND) | agents
    parts = [dossiers, where(recordings, recorded)]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in dossiers}


def objects(d: Dealings) -> Mapping[str, bytes]:
    """The archived files that are supplied, about a thousand of all: path → what they hold."""
    supplied = d.reference("DA").filter(pa.array(_supplied(d))).to_pylist()
    return {f"{PAPERS}{reference}.txt": _paper(reference) for reference in supplied}


def _supplied(d: Dealings) -> Mask:
    return d.cohort.number % max(50, d.institution.certificates // FILES) == 0


def _paper(reference: str) -> bytes:
    """What stands in for the scan of an application's papers."""
    return f"{reference} 申请材料（模拟，全部虚构）\n".encode() * 20


def _digests(references: pa.StringArray) -> pa.StringArray:
    digests = [hashlib.sha256(_paper(name)).hexdigest() for name in references.to_pylist()]
    return pa.array(digests, pa.string())


def _recently(d: Dealings) -> int:
    as_of = np.datetime64(d.institution.as_of).astype("datetime64[s]").astype(np.int64)
    return int(as_of) - 60 * DAY + 9 * HOUR


def complaints(d: Dealings) -> Columns:
    """One in some thousands of holders complains about the service, and is answered."""
    c, n = d.cohort, len(d.cohort)
    return where(
        {
            "complaint_id": d.reference("TS"),
            "received_at": clock(c.issued + DAY),
            "topic": constant("service", n),
            "serial_number": d.serial_of(c.signing),
            "answered_at": clock(c.issued + 3 * DAY),
            "closed_at": clock(c.issued + 4 * DAY),
            "outcome": constant("not_upheld", n),
        },
        (c.number % 997 == 0) & (c.signing >= 0),
    )


def observed(d: Dealings, issuers: Sequence[str]) -> Columns:
    """A few certificates met in documents that relying parties showed."""
    c, n = d.cohort, len(d.cohort)
    return where(
        {
            "issuer_dn": chosen(issuers, c.authority[np.maximum(c.signing, 0)]),
            "serial_number": d.serial_of(c.signing),
            "source": constant("relying_party", n),
            "obtained_at": clock(c.issued + 2 * DAY),
            "obtained_by": constant("示例法院", n),
        },
        (c.number % 499 == 0) & (c.signing >= 0),
    )
