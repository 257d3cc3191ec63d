"""Everything an evidence folder holds → record tables on disk, typed, with nothing lost."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.documents.confirmations import read_confirmations
from mingzheng.evidence.settings import Settings
from mingzheng.language import Text
from mingzheng.records.archive import Elsewhere, read_archive, templates_of
from mingzheng.records.faults import shift_notice, shifted_by_hours
from mingzheng.records.finished import Finished, Input, made_before, saved_rejects
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.objects import read_objects
from mingzheng.records.one_table import read_one, supplied_tables
from mingzheng.records.parts import writing
from mingzheng.records.provenance import FILES
from mingzheng.records.public_texts import read_public_texts
from mingzheng.records.revocation_lists import ENTRIES, LISTS, read_lists
from mingzheng.records.schema import tables
from mingzheng.records.shared_primes import compare_moduli
from mingzheng.records.shifts import notice, shifted_tables
from mingzheng.records.zones import zone
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Rejects

Progress = Callable[[str, int], None]
"""Called with the name of a table and how many of its rows have been read; from any thread."""

TABLES_AT_A_TIME = 2
ARCHIVES = ("certificates", "issuers", LISTS, ENTRIES)
"""Tables that are read from bytes, beside those of `tables.toml`."""
KEYS = ("certificates", "issuers")
"""Tables of certificates."""

_SHIFT_TOLERANCE_MINUTES = 30

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Records:
    """The record tables of one audit, each a folder of Parquet parts in `folder`.

    Beside the tables of the contract: certificates, issuers (the CA's own certificates), objects
    (see `records.objects`), what public documents say (see `records.public_texts`), shared_primes
    (see `records.shared_primes`),
    files.parquet (see `records.provenance`) and rejected_links.parquet (table, row, link,
    value: what rejected rows were about).
    """

    folder: Path
    supplied: frozenset[str]
    """Tables that were supplied, be they empty; the others are empty and mean nothing."""
    rows: Mapping[str, int]
    headers: Mapping[str, Mapping[str, str]]
    """Table → contract column → the CA's own header."""
    void: frozenset[str]
    """Tables of which a row was lost that can't be linked: no longer complete."""
    shifted: frozenset[str]
    """Tables whose times are off as a whole: they prove nothing."""
    inputs: tuple[Input, ...]
    notices: tuple[Text, ...]
    spoiled: frozenset[tuple[str, str]] = frozenset()
    """(table, contract column) of which a cell was refused: it is empty now, and was not."""
    made_from: Mapping[str, str] = field(default_factory=dict)
    """Table → what its rows follow from: the same means the same rows."""
    kept: frozenset[str] = field(default=frozenset(), compare=False)
    """Tables that a run before had read from the same."""
    changed: frozenset[str] = field(default=frozenset(), compare=False)
    """Tables that a run before had read, and that were made from something else."""


def read_records(
    settings: Settings,
    *,
    out: Path,
    rejects: Rejects,
    threads: int = 2,
    progress: Progress | None = None,
    limits: Limits | None = None,
    elsewhere: Elsewhere = lambda work: work,
) -> Records:
    """Read all tables and certificates of `settings.folder` into `out`.

    The same evidence gives the same files, whatever the threads, and wherever batches of
    certificates are worked on (`elsewhere`). What a run before has finished
    from the same input is kept. Raises OutputError where `out` can't be written, EvidenceError
    where the evidence can't be used at all; what is wrong with one file goes to `rejects`.
    """
    limits = limits or Limits()
    tell = progress or (lambda table, rows: None)
    # What is wrong with the settings is said before an hour of reading, not after it.
    zone(settings.time_zone)
    templates_of(settings.issuers)
    confirmations = read_confirmations(settings.folder, as_of=settings.as_of)
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        before = made_before(out)
        done = _read_all(
            settings, out, rejects, threads=threads, limits=limits, tell=tell, elsewhere=elsewhere
        )
        # only the holdings say which objects there are, and which digests are stated of them
        done.append(read_objects(settings, out=out, threads=threads, progress=tell))
        done += read_public_texts(settings, confirmations, out=out, threads=threads, progress=tell)
        # the keys of the archive are compared with those of the CA's own certificates
        keys = tuple(found.made_from for found, _ in done if found.table in KEYS)
        done.append(compare_moduli(keys, out=out, threads=threads, progress=tell))
        for finished, _ in done:
            rejects.extend(saved_rejects(out, finished.table))
        _write(out / "files.parquet", FILES, [finished.files for finished, _ in done])
        links = [finished.links for finished, _ in done]
        _write(out / "rejected_links.parquet", REJECTED_LINKS, links)
        records = _gathered(settings, out, done)
        same = {name for name, made in records.made_from.items() if before.get(name) == made}
        changed = frozenset(before.keys() & records.made_from.keys() - same)
        return replace(records, kept=frozenset(same), changed=changed)


def _read_all(
    settings: Settings,
    out: Path,
    rejects: Rejects,
    *,
    threads: int,
    limits: Limits,
    tell: Progress,
    elsewhere: Elsewhere,
) -> list[tuple[Finished, tuple[Input, ...]]]:
    sources = supplied_tables(settings, rejects=rejects)

    def read(name: str) -> list[tuple[Finished, tuple[Input, ...]]]:
        if name == LISTS:
            return read_lists(settings, out=out, threads=threads, limits=limits, progress=tell)
        if name in ARCHIVES:
            return [
                read_archive(
                    settings,
                    name,
                    out=out,
                    threads=threads,
                    limits=limits,
                    progress=tell,
                    elsewhere=elsewhere,
                )
            ]
        found = sources.get(name)
        return [read_one(settings, name, found, out=out, limits=limits, progress=tell)]

    # tables hold the interpreter's lock now and then: the archive's kernels use the time
    workers = 1 if threads == 1 else TABLES_AT_A_TIME + 1
    # the entries of the lists are read with them
    names = [name for name in (*ARCHIVES, *tables()) if name != ENTRIES]

    def size(name: str) -> float:
        """Bytes to read as far as that is known: what takes longest begins first."""
        paths = [settings.folder / path for path in sources.get(name, ())]
        known = sum(path.stat().st_size for path in paths if path.is_file())
        return math.inf if name in ARCHIVES else known

    done = _in_order(read, names, workers=workers, size=size)
    return [finished for each in done for finished in each]


def _gathered(
    settings: Settings, out: Path, done: list[tuple[Finished, tuple[Input, ...]]]
) -> Records:
    finished = {found.table: found for found, _ in done}
    notices = [notice for found in finished.values() for notice in found.notices]
    spoiled = {cell for found in finished.values() for cell in _spoiled(out, found)}
    shifted: set[str] = set()
    if finished["issuances"].rows and finished["certificates"].rows:
        hours = shifted_by_hours(
            out / "issuances",
            out / "certificates",
            tolerance_minutes=_SHIFT_TOLERANCE_MINUTES,
        )
        if hours is not None:
            shifted.add("issuances")
            notices.append(shift_notice("issuances", hours))
    rows = {name: found.rows for name, found in finished.items() if name not in shifted}
    for table, hours in shifted_tables(out, rows).items():
        shifted.add(table)
        notices.append(notice(table, hours))
    return Records(
        folder=out,
        supplied=frozenset(name for name, found in finished.items() if found.supplied),
        rows={name: found.rows for name, found in finished.items()},
        headers={name: found.headers for name, found in finished.items() if found.headers},
        void=frozenset(name for name, found in finished.items() if found.void),
        shifted=frozenset(shifted),
        inputs=tuple(sorted({i for _, inputs in done for i in inputs}, key=lambda i: i.path)),
        notices=tuple(notices),
        spoiled=frozenset(spoiled),
        made_from={name: found.made_from for name, found in finished.items()},
    )


def _spoiled(out: Path, finished: Finished) -> set[tuple[str, str]]:
    """(table, contract column) of the cells that a finished table refused."""
    columns = {header: column for column, header in finished.headers.items()}
    refused = {r.column for r in saved_rejects(out, finished.table) if r.rows == 0 and r.column}
    return {(finished.table, columns[header]) for header in refused if header in columns}


def _in_order(
    work: Callable[[str], _Result],
    names: Sequence[str],
    *,
    workers: int,
    size: Callable[[str], float],
) -> list[_Result]:
    """The results of work on each name, in their order, a few at a time; the largest begin first."""
    with ThreadPoolExecutor(max(1, workers)) as pool:
        futures = {name: pool.submit(work, name) for name in sorted(names, key=size, reverse=True)}
        try:
            return [futures[name].result() for name in names]
        finally:
            for future in futures.values():
                future.cancel()


def _write(path: Path, schema: pa.Schema, found: list[pa.Table]) -> None:
    pq.write_table(pa.concat_tables([schema.empty_table(), *found]), path)
