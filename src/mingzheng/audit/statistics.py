"""Counts of verdicts per rule and per item, by domain, product, year, RA, kind and channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.audit.engines import Engine
from mingzheng.audit.judging import (
    CERTIFICATE_ITEMS,
    CLEAR,
    DOUBT,
    NOT_IN_FORCE,
    NOTICE,
    SEVERITIES,
    UNKNOWN,
    VIOLATION,
    Judged,
)
from mingzheng.dossiers.facts import Value
from mingzheng.privacy import mask_texts
from mingzheng.rules import Severity

DIMENSIONS = (
    "in_period", "year", "domain", "product", "registration_authority", "subject_kind", "channel",
)  # fmt: skip

SCHEMA = pa.schema(
    [
        ("scope", pa.string()),
        ("id", pa.string()),
        ("item", pa.string()),
        ("in_period", pa.bool_()),
        ("year", pa.int32()),
        ("domain", pa.string()),
        ("product", pa.string()),
        ("registration_authority", pa.string()),
        ("subject_kind", pa.string()),
        ("channel", pa.string()),
        ("verdict", pa.string()),
        ("severity", pa.string()),
        ("held", pa.bool_()),
        ("count", pa.int64()),
    ]
)

SPOKEN = {
    CLEAR: "clear", VIOLATION: "breach", DOUBT: "breach", NOTICE: "breach", UNKNOWN: "unknown",
    NOT_IN_FORCE: "not_in_force",
}  # fmt: skip

HELD_SHARE, HELD_LEAST = 0.5, 200
"""A violation that fires on more than this share of at least so many examined is held."""


def of_rules(engine: Engine, codes: Value, judged: Sequence[Judged]) -> pa.Table:
    """Long counts of each rule's verdicts over one table of codes."""
    counts = {
        f"{j.column}__{code}": (codes[j.column] == code).sum() for j in judged for code in SPOKEN
    }
    wide = engine.table(codes.group_by(DIMENSIONS).agg(**counts)) if counts else None
    parts = [SCHEMA.empty_table()]
    for j in judged:
        for code, verdict in SPOKEN.items():
            assert wide is not None
            severity = SEVERITIES[code].value if code in SEVERITIES else None
            parts.append(
                _long(
                    wide,
                    f"{j.column}__{code}",
                    scope="rule",
                    id_=j.rule.id,
                    item=j.rule.items[0],
                    verdict=verdict,
                    severity=severity,
                )
            )
    return pa.concat_tables(parts)


def of_items(engine: Engine, statuses: Value, items: Iterable[str]) -> pa.Table:
    """Long counts of items: one status per subject, doubts and notices apart.

    statuses: DIMENSIONS and per item the columns of `flags`.
    """
    names = [item_column(item) for item in items]
    if not names:
        return SCHEMA.empty_table()
    counts: dict[str, Any] = {}
    for name in names:
        violated, unknown = statuses[f"{name}__violated"], statuses[f"{name}__unknown"]
        looked, unborn = statuses[f"{name}__looked"], statuses[f"{name}__unborn"]
        counts |= {
            f"{name}__breach": violated.sum(),
            f"{name}__unknowns": (~violated & unknown).sum(),
            f"{name}__clear": (~violated & ~unknown & looked).sum(),
            f"{name}__not_in_force": (~looked & unborn).sum(),
            f"{name}__doubts": statuses[f"{name}__doubt"].sum(),
            f"{name}__notices": statuses[f"{name}__notice"].sum(),
        }
    wide = engine.table(statuses.group_by(DIMENSIONS).agg(**counts))
    parts = [SCHEMA.empty_table()]
    for item in items:
        for column, verdict in (
            ("breach", "breach"), ("unknowns", "unknown"), ("clear", "clear"),
            ("not_in_force", "not_in_force"), ("doubts", "doubt"), ("notices", "notice"),
        ):  # fmt: skip
            parts.append(
                _long(wide, f"{item_column(item)}__{column}", scope="item", id_=item, item=item,
                      verdict=verdict, severity=None)
            )  # fmt: skip
    return pa.concat_tables(parts)


def item_column(item: str) -> str:
    """How the columns of an item begin in a table of statuses."""
    return "item_" + item.replace(".", "_")


def flags(codes: Value, judged: Sequence[Judged], item: str) -> dict[str, Value]:
    """What the rules of an item say of one subject, in booleans that are never null.

    Only rules that the law makes violations decide whether an item was examined and whether it
    is unknown: doubts and notices are counted apart.
    """
    mine = [j for j in judged if item in j.rule.items]
    binding = [j for j in mine if j.rule.severity is Severity.VIOLATION]
    name = item_column(item)

    def any_of(rules: Sequence[Judged], *wanted: int) -> Value:
        found = [codes[j.column].isin(wanted) for j in rules]
        return ibis.or_(*found) if found else ibis.literal(False)

    return {
        f"{name}__violated": any_of(mine, VIOLATION),
        f"{name}__unknown": any_of(binding, UNKNOWN),
        f"{name}__looked": any_of(binding, CLEAR, VIOLATION, DOUBT, NOTICE, UNKNOWN),
        f"{name}__unborn": any_of(binding, NOT_IN_FORCE),
        f"{name}__doubt": any_of(mine, DOUBT),
        f"{name}__notice": any_of(mine, NOTICE),
    }


def items_of(judged: Sequence[Judged]) -> tuple[str, ...]:
    """The items that these rules judge, sorted."""
    return tuple(sorted({item for j in judged for item in j.rule.items}))


def case_statuses(
    cases: Value, by_case: Sequence[Judged], certificates: Value, by_certificate: Sequence[Judged]
) -> tuple[Value, tuple[str, ...]]:
    """Per case the flags of every item that its rules judge, and of those that count cases its
    certificates' verdicts included.
    """
    rolled_up = [item for item in items_of(by_certificate) if item not in CERTIFICATE_ITEMS]
    items = tuple(sorted({*items_of(by_case), *rolled_up}))
    if not items:
        return cases, ()
    own: dict[str, Value] = {}
    rolled: dict[str, Value] = {}
    for item in items:
        own |= flags(cases, by_case, item)
    for item in rolled_up:
        rolled |= flags(certificates, by_certificate, item)
    base = cases.select("case", *DIMENSIONS, **own)
    if not rolled:
        return base, items
    units = certificates.select("case", **rolled).group_by("case")
    below = units.agg(**{f"below_{c}": (lambda t, c=c: t[c].any()) for c in rolled})
    joined = base.left_join(below, "case").drop("case_right")
    both = {c: joined[c] | joined[f"below_{c}"].fill_null(False) for c in rolled}
    return joined.mutate(**both), items


def statuses(
    codes: Value, judged: Sequence[Judged], *, only: Sequence[str] | None
) -> tuple[Value, tuple[str, ...]]:
    """Per subject the flags of every item that its rules judge; `only` of these items."""
    items = tuple(item for item in items_of(judged) if only is None or item in only)
    found: dict[str, Value] = {}
    for item in items:
        found |= flags(codes, judged, item)
    return codes.mutate(**found), items


def _long(
    wide: pa.Table,
    column: str,
    *,
    scope: str,
    id_: str,
    item: str,
    verdict: str,
    severity: str | None,
) -> pa.Table:
    counts = wide[column].cast(pa.int64())
    rows = wide.filter(pc.greater(counts, 0))
    n = rows.num_rows
    constant = {"scope": scope, "id": id_, "item": item, "verdict": verdict, "severity": severity}
    columns = {name: rows[name] for name in DIMENSIONS}
    columns |= {k: pa.array([v] * n, pa.string()) for k, v in constant.items()}
    columns |= {"held": pa.array([False] * n), "count": rows[column].cast(pa.int64())}
    return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)


def with_held(statistics: pa.Table) -> tuple[pa.Table, frozenset[tuple[Any, ...]]]:
    """Mark the violations that fire on most of a product × RA × year: likelier a mapping fault.

    Gives the table and the marked (rule, product, RA, year).
    """
    rules = statistics.filter(pc.equal(statistics["scope"], "rule"))
    group = ["id", "product", "registration_authority", "year"]
    examined = rules.filter(pc.not_equal(rules["verdict"], "not_in_force"))
    violated = pc.fill_null(pc.equal(examined["severity"], Severity.VIOLATION.value), False)
    sums = examined.append_column(
        "violations", pc.if_else(violated, examined["count"], 0)
    ).group_by(group).aggregate([("count", "sum"), ("violations", "sum")])  # fmt: skip
    held = frozenset(
        tuple(row[name] for name in group)
        for row in sums.to_pylist()
        if row["count_sum"] >= HELD_LEAST and row["violations_sum"] > HELD_SHARE * row["count_sum"]
    )
    marks = [
        row["scope"] == "rule"
        and row["severity"] == Severity.VIOLATION.value
        and tuple(row[name] for name in group) in held
        for row in statistics.to_pylist()
    ] if held else [False] * statistics.num_rows  # fmt: skip
    place = statistics.schema.get_field_index("held")
    return statistics.set_column(place, "held", pa.array(marks, pa.bool_())), held


def masked(statistics: pa.Table) -> pa.Table:
    """With the one dimension that is free text as it may be shown."""
    place = statistics.schema.get_field_index("registration_authority")
    shown = mask_texts(statistics["registration_authority"].combine_chunks())
    return statistics.set_column(place, SCHEMA.field(place), shown)


def ordered(statistics: pa.Table) -> pa.Table:
    """In one order whatever the engine's threads did."""
    keys = [(name, "ascending") for name in SCHEMA.names if name != "count"]
    return statistics.sort_by(keys)
