"""Flagged verdicts unpivoted: what each shows, and the source rows that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.engines import Engine
from mingzheng.audit.judging import BREACHES, SEVERITIES, UNKNOWN, Judged
from mingzheng.audit.showing import KIND_OF, NAMED_BY_BYTES, SHOWN, Shower, facts_of
from mingzheng.dossiers.facts import Dossier, Value
from mingzheng.privacy import mask_texts
from mingzheng.records.provenance import locate

ROW_GROUP = 100_000
"""Rows of a row group in a verdict file, whatever batches the engine gives them in."""

SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("item", pa.string()),
        ("severity", pa.string()),
        ("held", pa.bool_()),
        ("verdict", pa.string()),
        ("looks_at", pa.string()),
        ("subject", pa.string()),
        ("application_id", pa.string()),
        ("serial_number", pa.string()),
        ("issuer_dn", pa.string()),
        ("product", pa.string()),
        ("subject_kind", pa.string()),
        ("domain", pa.string()),
        ("registration_authority", pa.string()),
        ("channel", pa.string()),
        ("event_at", pa.timestamp("us")),
        ("shows", SHOWN),
        ("sources", pa.list_(pa.string())),
    ]
)

IDENTITY = (
    "application_id", "serial_number", "issuer_dn", "product", "subject_kind", "domain",
    "registration_authority", "channel", "event_at",
)  # fmt: skip


@dataclass(frozen=True)
class Flagged:
    """The subjects of one dossier of which a verdict is listed: their rows and their codes."""

    table: Value
    codes: Value
    dossier: type[Dossier]

    @property
    def key(self) -> str:
        """The column that is unique in the dossier."""
        return self.dossier.key()


def flagged(
    engine: Engine, shown: Callable[[Value], Value], codes: Value, judged: Sequence[Judged], *,
    dossier: type[Dossier], unlisted: frozenset[str],
) -> Flagged:  # fmt: skip
    """Keep the dossier rows that a listed verdict speaks of.

    shown: the dossier rows of a table of subjects. unlisted: ids of rules whose unknowns have one
    cause for all, a table that is not supplied: they are counted and the table is named, not
    listed one by one.
    """
    wanted = [
        codes[j.column].isin(BREACHES if j.rule.id in unlisted else (*BREACHES, UNKNOWN))
        for j in judged
    ]
    key = dossier.key()
    subjects = codes.filter(ibis.or_(*wanted) if wanted else ibis.literal(False))
    listed = engine.keep(f"listed_{key}", subjects)
    table = engine.keep(f"flagged_{key}", shown(listed.select(key)))
    return Flagged(table, listed, dossier)


@dataclass(frozen=True)
class Lists:
    """What the lists of one kind of dossier are written from.

    files: where rows come from; held: (rule, product, RA, year) whose violations are held.
    """

    engine: Engine
    found: Flagged
    shower: Shower
    files: pa.Table
    held: frozenset[tuple[Any, ...]]
    unlisted: frozenset[str]


def write(lists: Lists, j: Judged, path: Path) -> None:
    """Write one rule's listed verdicts, ordered by subject; no file where there are none."""
    listed = BREACHES if j.rule.id in lists.unlisted else (*BREACHES, UNKNOWN)
    writer = None
    try:
        for group in row_groups(lists.engine.batches(_rows(lists.found, j, listed))):
            writer = writer or pq.ParquetWriter(path, SCHEMA, compression="zstd")
            writer.write_table(_listed(group, j, lists))
    finally:
        if writer is not None:
            writer.close()


def row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows of batches in groups of `ROW_GROUP`, the last one less: same rows, same bytes."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        while rows >= ROW_GROUP:
            whole = pa.Table.from_batches(held).combine_chunks()
            yield whole.slice(0, ROW_GROUP).combine_chunks()
            held = whole.slice(ROW_GROUP).combine_chunks().to_batches()
            rows -= ROW_GROUP
    if rows:
        yield pa.Table.from_batches(held).combine_chunks()


def _rows(found: Flagged, j: Judged, listed: Sequence[int]) -> Value:
    """The dossier columns that one rule's listed verdicts need, ordered by subject."""
    mine = found.codes.filter(found.codes[j.column].isin(listed))
    mine = mine.select(found.key, "year", code=mine[j.column])
    known = {*IDENTITY} & {*found.dossier.schema()}
    columns = {*known, *found.dossier.SUBJECT, *found.dossier.OWN_ROWS, *_row_facts(j)}
    for fact in facts_of(j.rule.looks_at, j.verdict.shows):
        columns |= set(fact.columns())
    columns |= _kinds_beside(columns, found)
    columns.discard(found.key)
    joined = mine.inner_join(found.table.select(found.key, *sorted(columns)), found.key)
    return joined.order_by(found.key)


def _kinds_beside(columns: set[str], found: Flagged) -> set[str]:
    return {
        kind
        for number, kind in KIND_OF.items()
        if number in columns and kind in found.table.columns
    }


def _row_facts(j: Judged) -> list[str]:
    return [value.get_name() for value in j.verdict.rows]


def _listed(rows: pa.Table, j: Judged, lists: Lists) -> pa.Table:
    n = rows.num_rows
    codes = rows["code"].to_pylist()
    rule = j.rule
    named = {name: _stated(rows, name) for name in IDENTITY}
    groups = zip(
        named["product"].to_pylist(), named["registration_authority"].to_pylist(),
        rows["year"].to_pylist(), strict=True,
    )  # fmt: skip
    severities = [SEVERITIES.get(code, rule.severity).value for code in codes]
    constant = {"rule": rule.id, "item": rule.items[0], "looks_at": rule.looks_at.key()}
    columns: dict[str, Any] = {k: pa.array([v] * n, pa.string()) for k, v in constant.items()}
    columns |= {
        "severity": pa.array(severities, pa.string()),
        "verdict": pa.array(["unknown" if c == UNKNOWN else "breach" for c in codes], pa.string()),
        "held": pa.array(
            [
                severity == "violation" and code != UNKNOWN and (rule.id, *group) in lists.held
                for severity, code, group in zip(severities, codes, groups, strict=True)
            ]
        ),
        "subject": _subject(rows, rule.looks_at),
        "shows": lists.shower.shown(rows, facts_of(rule.looks_at, j.verdict.shows)),
        "sources": _sources(rows, j, lists.files),
    }
    for name, column in named.items():
        texts = name not in ("event_at", "serial_number", "product", "domain", "subject_kind")
        columns[name] = mask_texts(column) if texts else column
    return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)


def _stated(rows: pa.Table, name: str) -> pa.Array:
    """A column that not every kind of dossier has: null where it has none."""
    if name not in rows.column_names:
        return pa.nulls(rows.num_rows, SCHEMA.field(name).type)
    return rows[name].combine_chunks()


def _subject(rows: pa.Table, looks_at: type[Dossier]) -> pa.Array:
    """What names the subject to people; a case or certificate without a name, its place."""
    names = [rows[name].combine_chunks() for name in looks_at.SUBJECT]
    shown = [
        column if name in NAMED_BY_BYTES else mask_texts(column)
        for name, column in zip(looks_at.SUBJECT, names, strict=True)
    ]
    return pc.coalesce(*shown, rows[looks_at.key()].combine_chunks().cast(pa.string()))


def _sources(rows: pa.Table, j: Judged, files: pa.Table) -> pa.Array:
    """`file:line` of the subject's own records and of those the rule names, each once."""
    n = rows.num_rows
    found: list[list[str]] = [[] for _ in range(n)]
    for name in dict.fromkeys([*j.rule.looks_at.OWN_ROWS, *_row_facts(j)]):
        table = j.rule.looks_at.FACTS[name].tables[0]
        column = rows[name].combine_chunks()
        valid = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
        places = locate(files, table, column.drop_null().to_pylist())
        for index, place in zip(valid.tolist(), places, strict=True):
            found[index].append(place)
    return pa.array(found, pa.list_(pa.string()))
