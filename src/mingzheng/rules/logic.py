"""The words rules are written in: comparisons that answer null where the records leave it open.

Ibis prints `NOT (x) IS NULL` for `(~x).isnull()`, which turns a null into an acquittal: nothing
here, and no rule, calls isnull or notnull on a boolean *expression*.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import FAULTY, FINE, Moment, Name, Number, Value

SIGNING_PRODUCTS = ("signature", "event")
"""Items 1.1 to 3.3 look at these; a twin for encryption inherits its signing certificate's answers."""


def later(a: Moment, b: Moment) -> Value:
    """Is `a` later than `b`? Null where precision and clock tolerance allow both orders."""
    return later_by(a, b, ibis.interval(seconds=0))


def later_by(a: Moment, b: Moment, margin: Value) -> Value:
    """Is `a` later than `b` by more than `margin` (an interval)? Null where both are possible."""
    tolerance = ibis.interval(seconds=int(a.tolerance.total_seconds()))
    surely = a.start > b.end + margin + tolerance
    surely_not = a.end + tolerance <= b.start + margin
    return ibis.cases((surely, True), (surely_not, False), else_=ibis.null("boolean"))


def unless_open(breach: Value, open_question: Value) -> Value:
    """`breach`, but null instead of true where `open_question` holds or is itself unknown."""
    return breach & ibis.ifelse(open_question.fill_null(True), ibis.null("boolean"), True)


def faulty(fault: Value) -> Value:
    """True where every record that counts is faulty, false where one is in order, else null."""
    return ibis.cases((fault == FAULTY, True), (fault == FINE, False), else_=ibis.null("boolean"))


def numbers_differ(a: Number, b: Number) -> Value:
    """Do two identity numbers differ? Null unless both are there, unmasked and not hashed."""
    return ibis.ifelse(a.comparable & b.comparable, a.key != b.key, ibis.null("boolean"))


def names_differ(a: Name, b: Name) -> Value:
    """Do two normalised names differ? Null where one is missing."""
    return a.key != b.key


def for_signing(d: Value) -> Value:
    """Is the product one that items 1.1 to 3.3 look at? Null where it is unknown."""
    return d.product.isin(SIGNING_PRODUCTS)
