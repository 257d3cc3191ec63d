"""Authorisations: on whose behalf agents and platforms act."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import LASTING, Evidence, counted, known, surely_before
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import PARTIES, reach, row_of, sequence
from mingzheng.dossiers.numbers import MASK

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
    judged = _judged(e, reached.inner_join(of_case, "case"))
    # a paper of the batch that speaks for others is theirs, and no word about this case
    judged = judged.filter(judged.application_id.notnull() | (judged.names_code != FAULTY))
    summary = e.keep(
        "case_papers",
        judged.group_by("case").agg(
            papers=lambda t: t.count(),
            first=lambda t: sequence(t.from_until, t.row).min(),
            # a paper without a date may be as old as any
            undated=lambda t: t.valid_from.isnull().any(),
            authorised_at=lambda t: t.valid_from.min(),
            authorised_at_until=lambda t: t.from_until.min(),
            authorisation_names_fault=lambda t: t.names_code.min(),
            # the dates of a paper count only as far as it names the right people
            authorisation_dates_fault=lambda t: ibis.greatest(t.dates_code, t.names_code).min(),
        ),
    )
    of = cases.select(
        "case",
        "event_at",
        *LASTING,
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
    referred = s.authorised_by_contract.fill_null(False) | s.authorised_receipt.fill_null(False)
    open_ = s.undated.fill_null(True) | referred
    return s.select(
        "case",
        "authorised_at_until",
        "authorisation_names_fault",
        "authorisation_dates_fault",
        authorised_at=ibis.ifelse(open_, ibis.null("timestamp(6)"), s.authorised_at),
        authorisations=counted(total, known=there),
        authorisation_row=row_of(s["first"]),
    )


def _judged(e: Evidence, m: Value) -> Value:
    acting = ibis.ifelse(
        m.applicant_role.isin(("agent", "platform", "employer")),
        m.applicant_name_key,
        ibis.null("string"),
    )
    agent = ibis.coalesce(m.agent_name_key, acting)
    principal = ibis.ifelse(
        m.subject_kind == "organization",
        ibis.coalesce(m.organization_name_key, m.subject_name_key),
        m.subject_name_key,
    )
    names = m.names_key
    named_principal = names.contains(principal) | names.contains(
        m.organization_name_key
    ).fill_null(False)
    # who is authorised acts through its people
    named_agent = names.contains(agent) | names.contains(acting).fill_null(False)
    # a name within other words (授权人：张三) is not read, and not missed either
    text = names.join("|")
    hidden = ~named_principal & (text.contains(principal) | text.contains(m.organization_name_key))
    hidden |= ~named_agent & text.contains(agent)
    hidden |= text.contains(MASK) & ~(named_principal & named_agent)
    names_code = ibis.cases(
        (names.isnull() | (names.length() < 2) | hidden, OPEN),
        (~named_principal | ~named_agent, FAULTY),
        (named_principal & named_agent, FINE),
        else_=OPEN,
    )
    from_until = ibis.coalesce(m.valid_from_until, m.received_at_until)
    outside = surely_before(e, m.event_at_until, m.valid_from) | surely_before(
        e, m.valid_until_until, m.event_at
    )
    # a paper that gives a beginning and no end has none
    inside = (m.valid_from <= m.event_at) & (
        m.valid_until_until.fill_null(m.event_at_until) >= m.event_at_until
    )
    dates_code = ibis.cases((outside, FAULTY), (inside, FINE), else_=OPEN)
    return m.mutate(
        from_until=from_until,
        names_code=names_code.cast("int8"),
        dates_code=dates_code.cast("int8"),
    )
