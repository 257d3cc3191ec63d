"""What dossiers are built from: the record tables in an engine, and what is declared about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis

from mingzheng.dossiers.facts import Value
from mingzheng.evidence.settings import Settings

Keep = Callable[[str, Value], Value]
"""Materialises an expression under a name in the engine and gives back the stored table."""


@dataclass(frozen=True)
class Evidence:
    """The record tables of one audit, standing in an engine.

    `tables` holds every table of the contract (empty where not supplied), `certificates`,
    `issuers` and `rejected_links`. `void` names the tables whose declared completeness a rejected
    row without a readable link has undone; `lost` those of whose rejected rows a link could be
    read; `shifted` those whose times are off by a whole number of hours.
    """

    tables: Mapping[str, Value]
    supplied: frozenset[str]
    void: frozenset[str]
    lost: frozenset[str]
    shifted: frozenset[str]
    settings: Settings
    parameters: Mapping[str, object]
    keep: Keep
    view: Keep
    """Names an expression without computing it."""

    def __getitem__(self, table: str) -> Value:
        return self.tables[table]


def complete(e: Evidence, table: str, of: Value) -> Value:
    """Is `table` declared complete for each row of `of`?

    `of` has event_at, product and registration_authority. Never null: what is not declared is
    not complete, and neither is a table of which a row was lost without a trace.
    """
    settings = e.settings.tables.get(table)
    if table == "certificates":
        settings = e.settings.certificates
    if settings is None or table not in e.supplied or table in e.void:
        return ibis.literal(False)
    declared = ibis.literal(False)
    for coverage in settings.complete:
        inside = ibis.literal(True)
        if coverage.span.since is not None:
            inside &= of.event_at.date() >= ibis.literal(coverage.span.since)
        if coverage.span.until is not None:
            inside &= of.event_at.date() <= ibis.literal(coverage.span.until)
        if coverage.product is not None:
            inside &= of.product == coverage.product
        if coverage.registration_authority is not None:
            inside &= of.registration_authority == coverage.registration_authority
        declared |= inside.fill_null(False)
    return declared


def counted(number: Value, *, known: Value) -> Value:
    """A count that is 0 only where `known`: null where a row could be missing."""
    number = number.fill_null(0)
    return ibis.ifelse((number > 0) | known, number, ibis.null("int64"))


def known(e: Evidence, table: str, of: Value) -> Value:
    """Would a row of `table` be there if there were one? Declared complete, none of it lost.

    `of` carries `lost_<table>` for each of `Evidence.lost` (see `with_lost`).
    """
    answer = complete(e, table, of)
    return answer & ~of[f"lost_{table}"] if table in e.lost else answer


def with_lost(e: Evidence, of: Value, *, subject: str) -> Value:
    """`of` with a boolean `lost_<table>` per table of which a rejected row belongs to it.

    subject: the unique column of `of`; it is matched by whichever link columns it has.
    """
    for table in sorted(e.lost):
        lost = e["rejected_links"].filter(e["rejected_links"].table == table)
        touched = [
            of.inner_join(lost.filter(lost.link == link), of[link] == lost["value"]).select(
                subject
            )
            for link in ("application_id", "batch_id", "contract_id", "serial_number")
            if link in of.columns
        ]
        marked = ibis.union(*touched, distinct=True) if len(touched) > 1 else touched[0].distinct()
        marked = marked.mutate(marked=ibis.literal(True))
        of = of.left_join(marked, subject).drop(f"{subject}_right")
        of = of.mutate(**{f"lost_{table}": of.marked.fill_null(False)}).drop("marked")
    return of
