"""When the duties behind a rule were in force, and whether an event fell into that time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import ibis

from mingzheng.dossiers.evidence import utc_midnight
from mingzheng.dossiers.facts import Moment, Value
from mingzheng.evidence.settings import Settings
from mingzheng.law import catalogue
from mingzheng.law.article import Article
from mingzheng.rules import Rule

LAW_ZONE = "Asia/Shanghai"
"""A law enters into force at midnight there, wherever the CA keeps its clocks."""


@dataclass(frozen=True)
class Force:
    """From `since` to before `until`, in UTC; None: not known to begin, or to have ended."""

    since: dt.datetime | None
    until: dt.datetime | None

    @property
    def column(self) -> str:
        """A name for the answers to `holds`."""
        ends = [f"{end:%Y%m%d%H}" if end else "open" for end in (self.since, self.until)]
        return "force_" + "_".join(ends)

    def holds(self, event: Moment, settings: Settings) -> Value:
        """Did the event fall into that time? Null where it may have been on either side of an end.

        An event of an unknown day is one of the period, at the latest of the day of the audit.
        """
        answer = ibis.literal(True)
        if self.since is not None:
            begins = ibis.literal(self.since, "timestamp")
            always = settings.period.since is not None and (
                utc_midnight(settings.period.since, settings.time_zone) >= self.since
            )
            answer &= _decided(event.start >= begins, event.end < begins, otherwise=always)
        if self.until is not None:
            ends = ibis.literal(self.until, "timestamp")
            still = utc_midnight(settings.as_of, settings.time_zone) < self.until
            answer &= _decided(event.end < ends, event.start >= ends, otherwise=still)
        return answer


def _decided(surely: Value, surely_not: Value, *, otherwise: bool) -> Value:
    open_ = ibis.literal(True) if otherwise else ibis.null("boolean")
    return ibis.cases((surely, True), (surely_not, False), else_=open_)


def force(rule: Rule) -> Force:
    """When the first of the duties that a rule cites began, and when the last of them ended.

    A standard cited beside the law says how the duty is measured, not since when it is one.
    """
    cited = [catalogue().find(cite) for cite in rule.cites]
    duties = [found for found in cited if isinstance(found, Article)] or cited
    began = [_midnight(getattr(duty, "since", None)) for duty in duties]
    ended = [_midnight(getattr(duty, "until", None)) for duty in duties]
    return Force(
        since=min((day for day in began if day), default=None) if all(began) else None,
        until=max((day for day in ended if day), default=None) if all(ended) else None,
    )


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return None if day is None else utc_midnight(day, LAW_ZONE)
