"""The record tables as they stand in the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import ibis
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.engines import Engine
from mingzheng.dossiers.evidence import Evidence
from mingzheng.dossiers.facts import Value
from mingzheng.evidence.settings import Settings
from mingzheng.records import objects, public_texts, shared_primes
from mingzheng.records.reading import ARCHIVES, Records
from mingzheng.records.schema import tables


def standing(
    engine: Engine, records: Records, settings: Settings, parameters: Mapping[str, object]
) -> Evidence:
    """The records as the dossiers want them: plain UTC times, none from a shifted table."""
    found: dict[str, Value] = {}
    for name in (*tables(), *ARCHIVES, objects.NAME, shared_primes.NAME, *public_texts.JUDGED):
        table = engine.parquet(
            f"records_{name}", sorted((records.folder / name).glob("*.parquet")),
            made_from=records.made_from[name],
        )  # fmt: skip
        found[name] = _plain(table, shifted=name in records.shifted)
    links = records.folder / "rejected_links.parquet"
    same = hashlib.sha256(links.read_bytes()).hexdigest()
    found["rejected_links"] = engine.parquet("rejected_links", [links], made_from=same)

    def keep(name: str, expression: Value) -> Value:
        found[name] = engine.keep(name, expression)
        return found[name]

    return Evidence(
        tables=found,
        supplied=records.supplied,
        void=records.void,
        lost=_lost(links),
        shifted=records.shifted,
        settings=settings,
        parameters=parameters,
        keep=keep,
        view=engine.view,
        drop=engine.drop,
        spoiled=records.spoiled,
    )


def _plain(table: Value, *, shifted: bool) -> Value:
    """Times without a zone; those of a table that is off by whole hours are no evidence."""
    times = {name: type_ for name, type_ in table.schema().items() if type_.is_timestamp()}
    if shifted:
        return table.mutate(**{name: ibis.null("timestamp(6)") for name in times})
    zoned = {name: table[name].cast("timestamp(6)") for name, t in times.items() if t.timezone}
    return table.mutate(**zoned) if zoned else table


def _lost(links: Path) -> frozenset[str]:
    return frozenset(pc.unique(pq.read_table(links, columns=["table"])["table"]).to_pylist())
