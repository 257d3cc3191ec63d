"""Announcement: renewed and revoked certificates made known to those who rely on them."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import Moment, Value
from mingzheng.dossiers.status_change import StatusChange
from mingzheng.rules.logic import SIGNING_PRODUCTS, later, later_by
from mingzheng.rules.rule import Parameters

RENEWALS = ("renewed", "rekeyed")


def renewal(d: StatusChange) -> Value:
    """Was a certificate renewed, of a kind whose renewal is announced? Event ones live a day."""
    return d.action.isin(RENEWALS) & (d.product == "signature")


def revocation(d: StatusChange) -> Value:
    """Was a certificate revoked before it expired? A twin for encryption is counted with its own."""
    revoked = (d.action == "revoked") & d.product.isin(SIGNING_PRODUCTS)
    return revoked & later(d.not_after, d.effective_at)


def announced(d: StatusChange, p: Parameters) -> Value:
    """Is an announcement of a revocation on record: by list too, unless a list is none?"""
    by_list = p.truth("crl_is_announcement") & (d.announced_in_crl > 0)
    return (d.announcements > 0) | (d.announced_by_ocsp > 0) | by_list


def late(at: Moment, count: Value, effective: Moment, margin: Value) -> Value:
    """Did all of `count` publications, the earliest of them at `at`, come later than the margin?

    True where there was none; null where the records can't tell.
    """
    return ibis.cases(
        (at.start.notnull(), later_by(at, effective, margin)),
        (count == 0, True),
        else_=ibis.null("boolean"),
    )
