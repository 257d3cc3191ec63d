"""Practice: the statement of practice, the licence, complaints, internal audit."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import Moment, Value


def after_days(a: Moment, counted_from: Moment, days: Value) -> Value:
    """Is `a` later than so many days (an interval) after the end of a day?

    Days are counted whole, so that the hour of either and the tolerance of clocks don't matter.
    """
    due = counted_from.end + days
    return ibis.cases((a.start > due, True), (a.end <= due, False), else_=ibis.null("boolean"))
