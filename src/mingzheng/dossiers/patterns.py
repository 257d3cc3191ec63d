"""Patterns over all cases: one number with many names, one evidence for many holders, pace."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.numbers import comparable

FACTS = ("number_names", "evidence_holders", "pace_in_person", "pace_video", "agent_holders")


def patterns(e: Evidence, cases: Value, judged: Value) -> Value:
    """One row per case: number_names, evidence_holders, pace_in_person, pace_video, agent_holders."""
    s = cases.select("case", "subject_id_number_key", "subject_id_number_form", "agent_key")
    s = _numbers(e, s, cases)
    s = s.left_join(_evidence(e, cases, judged), "case").drop("case_right")
    for method, fact in (("in_person", "pace_in_person"), ("video", "pace_video")):
        s = s.left_join(_pace(e, judged, method, fact), "case").drop("case_right")
    return s.left_join(_agents(cases), "agent_key").select("case", *FACTS)


def with_agent_key(cases: Value) -> Value:
    """Cases with `agent_key`: the agent's number where it can be compared, else the name."""
    number = ibis.ifelse(
        comparable(cases.agent_id_number_form).fill_null(False),
        cases.agent_id_number_key,
        ibis.null("string"),
    )
    acting = cases.applicant_role.isin(("agent", "platform"))
    name = ibis.coalesce(
        cases.agent_name_key, ibis.ifelse(acting, cases.applicant_name_key, ibis.null("string"))
    )
    return cases.mutate(agent_key=ibis.coalesce(number, name))


def _numbers(e: Evidence, s: Value, cases: Value) -> Value:
    """Under how many normalised names does the subject's number stand?"""
    clear = cases.filter(
        comparable(cases.subject_id_number_form), cases.subject_name_key.notnull()
    )
    # the number of a person in an organisation is the person's; of a device it may be anybody's
    clear = clear.filter(clear.subject_kind != "device")
    names = clear.group_by("subject_id_number_key").agg(
        least=lambda t: t.subject_name_key.min(), most=lambda t: t.subject_name_key.max()
    )
    spread = e.keep("number_spread", names.filter(names.least != names.most))
    several = clear.semi_join(spread, "subject_id_number_key")
    counts = several.group_by("subject_id_number_key").agg(
        several=lambda t: t.subject_name_key.nunique()
    )
    j = s.left_join(counts, "subject_id_number_key").drop("subject_id_number_key_right")
    one = comparable(j.subject_id_number_form).fill_null(False)
    return j.mutate(
        number_names=ibis.coalesce(j.several, ibis.ifelse(one, 1, ibis.null("int64")))
    ).drop("several")


def _evidence(e: Evidence, cases: Value, judged: Value) -> Value:
    """How many holders does the object serve that a check of this case rests on?"""
    refs = judged.filter(
        judged.evidence_ref.notnull(),
        judged.is_holder.fill_null(False),
        judged.party == "holder",
        ~judged.reused,
    )
    refs = refs.select("case", "evidence_ref", "subject_name_key", "expected_key")
    h = e["holdings"].select("archive_ref", "sha256", "sm3")
    hashed = refs.left_join(h, refs.evidence_ref == h.archive_ref)
    objects = e.keep(
        "evidence_objects",
        hashed.select(
            "case",
            object=ibis.coalesce(hashed.sha256, hashed.sm3, hashed.evidence_ref),
            holder=ibis.coalesce(hashed.expected_key, hashed.subject_name_key),
        ),
    )
    spread = objects.group_by("object").agg(
        least=lambda t: t.holder.min(), most=lambda t: t.holder.max()
    )
    several = e.keep("evidence_spread", spread.filter(spread.least != spread.most))
    shared = objects.semi_join(several, "object")
    counts = e.keep(
        "evidence_counts", shared.group_by("object").agg(holders=lambda t: t.holder.nunique())
    )
    j = objects.left_join(counts, "object")
    return j.group_by("case").agg(evidence_holders=lambda t: t.holders.fill_null(1).max())


def _pace(e: Evidence, judged: Value, method: str, fact: str) -> Value:
    """The most passes by one operator in a clock hour, among the hours of this case's passes."""
    passes = judged.filter(
        judged.method == method,
        judged.result == "passed",
        judged.operator_id.notnull(),
        judged.checked_at.notnull(),
        judged.checked_at == judged.checked_at_until,
        ~judged.automated.fill_null(False),
    )
    at = passes.select("case", "row", "operator_id", hour=passes.checked_at.truncate("h"))
    at = e.keep(f"passes_{method}", at)
    hours = at.group_by("operator_id", "hour").agg(passed=lambda t: t.row.nunique())
    hours = e.keep(f"hours_{method}", hours)
    joined = at.inner_join(hours, ["operator_id", "hour"])
    return joined.group_by("case").agg(**{fact: lambda t: t.passed.max()})


def _agents(cases: Value) -> Value:
    """How many unrelated holders does an agent serve? Those of one organisation are one."""
    served = cases.filter(cases.agent_key.notnull()).select(
        "agent_key",
        holder=ibis.coalesce(
            cases.organization_id_number_key,
            cases.organization_name_key,
            cases.subject_id_number_key,
            cases.subject_name_key,
        ),
    )
    return served.group_by("agent_key").agg(agent_holders=lambda t: t.holder.nunique())
