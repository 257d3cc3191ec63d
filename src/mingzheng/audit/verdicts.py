"""Flagged verdicts unpivoted: what each shows, and the source rows that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.engines import Engine
from mingzheng.audit.judging import BREACHES, SEVERITIES, UNKNOWN, VIOLATION, Judged
from mingzheng.audit.showing import KIND_OF, NAMED_BY_BYTES, SHOWN, Shower, facts_of
from mingzheng.dossiers.facts import Dossier, Value
from mingzheng.privacy import mask_texts
from mingzheng.records.provenance import places
from mingzheng.rules import Rule

ROW_GROUP = 100_000
"""Rows of a row group in a verdict file, whatever batches the engine gives them in."""

AT_ONCE = 200_000
"""Subjects brought together with their texts at once: hundreds of columns, on top of the joins."""

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

SEVERITY_NAMES = pa.array(
    [SEVERITIES[code].value if code in SEVERITIES else None for code in range(max(BREACHES) + 1)]
)
"""What a breach of each code is; null where the rule says it."""


@dataclass(frozen=True)
class Flagged:
    """The subjects of one dossier of which a verdict is listed: their rows and their codes.

    tables: the rows in their order, at most `AT_ONCE` in each.
    """

    tables: Sequence[Value]
    codes: Value
    dossier: type[Dossier]

    @property
    def key(self) -> str:
        """The column that is unique in the dossier."""
        return self.dossier.key()


def flagged(
    engine: Engine, shown: Callable[[Value, str], Value], codes: Value, judged: Sequence[Judged], *,
    dossier: type[Dossier], unlisted: frozenset[str],
) -> Flagged:  # fmt: skip
    """Keep the dossier rows that a listed verdict speaks of.

    shown: keeps the dossier rows of a table of subjects under a name. unlisted: ids of rules whose unknowns have one
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
    tables = [
        shown(subjects, f"flagged_{key}_{number}")
        for number, subjects in enumerate(_in_ranges(engine, listed.select(key)))
    ]
    return Flagged(tables, listed, dossier)


def _in_ranges(engine: Engine, subjects: Value) -> Iterator[Value]:
    """A column of keys as ranges of at most `AT_ONCE`, in their order; one where there are none."""
    (key,) = subjects.columns
    column = engine.table(subjects.order_by(key))[key]
    firsts = [column[place].as_py() for place in range(AT_ONCE, len(column), AT_ONCE)]
    for since, until in zip([None, *firsts], [*firsts, None], strict=True):
        within = ibis.literal(True)
        if since is not None:
            within &= subjects[key] >= since
        if until is not None:
            within &= subjects[key] < until
        yield subjects if since is until is None else subjects.filter(within)


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
        parts = [_rows(lists.found, table, j, listed) for table in lists.found.tables]
        for group in row_groups(chain.from_iterable(map(lists.engine.batches, parts))):
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


def _rows(found: Flagged, table: Value, j: Judged, listed: Sequence[int]) -> Value:
    """The dossier columns that one rule's listed verdicts in a table need, ordered by subject."""
    mine = found.codes.filter(found.codes[j.column].isin(listed))
    mine = mine.select(found.key, "year", code=mine[j.column])
    known = {*IDENTITY} & {*found.dossier.schema()}
    columns = {*known, *found.dossier.SUBJECT, *found.dossier.OWN_ROWS, *_row_facts(j)}
    for fact in facts_of(j.rule.looks_at, j.verdict.shows):
        columns |= set(fact.columns())
    columns |= {
        kind for number, kind in KIND_OF.items() if number in columns and kind in table.columns
    }
    columns.discard(found.key)
    joined = mine.inner_join(table.select(found.key, *sorted(columns)), found.key)
    return joined.order_by(found.key)


def _row_facts(j: Judged) -> list[str]:
    return [value.get_name() for value in j.verdict.rows]


def _listed(rows: pa.Table, j: Judged, lists: Lists) -> pa.Table:
    n = rows.num_rows
    rule = j.rule
    named = {name: _stated(rows, name) for name in IDENTITY}
    codes = rows["code"].to_numpy()
    severities = SEVERITY_NAMES.take(pa.array(codes))
    constant = {"rule": rule.id, "item": rule.items[0], "looks_at": rule.looks_at.key()}
    columns: dict[str, Any] = {k: pa.repeat(pa.scalar(v), n) for k, v in constant.items()}
    columns |= {
        "severity": pc.fill_null(severities, rule.severity.value),
        "verdict": pc.if_else(pa.array(codes == UNKNOWN), "unknown", "breach"),
        "held": _held(rows, named, rule, lists.held),
        "subject": _subject(rows, rule.looks_at),
        "shows": lists.shower.shown(rows, facts_of(rule.looks_at, j.verdict.shows)),
        "sources": _sources(rows, j, lists.files),
    }
    for name, column in named.items():
        texts = name not in ("event_at", "serial_number", "product", "domain", "subject_kind")
        columns[name] = mask_texts(column) if texts else column
    return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)


def _held(
    rows: pa.Table, named: dict[str, pa.Array], rule: Rule, held: frozenset[tuple[Any, ...]]
) -> pa.Array:
    """Which violations are of a product, RA and year of which they are held."""
    found = np.zeros(rows.num_rows, bool)
    places = np.flatnonzero(rows["code"].to_numpy() == VIOLATION)
    groups = [named["product"], named["registration_authority"], rows["year"].combine_chunks()]
    for place, *group in zip(
        places.tolist(), *(column.take(pa.array(places)).to_pylist() for column in groups),
        strict=True,
    ):  # fmt: skip
        found[place] = (rule.id, *group) in held
    return pa.array(found)


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


def _sources(rows: pa.Table, j: Judged, files: pa.Table) -> pa.ListArray:
    """`file:line` of the subject's own records and of those the rule names, each once."""
    subjects, found = [np.empty(0, np.int64)], [pa.array([], pa.string())]
    for name in dict.fromkeys([*j.rule.looks_at.OWN_ROWS, *_row_facts(j)]):
        column = rows[name].combine_chunks()
        subjects.append(np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False)))
        table = j.rule.looks_at.FACTS[name].tables[0]
        found.append(places(files, table, column.drop_null().to_numpy()))
    of = np.concatenate(subjects)
    ends = np.cumsum(np.bincount(of, minlength=rows.num_rows))
    in_turn = pa.array(np.argsort(of, kind="stable"))
    return pa.ListArray.from_arrays(
        pa.array(np.concatenate([[0], ends]), pa.int32()), pa.concat_arrays(found).take(in_turn)
    )
