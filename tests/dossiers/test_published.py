"""What was published of a status change: announcements, and the lists that should have held it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from mingzheng.dossiers.announcements import announced
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.revocation_lists import listed
from mingzheng.evidence.settings import Coverage, Settings, Span, TableSettings
from mingzheng.records.revocation_lists import STORED_ENTRIES, STORED_LISTS
from mingzheng.records.schema import tables

HOURS = {"revocation_announcement_hours": 24, "renewal_announcement_days": 3}
BASE = {
    "status_change": "int64", "action": "string", "serial_number": "string",
    "new_serial_number": "string", "issuer_key": "string", "authority_key_id": "string",
    "crl_urls": "string", "product": "string", "registration_authority": "string",
    **{f"{name}{end}": "timestamp(6)" for name in ("effective_at", "event_at", "not_after")
       for end in ("", "_until")},
}  # fmt: skip


def value(type_: pa.DataType, word: str) -> Any:
    """One word as a value: '-' is a gap, yes and no are truths, an ISO time an instant."""
    if word == "-":
        return None
    if pa.types.is_timestamp(type_):
        return dt.datetime.fromisoformat(word)
    if pa.types.is_boolean(type_):
        return word == "yes"
    return int(word) if pa.types.is_integer(type_) else word.replace("_", " ")


def table(schema: pa.Schema, written: str) -> pa.Table:
    """Aligned words as a table; columns not named are null, `row` is the number of the line."""
    header, *lines = [line.split() for line in written.strip().splitlines()] or [[]]
    rows = []
    for place, line in enumerate(lines):
        cells = {c: value(schema.field(c).type, w) for c, w in zip(header, line, strict=True)}
        cells |= {
            f"{c}_until": v
            for c, v in cells.items()
            if f"{c}_until" in schema.names and f"{c}_until" not in cells
        }
        rows.append({"row": place, "status_change": place, **cells})
    return pa.Table.from_pylist(rows, schema)


def told(
    join: Any,
    base: str,
    *,
    parameters: Mapping[str, object] = HOURS,
    complete: bool = True,
    **written: str,
) -> dict[str, dict[str, Any]]:
    """serial number → what a join tells of its change."""
    engine = ibis.duckdb.connect()
    schemas = {"announcements": tables()["announcements"].arrow()}
    lists = STORED_LISTS.remove(STORED_LISTS.get_field_index("fingerprint"))
    schemas |= {"crls": lists, "revoked": STORED_ENTRIES}
    always = TableSettings("announcements", complete=(Coverage(Span()),))
    declared = {"announcements": always} if complete else {}
    e = Evidence(
        tables={
            name: engine.create_table(
                f"of_{name}", ibis.memtable(table(schema, written.get(name, "")))
            )
            for name, schema in schemas.items()
        },
        supplied=frozenset({"announcements", "crls", "revoked"}),
        void=frozenset(),
        lost=frozenset(),
        shifted=frozenset(),
        settings=Settings(Path(), Span(), dt.date(2026, 10, 1), tables=declared),
        parameters=parameters,
        keep=lambda name, expression: engine.create_table(name, expression),
        view=lambda name, expression: engine.create_table(name, expression),
        drop=lambda _: None,
    )
    shape = ibis.schema(BASE).to_pyarrow()
    changes = engine.create_table("base", ibis.memtable(table(shape, base)))
    changes = changes.mutate(
        event_at=changes.effective_at, event_at_until=changes.effective_at_until
    )
    found = join(e, changes)
    whole = changes.select("status_change", "serial_number").left_join(found, "status_change")
    return {row["serial_number"]: row for row in engine.to_pyarrow(whole).to_pylist()}


LISTS = """
    row issuer_dn_key issuer_key_id distribution_point    complete this_update signature_verdict
    10  ca            k1            -                     yes      2021-04-01  valid
    11  ca            k1            -                     yes      2021-07-01  valid
    12  ca            k1            -                     no       2021-05-01  valid
    13  ca            k2            -                     yes      2021-05-15  valid
    14  other         k1            -                     yes      2021-05-20  valid
    15  ca            k9            http://a/1_http://b/1 yes      2021-04-01  valid
    """


@pytest.mark.parametrize(
    ("what", "change", "entries", "due", "without", "row"),
    [
        ("in both lists", "2021-03-01 2022-03-01 k1 -", "1 10\n1 11", 2, 0, None),
        ("in neither", "2021-03-01 2022-03-01 k1 -", "9 10", 2, 2, 10),
        ("gone from the second", "2021-03-01 2022-03-01 k1 -", "1 10", 2, 1, None),
        ("expired before the second", "2021-03-01 2021-06-01 k1 -", "1 10", 1, 0, None),
        ("within the hours of the first", "2021-03-31T12:00 2022-03-01 k1 -", "9 9", 1, 1, 11),
        ("after all of them", "2021-08-01 2022-03-01 k1 -", "9 9", 0, None, None),
        ("expires as a list is issued", "2021-05-20 2021-07-01 k1 -", "9 9", 0, None, None),
        ("another key", "2021-03-01 2022-03-01 k3 -", "9 9", 0, None, None),
        ("no key known", "2021-03-01 2022-03-01 - -", "9 9", 0, None, None),
        ("its place", "2021-03-01 2022-03-01 k9 http://b/1", "9 9", 1, 1, 15),
        ("another place", "2021-03-01 2022-03-01 k9 http://b/10", "9 9", 0, None, None),
    ],
)
def test_lists_that_should_have_held_it(
    what: str, change: str, entries: str, due: int, without: int | None, row: int | None
) -> None:
    head = "action serial_number issuer_key effective_at not_after authority_key_id crl_urls\n"
    held = "\n".join(f"{line} ca 2021-03-01" for line in entries.splitlines())
    found = told(
        listed,
        f"{head}revoked 1 ca {change}",
        crls=LISTS,
        revoked=f"serial_number crl_row issuer_dn_key revoked_at\n{held}",
    )["1"]
    assert (found["lists_due"] or 0, found["lists_without"]) == (due, without), what
    assert found["list_row"] == row, what


def test_entries_are_counted_in_whatever_list() -> None:
    """None is 0 only where a list was due; the earliest list tells since when it is public."""
    changes = """
        action  serial_number issuer_key effective_at not_after  authority_key_id
        revoked 1             ca         2021-03-01   2022-03-01 k1
        revoked 2             ca         2021-03-01   2022-03-01 k1
        revoked 3             ca         2021-08-01   2022-03-01 k1
        resumed 4             ca         2021-06-01   2022-03-01 k1
        revoked 4             ca         2021-03-01   2022-03-01 k1
        """
    entries = """
        serial_number crl_row issuer_dn_key revoked_at
        1             12      ca            2021-03-01
        1             11      ca            2021-03-01
        2             14      other         2021-03-01
        """
    found = told(listed, changes, crls=LISTS, revoked=entries)
    assert {serial: row["crl_entries"] for serial, row in found.items()} == {
        "1": 2, "2": 0, "3": None, "4": None,
    }  # fmt: skip
    assert found["1"]["listed_at"] == dt.datetime(2021, 5, 1)
    assert found["1"]["crl_entry_row"] == 0
    unset = told(listed, changes, crls=LISTS, revoked=entries, parameters={})
    assert {row["lists_due"] for row in unset.values()} == {None}
    assert unset["1"]["crl_entries"] == 2


CHANGES = """
    action  serial_number new_serial_number issuer_key effective_at
    revoked 1             -                 ca         2021-03-01T10:00
    renewed 2             20                ca         2021-03-01T10:00
    renewed 3             30                other      2021-03-01T10:00
    revoked 4             -                 ca         -
    """


def counts(fact: str, **how: Any) -> dict[str, int | None]:
    found = told(announced, CHANGES, **how)
    return {serial: row[fact] for serial, row in found.items()}


def test_announcements_name_a_certificate_or_the_one_that_replaces_it() -> None:
    rows = """
        serial_number action  issuer_dn_key announced_at     channel
        1             revoked -             2021-03-01T12:00 crl
        1             revoked ca            2021-03-01T11:00 website
        1             revoked other         2021-03-01T10:30 website
        1             renewed ca            2021-03-01T10:30 website
        20            rekeyed ca            2021-03-01T13:00 directory
        2             renewed ca            -                -
        3             renewed ca            2021-03-01T13:00 ocsp
        """
    assert counts("announcements", announcements=rows) == {"1": 1, "2": 2, "3": 0, "4": None}
    assert counts("announced_in_crl", announcements=rows) == {"1": 1, "2": 0, "3": 0, "4": None}
    found = told(announced, CHANGES, announcements=rows)
    assert found["1"]["announced_at"] == dt.datetime(2021, 3, 1, 11)
    assert found["1"]["announced_in_crl_at"] == dt.datetime(2021, 3, 1, 12)
    assert found["1"]["announcement_row"] == 1
    assert (found["1"]["announcement_undated"], found["2"]["announcement_undated"]) == (
        False,
        True,
    )
    undeclared = counts("announcements", announcements=rows, complete=False)
    assert undeclared == {"1": 1, "2": 2, "3": None, "4": None}


def test_a_list_that_names_nobody_counts_in_the_time_set() -> None:
    """Of that action, of any issuer or the same; later, or without a time set, the count is open."""
    rows = """
        reference_covers action  issuer_dn_key announced_at     channel
        all              revoked -             2021-02-28T10:00 website
        all              revoked -             2021-03-02T09:00 website
        all              renewed ca            2021-03-09T10:00 directory
        """
    assert counts("announcements", announcements=rows) == {"1": 1, "2": None, "3": 0, "4": None}
    assert told(announced, CHANGES, announcements=rows)["1"]["announced_at"] == dt.datetime(
        2021, 3, 2, 9
    )
    unset = counts("announcements", announcements=rows, parameters={})
    assert unset == {"1": None, "2": None, "3": 0, "4": None}
