"""Which revocation lists hold each revoked certificate, and which should have held it.

A list speaks of a certificate if it is of the same issuer, name and key, and its distribution
point, if it has one, is among those the certificate names. It must hold what was revoked before it
was issued, as long as that has not expired (RFC 5280 3.3: an expired one may leave it).

A list that is lost, or that its issuer's key refuses, might have held any certificate of its issuer:
where the others are silent, nothing follows from that.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.links import row_of, sequence


def listed(e: Evidence, base: Value) -> Value:
    """status_change → crl_entries, listed_at, lists_due, lists_without and the rows of proof.

    base: status_change, action, serial_number, issuer_key, authority_key_id, crl_urls,
    effective_at, not_after. lists_due is null where the practice statement sets no time, the
    certificate is not in the archive, or it was resumed; crl_entries is 0 only where a list was
    due and none is lost or disbelieved, and so is lists_without more than 0. A list that is not
    complete proves nothing by its silence.
    """
    j = _silent(e, base)
    entries = _entries(e, base)
    due = _due(e, base)
    for facts in (entries, due):
        j = j.left_join(facts, "status_change").drop("status_change_right")
    without = j.lists_due - j.lists_with.fill_null(0)
    return j.select(
        "status_change",
        "crl_entry_row",
        "lists_due",
        crl_entries=ibis.ifelse(
            (j.entries > 0).fill_null(False) | ((j.lists_due > 0).fill_null(False) & j.silent),
            j.entries.fill_null(0),
            ibis.null("int64"),
        ),
        listed_at=j.listed_at,
        listed_at_until=j.listed_at,
        lists_without=ibis.ifelse(
            (j.lists_due > 0) & (j.silent | (without == 0)), without, ibis.null("int64")
        ),
        # where none of them holds it, the first of them shows so
        list_row=ibis.ifelse(j.lists_with.fill_null(0) == 0, j.first_due, ibis.null("int64")),
    )


def _silent(e: Evidence, base: Value) -> Value:
    """status_change → silent: is no list, or part of one, missing that might hold its certificate?"""
    lists = e["crls"]
    refused = lists.signature_verdict.isnull() | (lists.signature_verdict == "invalid")
    issuers = lists.filter(refused, lists.issuer_dn_key.notnull())
    issuers = issuers.select(refused_issuer="issuer_dn_key").distinct()
    j = base.left_join(issuers, base.issuer_key == issuers.refused_issuer)
    whole = ibis.literal("revoked" not in e.void)
    return j.select("status_change", silent=j.refused_issuer.isnull() & whole)


def _entries(e: Evidence, base: Value) -> Value:
    """Every entry of a change's certificate, in whatever list."""
    lists = e["crls"].select("this_update", crl_row="row")
    named = e["revoked"].select(
        "serial_number", "crl_row", issuer_key="issuer_dn_key", entry_row="row"
    )
    of = base.select("status_change", "serial_number", "issuer_key")
    held = of.inner_join(named, ["serial_number", "issuer_key"])
    j = held.select("status_change", "crl_row", "entry_row").inner_join(lists, "crl_row")
    return j.group_by("status_change").agg(
        entries=lambda t: t.count(),
        listed_at=lambda t: t.this_update.min(),
        crl_entry_row=lambda t: row_of(sequence(t.this_update, t.entry_row).min()),
    )


def _due(e: Evidence, base: Value) -> Value:
    """lists_due, lists_with, first_due of each revocation of a certificate in the archive."""
    hours = e.parameters.get("revocation_announcement_hours")
    if hours is None:
        nothing = ibis.null("int64")
        return base.select(
            "status_change", lists_due=nothing, lists_with=nothing, first_due=nothing
        )
    tolerance = int(e.settings.clock_tolerance.total_seconds())
    late = ibis.interval(seconds=int(str(hours)) * 3600 + tolerance)
    resumed = base.filter(base.action == "resumed").select("serial_number").distinct()
    revoked = base.filter(
        base.action == "revoked",
        base.effective_at_until.notnull(),
        base.not_after.notnull(),
        base.authority_key_id.notnull(),
    ).anti_join(resumed, "serial_number")
    asked = revoked.select(
        "status_change",
        "serial_number",
        "issuer_key",
        scope=_scope(revoked),
        since=revoked.effective_at_until + late,
        until=revoked.not_after - ibis.interval(seconds=tolerance),
    )
    lists = e.keep("lists_by_scope", _lists_by_scope(e, revoked))
    counted = _counted(asked, lists)
    return counted.left_join(_holding(e, asked, lists), "status_change").drop(
        "status_change_right"
    )


def _scope(of: Value) -> Value:
    """What tells certificates apart as to which lists speak of them."""
    return of.issuer_key + "\n" + of.authority_key_id + "\n" + of.crl_urls.fill_null("")


def _lists_by_scope(e: Evidence, revoked: Value) -> Value:
    """scope, list_row, at: the complete lists that speak of the certificates of a scope."""
    scopes = revoked.select(
        "issuer_key",
        "authority_key_id",
        urls=revoked.crl_urls.fill_null(""),
        scope=_scope(revoked),
    ).distinct()
    lists = e["crls"].filter(e["crls"].complete)
    whole = lists.filter(lists.distribution_point.isnull()).select(
        issuer_key="issuer_dn_key", authority_key_id="issuer_key_id", at="this_update",
        list_row="row",
    )  # fmt: skip
    placed = lists.filter(lists.distribution_point.notnull()).select(
        issuer_key="issuer_dn_key", authority_key_id="issuer_key_id", at="this_update",
        list_row="row", place=lists.distribution_point.split(" ").unnest(),
    )  # fmt: skip
    keys = ["issuer_key", "authority_key_id"]
    everybodys = scopes.inner_join(whole, keys).select("scope", "list_row", "at")
    shared = scopes.inner_join(placed, keys)
    shared = shared.filter((" " + shared.urls + " ").contains(" " + shared.place + " "))
    return ibis.union(everybodys, shared.select("scope", "list_row", "at").distinct())


def _counted(asked: Value, lists: Value) -> Value:
    """How many lists of a scope were issued after `since` and before `until` of each change.

    Both are looked up in one order of all times: a pair of counts, and the list that comes next.
    """
    columns = ("scope", "at", "place", "status_change", "list_row")
    probes = [
        asked.select(
            "scope",
            "status_change",
            at=asked[moment],
            place=ibis.literal(place, "int8"),
            list_row=ibis.null("int64"),
        ).select(*columns)
        # a list of the very moment counts neither as after nor as before it
        for moment, place in (("until", 0), ("since", 2))
    ]
    issued = lists.mutate(place=ibis.literal(1, "int8"), status_change=ibis.null("int64"))
    every = ibis.union(*probes, issued.select(*columns))
    before = ibis.window(group_by="scope", order_by=("at", "place"), preceding=None, following=0)
    after = ibis.window(group_by="scope", order_by=("at", "place"), preceding=0, following=None)
    order = ibis.ifelse(
        every.list_row.notnull(), sequence(every["at"], every.list_row), ibis.null("int64")
    )
    every = every.mutate(
        reached=every.list_row.notnull().cast("int64").sum().over(before),
        coming=order.min().over(after),
    )
    found = every.filter(every.status_change.notnull()).group_by("status_change")
    j = found.agg(
        until=lambda t: t.reached.max(where=t.place == 0),
        since=lambda t: t.reached.max(where=t.place == 2),
        coming=lambda t: t.coming.max(where=t.place == 2),
    )
    due = j.until - j.since
    return j.select(
        "status_change",
        lists_due=ibis.ifelse(due > 0, due, 0),
        first_due=ibis.ifelse(due > 0, row_of(j.coming), ibis.null("int64")),
    )


def _holding(e: Evidence, asked: Value, lists: Value) -> Value:
    """status_change → how many of the lists that were due hold its certificate."""
    named = e["revoked"].select("serial_number", list_row="crl_row", issuer_key="issuer_dn_key")
    held = asked.inner_join(named, ["serial_number", "issuer_key"])
    held = held.select("status_change", "scope", "since", "until", "list_row")
    j = lists.inner_join(held, ["scope", "list_row"])
    j = j.filter(j["at"] > j.since, j["at"] < j.until)
    return j.group_by("status_change").agg(lists_with=lambda t: t.list_row.nunique())
