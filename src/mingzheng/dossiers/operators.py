"""Who checked or reviewed: was the person on the list of staff, in that role, on that day?"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.evidence import Evidence, surely_before
from mingzheng.dossiers.facts import FINE, OPEN, Value

TABLE = "operators"
UNLISTED, UNAUTHORISED = 2, 3
"""Codes above FINE and OPEN, until it is known whether the list is complete."""

OF_OPERATOR = ("operator", "roles", "authorised_from", "authorised_until", "nearly")


def with_standing(e: Evidence, rows: Value, *, of: str, who: str, at: str, role: str) -> Value:
    """`rows` with `standing`: what the list of staff says of each person who acted.

    of: the table whose column `who` names them; at: when they acted; role: what they needed.
    OPEN where nobody is named or the dates leave it open, and where the list knows an id that
    differs only in case or in leading zeros, which a spreadsheet loses.
    """
    o = _operators(e, of=of, who=who)
    j = rows.left_join(o, rows[who] == o.operator)
    acted, by = j[at], j[f"{at}_until"]
    outside = surely_before(e, by, j.authorised_from) | surely_before(e, j.authorised_until, acted)
    inside = (acted >= j.authorised_from) & (by <= j.authorised_until.fill_null(by))
    may = j.roles.contains(role)
    standing = ibis.cases(
        (j[who].isnull() | j.nearly.fill_null(False), OPEN),
        (j.operator.isnull(), UNLISTED),
        (outside | ~may, UNAUTHORISED),
        (inside & may, FINE),
        else_=OPEN,
    )
    return j.mutate(standing=standing.cast("int8")).drop(*OF_OPERATOR)


def _operators(e: Evidence, *, of: str, who: str) -> Value:
    """The list of staff, and whoever acted under an id that is nearly one of theirs."""
    listed = e[TABLE].select(
        "roles",
        "authorised_from",
        operator="operator_id",
        authorised_until="authorised_until_until",
        nearly=ibis.literal(False),
    )
    acted = e[of].select(operator=who).filter(lambda t: t.operator.notnull()).distinct()
    strangers = acted.anti_join(listed, "operator").mutate(folded=lambda t: _folded(t.operator))
    known = listed.select(folded=_folded(listed.operator)).distinct()
    nearly = strangers.semi_join(known, "folded").select(
        "operator",
        roles=ibis.null("array<string>"),
        authorised_from=ibis.null("timestamp(6)"),
        authorised_until=ibis.null("timestamp(6)"),
        nearly=ibis.literal(True),
    )
    return ibis.union(listed.select(*OF_OPERATOR), nearly.select(*OF_OPERATOR))


def _folded(identifier: Value) -> Value:
    return identifier.lower().re_replace("^0+", "")
