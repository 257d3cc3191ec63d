"""Identity checks: by hand, by register, by an earlier check or certificate; agents; batches."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.sample.business import MINUTE, Check, Custom, Kind, Mask
from mingzheng.sample.cells import chosen, clock, nulls, numbered, only
from mingzheng.sample.dealings import BY_HAND, Columns, Dealings, constant, seconds_of, where
from mingzheng.sample.institution import BRANCHES, UNDECLARED_BRANCH, UNDECLARED_UNTIL

METHODS = (
    "in_person", "video", "face", "public_security", "existing_certificate", "reused",
    "business_registry",
)  # fmt: skip
BUSINESS = METHODS.index("business_registry")


def identity_checks(d: Dealings) -> Columns:
    """Every check of a cohort."""
    parts = [where(_of_holders(d), _kept(d)), _of_agents(d), _of_employers(d)]
    return {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}


def _kept(d: Dealings) -> Mask:
    """All but some of the first months of the branch whose checks are not declared complete."""
    c = d.cohort
    ours = [ra for ra, _, _ in BRANCHES].index(UNDECLARED_BRANCH)
    early = (c.branch == ours) & (c.checked < seconds_of(UNDECLARED_UNTIL))
    followed = np.isin(np.arange(len(c)), c.follows)
    return ~(early & (c.number % 4 == 0) & ~followed)


def _of_holders(d: Dealings) -> Columns:
    c, n = d.cohort, len(d.cohort)
    people = pa.array(d.people)
    by_hand = np.isin(c.check, BY_HAND)
    register = ~d.people & (c.check == Check.REGISTER)
    earlier = d.reference("HY").take(pa.array(np.maximum(c.follows, 0)))
    old = d.serial_of(np.where(c.follows >= 0, c.signing[c.follows], -1))
    relied = pc.if_else(pa.array(c.check == Check.REUSED), earlier, old)
    house = pc.if_else(pa.array(c.of(Custom.SERVER)), d.parties.organization, d.subject)
    return {
        "check_id": d.reference("HY"),
        "application_id": only(d.application, ~d.together),
        "batch_id": only(d.batch, d.together),
        "party": pc.if_else(people, "holder", "organization"),
        "checked_name": house,
        "checked_id_number": d.subject_number,
        "checked_at": clock(c.checked),
        "method": chosen(METHODS, np.where(register, BUSINESS, c.check)),
        "relied_on": only(relied, np.isin(c.check, (Check.REUSED, Check.CERTIFICATE))),
        "result": constant("passed", n),
        "performed_by": pc.if_else(pa.array(by_hand), d.branch, "ca"),
        "operator_id": only(d.checker, by_hand),
        "automated": pc.if_else(pa.array(by_hand), "否", "是"),
        "evidence_ref": pc.if_else(pa.array(by_hand), d.reference("PZ"), d.reference("JY")),
    }


def _of_agents(d: Dealings) -> Columns:
    """An organisation's agent comes in person for the first certificate."""
    c, n = d.cohort, len(d.cohort)
    return where(
        {
            "check_id": d.reference("HJ"),
            "application_id": d.application,
            "batch_id": nulls(n),
            "party": constant("agent", n),
            "checked_name": d.parties.agent,
            "checked_id_number": d.parties.agent_number,
            "checked_at": clock(c.checked - 3 * MINUTE),
            "method": constant("in_person", n),
            "relied_on": nulls(n),
            "result": constant("passed", n),
            "performed_by": d.branch,
            "operator_id": d.checker,
            "automated": constant("否", n),
            "evidence_ref": d.reference("PZ"),
        },
        c.of(Custom.ORGANIZATION) & (c.kind == Kind.ISSUE),
    )


def _of_employers(d: Dealings) -> Columns:
    """The organisation behind a batch, once."""
    c, n = d.cohort, len(d.cohort)
    batch = np.maximum(c.batch, 0)
    return where(
        {
            "check_id": numbered("HP", batch, 9),
            "application_id": nulls(n),
            "batch_id": d.batch,
            "party": constant("organization", n),
            "checked_name": d.parties.organization,
            "checked_id_number": d.parties.credit_code,
            "checked_at": clock(c.checked - 5 * MINUTE),
            "method": constant("business_registry", n),
            "relied_on": nulls(n),
            "result": constant("passed", n),
            "performed_by": constant("ca", n),
            "operator_id": nulls(n),
            "automated": constant("是", n),
            "evidence_ref": numbered("JP", batch, 9),
        },
        d.leads,
    )
