"""What dossiers are built from: the record tables in an engine, and what is declared about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import ibis

from mingzheng.dossiers.facts import Value
from mingzheng.evidence.settings import Coverage, Settings, Span

LASTING = ("lasts_from", "lasts_until")
"""When a case began and ended: applied for, accepted, issued."""

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
    drop: Callable[[str], None]
    """Gives back the space of a table that nothing stands on any more."""
    spoiled: frozenset[tuple[str, str]] = frozenset()
    """(table, column) of which a cell was refused: an empty cell there may have said something."""

    def __getitem__(self, table: str) -> Value:
        return self.tables[table]


def utc_midnight(day: dt.date, zone: str) -> dt.datetime:
    """The start of a local day as plain UTC."""
    local = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    return local.astimezone(dt.UTC).replace(tzinfo=None)


def end_of_day(e: Evidence, at: Value) -> Value:
    """The last moment of the local day of `at`: days are counted whole from there."""
    noon = dt.datetime.combine(e.settings.as_of, dt.time(12), ZoneInfo(e.settings.time_zone))
    offset = ibis.interval(seconds=int((noon.utcoffset() or dt.timedelta()).total_seconds()))
    next_day = (at + offset).truncate("D") + ibis.interval(days=1)
    return next_day - offset - ibis.interval(microseconds=1)


def surely_before(e: Evidence, a_until: Value, b: Value) -> Value:
    """Does what ends at `a_until` precede what starts at `b`, however the clocks differ?"""
    return a_until + ibis.interval(seconds=int(e.settings.clock_tolerance.total_seconds())) < b


@dataclass(frozen=True)
class Declarable:
    """What a declaration of completeness is asked by, where no table has it as columns."""

    event_at: Value
    product: Value
    registration_authority: Value


def complete(e: Evidence, table: str, of: Value) -> Value:
    """Is `table` declared complete for each row of `of`?

    `of` has event_at, product and registration_authority. Never null: what is not declared is
    not complete, and neither is a table of which a row was lost without a trace.
    """
    declared = ibis.literal(False)
    for coverage in declarations(e, table):
        declared |= covers(e, coverage, of)
    return declared


def complete_with_all(e: Evidence, table: str, of: Value) -> Value:
    """Is `table` declared complete, and none of its rows lost? For rows found by their own key,
    of which a lost one may be any.
    """
    return ibis.literal(False) if table in e.lost else complete(e, table, of)


def declarations(e: Evidence, table: str) -> tuple[Coverage, ...]:
    """What is declared complete of a table, as far as the declaration still holds."""
    settings = e.settings.tables.get(table)
    if table == "certificates":
        settings = e.settings.certificates
    if settings is None or table not in e.supplied or table in e.void:
        return ()
    return settings.complete


def covers(e: Evidence, coverage: Coverage, of: Value) -> Value:
    """Does one declaration cover each row of `of`? Never null. Its days are local days.

    A declaration without an end reaches to the day asked about: nobody declares the future.
    """
    zone, since, until = e.settings.time_zone, coverage.span.since, coverage.span.until
    end = (until or e.settings.as_of) + dt.timedelta(days=1)
    inside = of.event_at < ibis.literal(utc_midnight(end, zone), "timestamp")
    if since is not None:
        inside &= of.event_at >= ibis.literal(utc_midnight(since, zone), "timestamp")
    if coverage.product is not None:
        inside &= of.product == coverage.product
    if coverage.registration_authority is not None:
        inside &= of.registration_authority == coverage.registration_authority
    return inside.fill_null(False)


def unbroken(declared: Iterable[Coverage]) -> list[Coverage]:
    """Declarations of one product and RA that follow one another without a gap, as one."""
    first, last = dt.date.min, dt.date.max
    found: list[Coverage] = []
    for c in sorted(
        declared,
        key=lambda c: (c.product or "", c.registration_authority or "", c.span.since or first),
    ):
        before = found[-1] if found else None
        same = before is not None and (
            (before.product, before.registration_authority)
            == (c.product, c.registration_authority)
        )
        if before is not None and same:
            end = before.span.until or last
            if (c.span.since or first) <= (end if end == last else end + dt.timedelta(days=1)):
                until = max(end, c.span.until or last)
                span = Span(before.span.since, None if until == last else until)
                found[-1] = replace(before, span=span)
                continue
        found.append(c)
    return found


def declared_until(e: Evidence, table: str, at: Value) -> Value:
    """Up to when a table is declared complete without a gap from the moment `at` on.

    Null where it isn't declared for that moment, or only for one product or RA; never later than
    the end of the day of the audit.
    """
    until = ibis.null("timestamp(6)")
    for spell in unbroken(declarations(e, table)):
        if (spell.product, spell.registration_authority) != (None, None):
            continue
        last = min(spell.span.until or e.settings.as_of, e.settings.as_of)
        end = utc_midnight(last + dt.timedelta(days=1), e.settings.time_zone)
        inside = at < ibis.literal(end, "timestamp(6)")
        if spell.span.since is not None:
            since = utc_midnight(spell.span.since, e.settings.time_zone)
            inside &= at >= ibis.literal(since, "timestamp(6)")
        until = ibis.ifelse(inside.fill_null(False), ibis.literal(end, "timestamp(6)"), until)
    return until


def counted(number: Value, *, known: Value) -> Value:
    """A count that is 0 only where `known`: null where a row could be missing."""
    number = number.fill_null(0)
    return ibis.ifelse((number > 0) | known, number, ibis.null("int64"))


def known(e: Evidence, table: str, of: Value) -> Value:
    """Would a row of `table` be there if there were one? Declared complete, none of it lost.

    `of` carries `lost_<table>` for each of `Evidence.lost` (see `with_lost`). What lasted for some
    days, as a case does, has the columns of `LASTING` and is asked for both ends as well: what
    belongs to it may have been recorded on any of those days.
    """
    answer = complete(e, table, of)
    for moment in LASTING:
        if moment in of.columns:
            answer &= complete(
                e, table, Declarable(of[moment], of.product, of.registration_authority)
            )
    return answer & ~of[f"lost_{table}"] if table in e.lost else answer


def with_lost(e: Evidence, of: Value) -> Value:
    """`of` with a boolean `lost_<table>` per table of which a rejected row belongs to it.

    It is matched by whichever link columns it has.
    """
    for table in sorted(e.lost):
        lost = e["rejected_links"].filter(e["rejected_links"].table == table)
        touched = [
            of[link].isin(lost.filter(lost.link == link)["value"]).fill_null(False)
            for link in ("application_id", "batch_id", "contract_id", "serial_number")
            if link in of.columns
        ]
        of = of.mutate(**{f"lost_{table}": ibis.or_(*touched)})
    return of
