"""The words rules are written in: comparisons that answer null where the records leave it open.

Ibis prints `NOT (x) IS NULL` for `(~x).isnull()`, which turns a null into an acquittal: nothing
here, and no rule, calls isnull or notnull on a boolean *expression*.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import FAULTY, FINE, OPEN, Moment, Name, Number, Value
from mingzheng.dossiers.numbers import differ
from mingzheng.records.schema import codes

SIGNING_PRODUCTS = ("signature", "event")
"""Items 1.1 to 3.3 look at these; a twin for encryption inherits its signing certificate's answers."""

METHODS = tuple(codes()["method"])
"""Methods of identity checks in the order of the contract's codes: bit i of a mask is the i-th."""


def later(a: Moment, b: Moment) -> Value:
    """Is `a` later than `b`? Null where precision and clock tolerance allow both orders."""
    return later_by(a, b, ibis.interval(seconds=0))


def later_by(a: Moment, b: Moment, margin: Value) -> Value:
    """Is `a` later than `b` by more than `margin` (an interval)? Null where both are possible."""
    tolerance = ibis.interval(seconds=int(a.tolerance.total_seconds()))
    surely = a.start > b.end + margin + tolerance
    surely_not = a.end + tolerance <= b.start + margin
    return ibis.cases((surely, True), (surely_not, False), else_=ibis.null("boolean"))


def within_tolerance(a: Moment, b: Moment) -> Value:
    """Is `a` earlier than `b`, or later only as clocks differ? Null where precision is too low."""
    tolerance = ibis.interval(seconds=int(a.tolerance.total_seconds()))
    surely = a.end <= b.start + tolerance
    surely_not = a.start > b.end + tolerance
    return ibis.cases((surely, True), (surely_not, False), else_=ibis.null("boolean"))


def unless_open(breach: Value, open_question: Value) -> Value:
    """`breach`, but null instead of true where `open_question` holds or is itself unknown."""
    return breach & ibis.ifelse(open_question.fill_null(True), ibis.null("boolean"), True)


def settled(answer: Value, *, open_question: Value) -> Value:
    """`answer`, but null where `open_question` holds or is itself unknown."""
    return ibis.ifelse(open_question.fill_null(True), ibis.null("boolean"), answer)


def faulty(fault: Value) -> Value:
    """True where every record that counts is faulty, false where one is in order, else null."""
    return ibis.cases((fault == FAULTY, True), (fault == FINE, False), else_=ibis.null("boolean"))


def numbers_differ(a: Number, b: Number) -> Value:
    """Do two identity numbers differ? Null unless both are there, unmasked, not hashed, and of what
    may be one kind; an older form of a number is that number.
    """
    return differ(a.key, a.form, b.key, b.form)


def names_differ(a: Name, b: Name) -> Value:
    """Do two normalised names differ? Null where one is missing."""
    return a.key != b.key


def for_signing(d: Value) -> Value:
    """Is the product one that items 1.1 to 3.3 look at? Null where it is unknown."""
    return d.product.isin(SIGNING_PRODUCTS)


def recorded(thing: Value, count: Value) -> Value:
    """Is `thing`, a stored fact, on record among the `count` records it comes from?

    False where there is no such record, null where the records can't tell.
    """
    return (count > 0) & ibis.ifelse(count > 0, thing.notnull(), ibis.null("boolean"))


def known(a: Moment) -> Value:
    """True where the time is on record, null where it is not: a missing time proves nothing."""
    return ibis.ifelse(a.start.notnull(), True, ibis.null("boolean"))


def by_method(bits: Value, *methods: str) -> Value:
    """Is one of these methods among the bits of a fact? Null where they are unknown."""
    return (bits & mask(*methods)) != 0


def mask(*methods: str) -> int:
    """The bits of these methods; words that are none count for nothing."""
    return sum(1 << bit for bit, method in enumerate(METHODS) if method in methods)


def carried_out(d: Value) -> Value:
    """Was the request approved, or acted upon? A refusal without a check harms nobody."""
    issued = d.issued & (d.kind != "revoke")
    # A refused revocation may be followed by another one of the same certificate.
    revoked = d.outcome.isnull() & d.effective_at.start.notnull()
    return (d.outcome == "approved") | issued | revoked


def identity_due(d: Value) -> Value:
    """Must the holder's identity be verified in this case?

    Law 20 (2) and Measures 30: for a certificate, and for a renewal or revocation that the holder
    asks for. A revocation by the CA or a court is no request of the holder.
    """
    asked = (d.kind != "revoke") | (d.initiated_by == "holder")
    return for_signing(d) & asked & carried_out(d)


def contract_due(d: Value) -> Value:
    """Must a contract stand behind this case? Measures 22: for certificates, never to revoke."""
    return for_signing(d) & (d.kind != "revoke") & carried_out(d)


def origin_unknown(d: Value) -> Value:
    """Does every pass rest on an earlier check that is not on record, or can't be judged?

    Never null: a case without reused checks has no origin to be unknown.
    """
    unjudged = (d.reuse_fault == OPEN).fill_null(False)
    return unjudged & ~(d.fresh_passes > 0).fill_null(False)
