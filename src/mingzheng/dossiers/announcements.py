"""What was announced of each status change: by its serial number, or by a list that covers it."""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, counted, declared_until, known
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.links import row_of, sequence

TABLE = "announcements"

RENEWALS = ("renewed", "rekeyed", "changed")
"""Actions that one announcement of a new certificate may be recorded as."""

GRACE_HOURS = 30 * 24
"""How long an announcement may be under way where the practice statement sets no time."""

KINDS = {"openly": "announcements", "listed": "announced_in_crl", "ocsp": "announced_by_ocsp"}
"""Kind of publication → the fact that counts it."""

TIMES = {"openly": "announced_at", "listed": "announced_in_crl_at", "ocsp": "announced_by_ocsp_at"}


def announced(e: Evidence, base: Value) -> Value:
    """status_change → how often it was announced, when first, and which row says so.

    base: status_change, serial_number, new_serial_number, issuer_key, action, effective_at and
    what `known` asks. A publication that names no certificate (reference_covers) counts once, if
    it came after the change and in the time the practice statement sets; one that came later, or
    where no time is set, leaves the count open.
    """
    a = e[TABLE].mutate(kind=_kind(e[TABLE].channel), sort=_sort(e[TABLE].action))
    own = _by_serial(a.filter(a.serial_number.notnull()), base)
    referring = _by_reference(a.filter(a.serial_number.isnull()), base)
    j = base
    for facts in (own, referring):
        j = j.left_join(facts, "status_change").drop("status_change_right")
    margin = _margin(e, j)
    last = j.event_at_until + margin.fill_null(ibis.interval(seconds=GRACE_HOURS * 3600))
    there = known(e, TABLE, j) & ~_nameless(e[TABLE])
    if TABLE in e.lost:
        there &= ~j.new_serial_number.isin(_lost_serials(e)).fill_null(False)
    there &= (declared_until(e, TABLE, j.event_at) > last).fill_null(False)
    return j.select(
        "status_change",
        "announcement_undated",
        **_counts(j, margin, there),
        **_earliest(j, margin),
    )


def _nameless(a: Value) -> Value:
    """Does a publication name neither a certificate nor a time? It may be of any."""
    return (a.serial_number.isnull() & a.announced_at.isnull()).any().as_scalar().fill_null(False)


def _lost_serials(e: Evidence) -> Value:
    """The serial numbers of rejected publications: a renewal's may name the new certificate."""
    lost = e["rejected_links"]
    return lost.filter(lost.table == TABLE, lost.link == "serial_number")["value"]


def _margin(e: Evidence, of: Value) -> Value:
    """How long after it took effect a change may be announced; null where nobody has said."""
    hours = e.parameters.get("revocation_announcement_hours")
    days = e.parameters.get("renewal_announcement_days")
    nothing = ibis.null("int64")
    revoked = nothing if hours is None else ibis.literal(int(str(hours)) * 3600, "int64")
    renewed = nothing if days is None else ibis.literal(int(str(days)) * 86_400, "int64")
    seconds = ibis.ifelse(of.action == "revoked", revoked, renewed)
    return seconds.as_interval("s")


def _sort(action: Value) -> Value:
    """Actions that stand for one another in announcements."""
    return ibis.ifelse(action.isin(RENEWALS), "renewed", action)


def _kind(channel: Value) -> Value:
    """What a channel is: a row without one is still a publication."""
    return ibis.cases((channel == "crl", "listed"), (channel == "ocsp", "ocsp"), else_="openly")


def _by_serial(a: Value, base: Value) -> Value:
    """Announcements that name the certificate, or the one that replaces it."""
    of = base.select("status_change", "serial_number", "issuer_key", sort=_sort(base.action))
    new = base.filter(base.new_serial_number.notnull())
    replacing = new.select(
        "status_change", "issuer_key", serial_number="new_serial_number", sort=_sort(new.action)
    ).select(*of.columns)
    named = a.select("row", "serial_number", "kind", "announced_at", "announced_at_until",
                     "sort", announced_issuer="issuer_dn_key")  # fmt: skip
    j = ibis.union(of, replacing).inner_join(named, ["serial_number", "sort"])
    ours = j.announced_issuer.isnull() | (j.announced_issuer == j.issuer_key).fill_null(True)
    j = j.filter(ours)
    return j.group_by("status_change").agg(
        **{f"n_{kind}": (j.kind == kind).sum() for kind in KINDS},
        **{f"at_{kind}": j.announced_at.min(where=j.kind == kind) for kind in KINDS},
        **{f"until_{kind}": j.announced_at_until.min(where=j.kind == kind) for kind in KINDS},
        announcement_undated=j.announced_at.isnull().any(),
        first_announcement=sequence(j.announced_at, j.row).min(),
    )


def _by_reference(a: Value, base: Value) -> Value:
    """When next, from each change on, a list or directory of such changes was published.

    A publication without an issuer speaks of every issuer's.
    """
    columns = ("sort", "issuer", "at", "late", "status_change", "kind")
    dated = base.filter(base.effective_at.notnull()).mutate(sort=_sort(base.action))
    # most CAs announce each certificate by its number: then nothing is asked
    changes = dated.semi_join(a, "sort")
    asked = [
        changes.select(
            "status_change",
            "sort",
            issuer=issuer,
            at=changes.effective_at,
            late=ibis.literal(0, "int8"),
            kind=ibis.null("string"),
        ).select(*columns)
        for issuer in (ibis.literal(""), changes.issuer_key.fill_null(""))
    ]
    published = a.select(
        "sort",
        "kind",
        issuer=a.issuer_dn_key.fill_null(""),
        at="announced_at",
        late=ibis.literal(1, "int8"),
        status_change=ibis.null("int64"),
    ).select(*columns)
    every = ibis.union(*asked, published)
    onward = ibis.window(
        group_by=("sort", "issuer"), order_by=("at", "late"), preceding=0, following=None
    )
    every = every.mutate(
        **{
            f"next_{kind}": ibis.ifelse(every.kind == kind, every["at"], ibis.null("timestamp(6)"))
            .min()
            .over(onward)
            for kind in KINDS
        }
    )
    found = every.filter(every.status_change.notnull()).group_by("status_change")
    return found.agg(**{f"next_{kind}": every[f"next_{kind}"].min() for kind in KINDS})


def _referred(j: Value, kind: str, margin: Value) -> Value:
    """Was a list or directory of such changes published in time? Null: not in that time."""
    soon = j[f"next_{kind}"] <= j.effective_at_until + margin
    return ibis.ifelse(j[f"next_{kind}"].isnull(), False, ibis.ifelse(soon, True, None))


def _counts(j: Value, margin: Value, there: Value) -> dict[str, Value]:
    """The counts by kind: a publication that names nobody counts as one, where it came in time."""
    found = {}
    for kind, fact in KINDS.items():
        referred = _referred(j, kind, margin)
        rows = j[f"n_{kind}"].fill_null(0) + referred.fill_null(False).cast("int64")
        found[fact] = counted(rows, known=there & (~referred).fill_null(False))
    return found


def _earliest(j: Value, margin: Value) -> dict[str, Value]:
    """The earliest time by kind, and which row it is."""
    found: dict[str, Value] = {"announcement_row": row_of(j.first_announcement)}
    for kind, fact in TIMES.items():
        referred = _referred(j, kind, margin).fill_null(False)
        listed_at = ibis.ifelse(referred, j[f"next_{kind}"], ibis.null("timestamp(6)"))
        found[fact] = ibis.least(
            ibis.coalesce(j[f"at_{kind}"], listed_at), ibis.coalesce(listed_at, j[f"at_{kind}"])
        )
        found[f"{fact}_until"] = ibis.least(
            ibis.coalesce(j[f"until_{kind}"], listed_at),
            ibis.coalesce(listed_at, j[f"until_{kind}"]),
        )
    return found
