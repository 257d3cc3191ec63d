"""Notices given before acceptance: whom they reached, how, and on which version of the text."""

from __future__ import annotations

from typing import Any

import ibis

from mingzheng.dossiers.evidence import Evidence, counted, known, surely_before
from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Value
from mingzheng.dossiers.links import PARTIES, reach, row_of, sequence
from mingzheng.dossiers.numbers import comparable, differ
from mingzheng.dossiers.public_texts import (
    ALL_DOUBTFUL,
    text_uses,
    texts_read,
    told_faults,
    with_told_matters,
)
from mingzheng.dossiers.versions import version_code, with_version

TABLE = "disclosures"
LINKS = ("application_id", "batch_id", "contract_id")
OF_NOTICE = (
    "row", *LINKS, "document_id", "told_at", "told_at_until", "acknowledged", "means",
    "told_name_key", "told_id_number_key", "told_id_number_form",
)  # fmt: skip
JUDGED = (
    "case", "row", "document_id", "told_at", "told_at_until", "told_name_key", "told_code",
    "notice_code", "version_code", "perhaps", "matters", "late",
)  # fmt: skip
HEARD, BY_AGENT, DOUBTFUL, UNHEARD = 1, 2, 4, 8
"""What a notice is worth, a bit each: it reached the holder or applicant; it reached whoever acts
for them; it names somebody unknown, or may not have been heard or be of this version; it was posted or
read aloud, and nobody confirmed it."""
TIMES = {
    "heard_at": HEARD, "agent_told_at": BY_AGENT, "doubtful_told_at": DOUBTFUL,
    "unheard_at": UNHEARD,
}  # fmt: skip
CERTAIN = ("signed", "clicked")
"""Means that are their own acknowledgement: what is posted or read aloud may not have been heard."""


def disclosures(e: Evidence, cases: Value) -> Value:
    """One row per case that a notice reaches; `disclosure_facts` tells the others apart."""
    own = e.keep("notices_judged", _judged(e, cases))
    earlier = e.keep("notices_earlier", _earlier(e, cases, own))
    every = ibis.union(own.select(*JUDGED), earlier)
    if texts_read(e):
        text_uses(e, TABLE, every.filter(~every.perhaps), cases)
    return e.keep("case_disclosures", _summary(e, every))


def disclosure_facts(e: Evidence, whole: Value) -> dict[str, Value]:
    """The facts that need the case's day: was no notice given, or is it only not on record?

    whole: cases with what `disclosures` gives, `lost_<table>` and what a declaration is asked by.
    """
    there = known(e, TABLE, whole) & ~whole.earlier_unsettled.fill_null(False)
    # an earlier notice to the same holder is found by the holder's number
    there &= comparable(whole.subject_id_number_form).fill_null(False)
    return {"disclosures": counted(whole.notice_count, known=there), **told_faults(e, whole)}


def _judged(e: Evidence, cases: Value) -> Value:
    """A row per notice and case that it reaches, with what it is worth there."""
    reached = reach(
        e[TABLE].select(*OF_NOTICE),
        cases.select("case", *LINKS, *PARTIES),
        named=("told_name_key", "told_id_number_key"),
        alike=("document_id", "means", "acknowledged"),
        at="told_at",
    )
    of_case = cases.select(
        "case",
        "event_at",
        "accepted_at_until",
        *[c for c in PARTIES if c in cases.columns],
        "subject_id_number_form",
        "organization_id_number_form",
        "applicant_id_number_form",
        "agent_id_number_form",
        "applicant_role",
    )
    n = with_told_matters(e, with_version(e, reached.inner_join(of_case, "case")))
    n = n.mutate(
        told_code=_told_code(n).cast("int8"),
        notice_code=_notice_code(n).cast("int8"),
        version_code=version_code(e, n, at=n.told_at, until=n.told_at_until).cast("int8"),
        perhaps=ibis.literal(False),
        late=surely_before(e, n.accepted_at_until, n.told_at).fill_null(False),
    )
    in_time = surely_before(e, n.told_at_until, n.event_at).fill_null(False)
    settles = in_time & (n.told_code == FINE) & (n.notice_code == FINE)
    return n.select(*JUDGED, settles=settles)


def _told_code(n: Value) -> Value:
    """Was the holder or the applicant told, or only who acts for them? Authority is asked later."""
    acting = n.applicant_role.isin(("agent", "platform"))
    applicant = _is(n, "applicant")
    himself = _is(n, "subject") | _is(n, "organization")
    return ibis.cases(
        (himself, FINE),
        (_is(n, "agent") | (applicant & acting), FAULTY),
        (applicant & ~acting, FINE),
        else_=OPEN,
    )


def _is(n: Value, party: str) -> Value:
    """Is the person told this party? By number where both can be compared, else by name."""
    number = differ(
        n.told_id_number_key,
        n.told_id_number_form,
        n[f"{party}_id_number_key"],
        n[f"{party}_id_number_form"],
    )
    same_name = n.told_name_key == n[f"{party}_name_key"]
    return ibis.coalesce(~number, same_name).fill_null(False)


def _notice_code(n: Value) -> Value:
    """Is it shown that the notice reached the person?"""
    shown = n.means.isin(CERTAIN).fill_null(False) | n.acknowledged.fill_null(False)
    return ibis.cases((shown, FINE), (n.means.notnull() & ~n.acknowledged, FAULTY), else_=OPEN)


def _earlier(e: Evidence, cases: Value, own: Value) -> Value:
    """Earlier notices to the same holder whose version was still in force that day.

    Looked for only where a case has no notice of its own that settles everything; of the notices
    to one holder on one version by one means the earliest is as good as any.
    """
    numbered = cases.filter(comparable(cases.subject_id_number_form))
    holders = numbered.select(
        "case", "event_at", "event_at_until", holder=numbered.subject_id_number_key
    )
    settled = own.filter(own.settles).select("case").distinct()
    lacking = holders.anti_join(settled, "case")
    theirs = holders.semi_join(lacking, "holder").select("case", "holder")
    told = own.filter(own.told_code < FAULTY).inner_join(theirs, "case")
    first = (
        told.mutate(order=sequence(told.told_at, told.row))
        .group_by("holder", "document_id", "notice_code", "told_code")
        .agg(
            order=lambda t: t.order.min(),
            told_at=lambda t: t.told_at.min(),
            told_at_until=lambda t: t.told_at_until.min(),
        )
    )
    n = with_told_matters(e, with_version(e, lacking.inner_join(first, "holder")))
    undated = n.told_at.isnull()
    in_time = undated | surely_before(e, n.told_at_until, n.event_at)
    ended = surely_before(e, n.version_until, n.event_at)
    n = n.filter(in_time, ~ended.fill_null(False))
    in_force = n.version_from.notnull() & (
        n.version_until.fill_null(n.event_at_until) >= n.event_at_until
    )
    n = n.mutate(
        row=row_of(n.order),
        told_name_key=ibis.null("string"),
        version_code=ibis.ifelse(in_force, FINE, OPEN).cast("int8"),
        perhaps=~in_force | (n.told_code == OPEN) | n.told_at.isnull(),
        late=ibis.literal(False),
    )
    return n.select(*JUDGED).anti_join(own, ["case", "row"])


def _worth(n: Value) -> Value:
    doubtful = n.perhaps | (n.told_code == OPEN) | (n.notice_code == OPEN)
    return ibis.cases(
        (doubtful, DOUBTFUL),
        (n.notice_code == FAULTY, UNHEARD),
        (n.told_code == FAULTY, BY_AGENT),
        else_=HEARD,
    )


def _matters(e: Evidence) -> dict[str, Any]:
    """What the texts of a case's notices tell, as `told_faults` wants it."""
    if not texts_read(e):
        return {}
    nothing = ibis.null("int64")

    def worth(t: Value) -> Value:
        return ibis.ifelse(t.worth == DOUBTFUL, ALL_DOUBTFUL, t.matters)

    return {
        "any_matters": lambda t: worth(t).bit_or(),
        "heard_matters": lambda t: ibis.ifelse(
            (t.worth == HEARD) & ~t.late, t.matters, nothing
        ).bit_or(),
    }


def _summary(e: Evidence, n: Value) -> Value:
    earliest = {
        f"{fact}{end}": lambda t, end=end, worth=worth: t[f"told_at{end}"].min(
            where=t.worth == worth
        )
        for fact, worth in TIMES.items()
        for end in ("", "_until")
    }
    return (
        n.mutate(
            sequence=sequence(n.told_at, n.row), sure=~n.perhaps, worth=_worth(n).cast("int64")
        )
        .group_by("case")
        .agg(
            notice_count=lambda t: t.sure.sum(),
            earlier_unsettled=lambda t: t.perhaps.any(),
            told_at=lambda t: t.told_at.min(),
            told_at_until=lambda t: t.told_at_until.min(),
            notice_worths=lambda t: t.worth.bit_or(),
            **earliest,
            **_matters(e),
            told_undated=lambda t: t.told_at.isnull().any(),
            first=lambda t: t.sequence.min(),
            told_fault=lambda t: t.told_code.min(),
            told_agent_key=lambda t: t.told_name_key.min(where=t.told_code == FAULTY),
            told_agent_row=lambda t: t.row.min(where=t.told_code == FAULTY),
            notice_fault=lambda t: t.notice_code.min(),
            disclosure_version_fault=lambda t: t.version_code.min(),
        )
        .mutate(disclosure_row=lambda t: row_of(t["first"]))
        .drop("first")
    )
