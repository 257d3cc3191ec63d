"""Service years: no table holds them, the calendar and the licence do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import ibis

from mingzheng.dossiers.evidence import Evidence, declarations, unbroken, utc_midnight
from mingzheng.dossiers.facts import Value, seconds
from mingzheng.dossiers.licence import from_the_beginning, licences
from mingzheng.evidence.settings import Coverage, Span

DAY = 86_400
GAPS = (("policy", "policy_gap_days"), ("cps", "statement_gap_days"))


def service_years(e: Evidence) -> Value:
    """One row per full calendar year of the period: audits held, days without a document."""
    base = e.keep("service_years", _years(e))
    for facts in (_audits(e, base), *(_gaps(e, base, kind, fact) for kind, fact in GAPS)):
        base = base.left_join(facts, "service_year").drop("service_year_right")
    return base


def full_years(period: Span, as_of: dt.date) -> range:
    """The calendar years that lie in the period, and before the day of the audit, as a whole."""
    if period.since is None:
        return range(0)
    last = min(period.until or as_of, as_of)
    first = period.since.year + ((period.since.month, period.since.day) != (1, 1))
    return range(first, last.year + ((last.month, last.day) == (12, 31)))


def throughout(declared: Iterable[Coverage], year: int) -> bool:
    """Does one of the spells cover every day of a year, for every product and every RA?"""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return any(
        (c.product, c.registration_authority) == (None, None)
        and (c.span.since or first) <= first
        and (c.span.until or last) >= last
        for c in unbroken(declared)
    )


def _years(e: Evidence) -> Value:
    years = full_years(e.settings.period, e.settings.as_of)
    licence = [Coverage(span) for span in licences(e)]
    t = ibis.range(years.start, years.stop).unnest().name("service_year").as_table()

    def each(value: Callable[[int], object], type_: str) -> Value:
        branches = [(t.service_year == y, ibis.literal(value(y), type_)) for y in years]
        return ibis.cases(*branches, else_=ibis.null(type_)) if branches else ibis.null(type_)

    def midnight(year: int) -> dt.datetime:
        return utc_midnight(dt.date(year, 1, 1), e.settings.time_zone)

    begins, ends = each(midnight, "timestamp(6)"), each(lambda y: midnight(y + 1), "timestamp(6)")
    return t.select(
        service_year=t.service_year.cast("int64"),
        name=t.service_year.cast("string"),
        event_at=begins,
        event_at_until=ends - ibis.interval(microseconds=1),
        ends=ends,
        licensed=each(lambda y: throughout(licence, y) if licence else None, "boolean"),
        audits_there=each(lambda y: _there(e, "audits", y), "boolean"),
        documents_there=each(lambda y: _there(e, "documents", y), "boolean"),
    )


def _there(e: Evidence, table: str, year: int) -> bool:
    """Would every row of a year be there? Declared complete throughout, none of them lost."""
    return table not in e.lost and throughout(declarations(e, table), year)


def _audits(e: Evidence, years: Value) -> Value:
    """Audits held in each year; null where one may be missing, or bears no time."""
    a = e["audits"].select("held_at", "held_at_until")
    undated = a.held_at.isnull().any().fill_null(False).as_scalar()
    # a time that straddles midnight may be either year's
    j = years.left_join(a, [a.held_at_until >= years.event_at, a.held_at < years.ends])
    surely = (j.held_at >= j.event_at) & (j.held_at_until < j.ends)
    found = j.mutate(surely=surely.fill_null(False)).group_by("service_year", "audits_there")
    counted = found.agg(surely=lambda t: t.surely.sum(), perhaps=lambda t: t.held_at.count())
    none = counted.audits_there & (counted.perhaps == 0) & ~undated
    sure = ibis.cases((counted.surely > 0, counted.surely), (none, 0), else_=ibis.null("int64"))
    return counted.select("service_year", audits=sure)


def _gaps(e: Evidence, years: Value, kind: str, fact: str) -> Value:
    """The longest run of whole days of each year on which no document of a kind was in force.

    A version without an end is in force still. Null where such a run may be a version that is
    not on record, as before the first of those that are, or where an end could not be read.
    """
    d = e["documents"].filter(e["documents"].kind == kind)
    spans = d.select(begins="effective_from", until=d.effective_until_until)
    j = years.inner_join(
        spans,
        [spans.begins < years.ends, spans.until.fill_null(years.ends) >= years.event_at],
    )
    # every year is bounded by two empty spells, so that a gap has something on either side
    within = j.select(
        "service_year",
        begins=ibis.greatest(j.begins, j.event_at),
        until=ibis.least(j.until.fill_null(j.ends), j.ends),
    )
    bounds = [years.select("service_year", begins=c, until=c) for c in ("event_at", "ends")]
    spells = ibis.union(within, *bounds)
    before = ibis.window(
        group_by="service_year", order_by=["begins", "until"], preceding=(None, 1)
    )
    reached = spells.mutate(reached=spells.until.max().over(before))
    days = (seconds(reached.begins) - seconds(reached.reached)) // DAY
    # what was in force before the first version on record may be older than the declaration
    earliest = spans.begins.min().as_scalar()
    known = ibis.literal(from_the_beginning(e, "documents")) | (reached.begins > earliest)
    known = known.fill_null(False)
    longest = (
        reached.mutate(days=days, known=known)
        .group_by("service_year")
        .agg(longest=lambda t: t.days.max(), known=lambda t: t.days.max(where=t.known))
    )
    g = years.left_join(longest, "service_year").drop("service_year_right")
    # of several versions one at least has an end, unless the export lacks them all
    endless = (d.effective_until_until.notnull().sum() == 0) & (d.count() > 1)
    unsure = endless.as_scalar() | ibis.literal(("documents", "effective_until") in e.spoiled)
    said = ibis.cases(
        (unsure, ibis.null("int64")),
        (g.longest <= 0, 0),
        (g.documents_there & (g.known > 0), g.known),
        else_=ibis.null("int64"),
    )
    return g.select("service_year", **{fact: said.cast("int64")})
