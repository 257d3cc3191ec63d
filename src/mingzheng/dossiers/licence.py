"""The CA's licence, as evidence.toml states its periods."""

from __future__ import annotations

import datetime as dt

import ibis

from mingzheng.dossiers.evidence import Evidence, declarations, unbroken, utc_midnight
from mingzheng.dossiers.facts import Value
from mingzheng.evidence.settings import Coverage, Span


def licences(e: Evidence) -> list[Span]:
    """The periods of the licence; those that follow one another without a gap are one."""
    stated = [Coverage(span) for span in e.settings.authority.licence_periods]
    return [spell.span for spell in unbroken(stated)]


def from_the_beginning(e: Evidence, table: str) -> bool:
    """Is a table declared complete from before the CA was licensed, so that its first row is the
    first there ever was?
    """
    began = min((span.since or dt.date.min for span in licences(e)), default=dt.date.min)
    return table not in e.lost and any(
        (c.product, c.registration_authority) == (None, None)
        and (c.span.since or dt.date.min) <= began
        for c in declarations(e, table)
    )


def licensed(e: Evidence, at: Value, until: Value) -> Value:
    """Does what happened between `at` and `until` lie within the licence?

    Null where it may be either, as clocks differ, and where no period is stated.
    """
    spans = licences(e)
    if not spans:
        return ibis.null("boolean")
    tolerance = ibis.interval(seconds=int(e.settings.clock_tolerance.total_seconds()))
    inside, outside = ibis.literal(False), ibis.literal(True)
    for span in spans:
        within, without = ibis.literal(True), ibis.literal(False)
        if span.since is not None:
            begins = _midnight(e, span.since)
            within &= at >= begins + tolerance
            without |= until < begins - tolerance
        if span.until is not None:
            ends = _midnight(e, span.until + dt.timedelta(days=1))
            within &= until < ends - tolerance
            without |= at >= ends + tolerance
        inside |= within
        outside &= without
    return ibis.cases((inside, True), (outside, False), else_=ibis.null("boolean"))


def _midnight(e: Evidence, day: dt.date) -> Value:
    return ibis.literal(utc_midnight(day, e.settings.time_zone), "timestamp(6)")
