"""How evidence reaches a case: directly, by its batch, by a standing contract.

A row speaks of the narrowest thing it names: with an application id it is that application's
alone. By batch or contract it reaches every case there, unless it names somebody: then only the
cases of which that somebody is a party.
"""

from __future__ import annotations

import ibis

from mingzheng.dossiers.facts import Value, seconds

SEQUENCE_ROWS = 2**30
"""Rows of a table fit under the seconds of a sequence number (`records` refuses more)."""

PARTIES = (
    "subject_name_key",
    "subject_id_number_key",
    "organization_name_key",
    "organization_id_number_key",
    "applicant_name_key",
    "applicant_id_number_key",
    "agent_name_key",
    "agent_id_number_key",
)


def sequence(at: Value, row: Value) -> Value:
    """Orders rows by time (to the second), then by row: unique, so that the first is one row.

    Undated rows come last.
    """
    return seconds(at).fill_null(2**33 - 1) * SEQUENCE_ROWS + row


def row_of(sequence_number: Value) -> Value:
    """The row in a sequence number."""
    return sequence_number % SEQUENCE_ROWS


def reach(
    rows: Value,
    cases: Value,
    *,
    named: tuple[str, ...],
    alike: tuple[str, ...],
    at: str | None = None,
    latest: bool = False,
) -> Value:
    """`rows` with the `case` each reaches, a line per pair.

    rows: application_id, batch_id, contract_id, row and more. cases: case, the same links and
    PARTIES. named: columns of normalised names and numbers of whom the row speaks. alike: the
    columns that make unnamed rows of one batch interchangeable, of which the first is kept: the
    earliest by the column `at`, or else the first in place; `latest` keeps the last of them too.
    """
    direct = rows.inner_join(cases.select("case", "application_id"), "application_id")
    return ibis.union(
        direct.select("case", *rows.columns),
        *[
            _by_group(
                rows, cases, link=link, wider=wider, named=named, alike=alike, at=at, latest=latest
            )
            for link, wider in (("batch_id", ()), ("contract_id", ("batch_id",)))
        ],
    )


def _by_group(
    rows: Value,
    cases: Value,
    *,
    link: str,
    wider: tuple[str, ...],
    named: tuple[str, ...],
    alike: tuple[str, ...],
    at: str | None,
    latest: bool,
) -> Value:
    only = rows.filter(
        rows.application_id.isnull(),
        *[rows[other].isnull() for other in wider],
        rows[link].notnull(),
    )
    naming = (
        ibis.or_(*[only[column].notnull() for column in named]) if named else ibis.literal(False)
    )
    unnamed = only.filter(~naming)
    order = unnamed.row if at is None else sequence(unnamed[at], unnamed.row)
    ordered = unnamed.mutate(order=order).group_by(link, *alike)
    ordered = ordered.agg(first=lambda t: t.order.min(), last=lambda t: t.order.max())
    chosen = ordered.select(row=row_of(ordered["first"]))
    if latest:
        chosen = ibis.union(chosen, ordered.select(row=row_of(ordered["last"])), distinct=True)
    everybodys = only.semi_join(chosen, "row").inner_join(cases.select("case", link), link)
    reached = everybodys.select("case", *rows.columns)
    if not named:
        return reached
    speaking = only.filter(naming)
    grouped = cases.semi_join(speaking, link)
    parties = ibis.union(
        *[grouped.select("case", link, party=grouped[column]) for column in PARTIES]
    ).filter(lambda t: t.party.notnull())
    spoken = ibis.union(*[speaking.select("row", link, party=speaking[c]) for c in named])
    pairs = spoken.inner_join(parties, [link, "party"]).select("case", "row").distinct()
    mentioned = speaking.inner_join(pairs, "row")
    return ibis.union(reached, mentioned.select("case", *rows.columns))
