"""Authorisations: on whose behalf agents and platforms act."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, counted, known
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import PARTIES, reach, row_of, sequence

SOURCES = ("materials", "contracts", "deliveries")


def authority(e: Evidence, cases: Value, contracts: Value, received: Value) -> Value:
    """One row per case with the authorisations that reach it.

    A reference on a contract or a delivery is an authorisation on record even where its text
    is not.
    """
    papers = e["materials"].filter(e["materials"].kind == "authorisation")
    links = cases.select("case", "application_id", "batch_id", "contract_id", *PARTIES)
    reached = reach(papers, links, named=(), alike=("names", "valid_from", "valid_until"))
    of_case = cases.select(
        "case",
        "event_at",
        "event_at_until",
        "applicant_role",
        "applicant_name_key",
        "agent_name_key",
        "subject_name_key",
        "organization_name_key",
        "subject_kind",
    )
    judged = _judged(reached.inner_join(of_case, "case"))
    summary = e.keep(
        "case_papers",
        judged.group_by("case").agg(
            papers=lambda t: t.count(),
            first=lambda t: sequence(t.from_at, t.row).min(),
            authorised_at=lambda t: t.from_at.min(),
            authorised_at_until=lambda t: t.from_until.min(),
            authorisation_names_fault=lambda t: t.names_code.min(),
            authorisation_dates_fault=lambda t: t.dates_code.min(),
        ),
    )
    of = cases.select(
        "case",
        "event_at",
        "product",
        "registration_authority",
        *[f"lost_{table}" for table in sorted(e.lost)],
    )
    s = of.left_join(summary, "case").drop("case_right")
    s = s.left_join(contracts.select("case", "authorised_by_contract"), "case").drop("case_right")
    s = s.left_join(received.select("case", "authorised_receipt"), "case").drop("case_right")
    total = (
        s.papers.fill_null(0)
        + s.authorised_by_contract.fill_null(False).cast("int64")
        + s.authorised_receipt.fill_null(False).cast("int64")
    )
    there = known(e, "materials", s) & known(e, "contracts", s)
    return s.select(
        "case",
        "authorised_at",
        "authorised_at_until",
        "authorisation_names_fault",
        "authorisation_dates_fault",
        authorisations=counted(total, known=there),
        authorisation_row=row_of(s["first"]),
    )


def _judged(m: Value) -> Value:
    agent = ibis.coalesce(
        m.agent_name_key,
        ibis.ifelse(
            m.applicant_role.isin(("agent", "platform", "employer")),
            m.applicant_name_key,
            ibis.null("string"),
        ),
    )
    principal = ibis.ifelse(
        m.subject_kind == "organization",
        ibis.coalesce(m.organization_name_key, m.subject_name_key),
        m.subject_name_key,
    )
    names = m.names_key
    named_principal = names.contains(principal) | names.contains(
        m.organization_name_key
    ).fill_null(False)
    named_agent = names.contains(agent)
    names_code = ibis.cases(
        (names.isnull() | (names.length() < 2), OPEN),
        (~named_principal | ~named_agent, FAULTY),
        (named_principal & named_agent, FINE),
        else_=OPEN,
    )
    from_at = ibis.coalesce(m.valid_from, m.received_at)
    from_until = ibis.coalesce(m.valid_from_until, m.received_at_until)
    outside = (m.valid_from > m.event_at_until) | (m.valid_until_until < m.event_at)
    inside = (m.valid_from_until <= m.event_at) | (m.valid_from <= m.event_at)
    inside &= m.valid_until_until >= m.event_at_until
    dates_code = ibis.cases((outside, FAULTY), (inside, FINE), else_=OPEN)
    return m.mutate(
        from_at=from_at,
        from_until=from_until,
        names_code=names_code.cast("int8"),
        dates_code=dates_code.cast("int8"),
    )
