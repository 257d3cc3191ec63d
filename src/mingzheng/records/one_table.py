"""One table of the contract, from its files to its Parquet parts and its marker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from mingzheng.evidence.settings import Settings, TableSettings
from mingzheng.language import Text
from mingzheng.records.columns import reading
from mingzheng.records.finished import (
    Finished,
    Input,
    fingerprint,
    forget,
    from_rows,
    hashed,
    load,
    save,
)
from mingzheng.records.intake import REJECTED_LINKS, Intake
from mingzheng.records.parts import ROW_GROUP, Parts
from mingzheng.records.provenance import Bases
from mingzheng.records.schema import codes, tables
from mingzheng.records.settling import repeating, settle
from mingzheng.sources.addresses import is_database
from mingzheng.sources.limits import Limits
from mingzheng.sources.raw import RawBatch
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.tables import find_tables, read_table, table_files


def read_one(
    settings: Settings,
    name: str,
    paths: tuple[str, ...] | None,
    *,
    out: Path,
    limits: Limits,
    progress: Callable[[str, int], None],
) -> tuple[Finished, tuple[Input, ...]]:
    """Read one table into `out/<name>`, unless it is there and was made from the same.

    paths are those of the evidence that hold it; None where it was not supplied.
    """
    mine = settings.tables.get(name, TableSettings(name=name))
    with Rejects(spill=out) as rejects:
        inputs, paths = _distinct(settings.folder, name, paths or (), rejects)
        mine = replace(mine, paths=paths)
        made_from = fingerprint(
            inputs, mine, settings.time_zone, settings.as_of, tables()[name], codes()
        )
        live = any(is_database(path) for path in paths)
        found = None if live else load(out, name, made_from=made_from)
        if found is not None:
            progress(name, found.rows)
            return found, inputs
        forget(out, name)
        finished = _read(
            settings, mine, inputs, out=out, limits=limits, rejects=rejects, tell=progress
        )
        made_from = from_rows(out / name, made_from) if live else made_from
        finished = replace(finished, made_from=made_from)
        save(out, finished, rejects)
    return finished, inputs


def _read(
    settings: Settings,
    mine: TableSettings,
    inputs: tuple[Input, ...],
    *,
    out: Path,
    limits: Limits,
    rejects: Rejects,
    tell: Callable[[str, int], None],
) -> Finished:
    name = mine.name
    table = tables()[name]
    intake = Intake(
        table=table,
        mapping=dict(mine.columns),
        how=reading(settings, mine),
        rejects=rejects,
        files=Bases(name),
        base_declared=mine.decimal_serials is not None,
    )
    with Parts(out / name, table.arrow(), repeating(table)) as parts:
        for rows in intake.rows(_raw(settings, mine, limits=limits, rejects=rejects)):
            parts.write(rows)
            tell(name, parts.rows)
    rows = settle(out / name, intake) if parts.rows else None
    lost = intake.unlinked > 0 or bool(intake.unusable) or _lost_unlinked(rejects)
    return Finished(
        table=name,
        rows=parts.rows if rows is None else rows,
        supplied=bool(mine.paths) and not (intake.unusable and not intake.read),
        void=lost and mine.rejects_explained is None,
        headers=intake.headers,
        notices=(*intake.notices(), *differences(mine, inputs, intake.given)),
        files=intake.files.to_arrow(),
        links=pa.concat_tables([REJECTED_LINKS.empty_table(), *intake.rejected]),
    )


def _raw(
    settings: Settings, mine: TableSettings, *, limits: Limits, rejects: Rejects
) -> Iterator[RawBatch]:
    if not mine.paths:
        return iter(())
    return read_table(
        mine,
        folder=settings.folder,
        table=mine.name,
        rejects=rejects,
        limits=limits,
        batch_rows=ROW_GROUP,
    )


def _lost_unlinked(rejects: Rejects) -> bool:
    """Whether something was lost of which no link is known: a line, a sheet, a whole file."""
    for batch in rejects.batches():
        rows, links = batch["rows"].to_numpy(), batch["link"].is_null().to_numpy(False)
        if ((rows > 0) & links).any():
            return True
    return False


def _distinct(
    folder: Path, table: str, paths: tuple[str, ...], rejects: Rejects
) -> tuple[tuple[Input, ...], tuple[str, ...]]:
    """The files of a table and their hashes; the same content is taken once."""
    inputs: list[Input] = []
    kept: list[str] = []
    for path in paths:
        if is_database(path):
            kept.append(path)
            continue
        found = hashed(folder, path)
        if found is not None and found.sha256 in {i.sha256 for i in inputs} and found.bytes:
            rejects.add("table_given_twice", table=table, file=path, rows=0)
            continue
        kept.append(path)
        if found is not None:
            inputs.append(found)
    return tuple(inputs), tuple(kept)


def supplied_tables(settings: Settings, *, rejects: Rejects) -> dict[str, tuple[str, ...]]:
    """Table → its database URLs and files: those of evidence.toml, else those found by name.

    A table that evidence.toml names is supplied even if none of its files is there.
    """
    names = {table.name: (table.zh,) for table in tables().values()}
    found = find_tables(settings.folder, names, rejects=rejects)
    for name, mine in settings.tables.items():
        if mine.paths:
            urls = tuple(path for path in mine.paths if is_database(path))
            files = table_files(mine, folder=settings.folder, table=name, rejects=rejects)
            found[name] = (*urls, *files)
    return found


def differences(mine: TableSettings, inputs: tuple[Input, ...], rows: int) -> list[Text]:
    """Where a table is not what its declared provenance says it is."""
    declared, found = mine.provenance, []
    if declared.rows is not None and declared.rows != rows:
        found.append(
            Text(
                zh=f"{mine.name}：声明有 {declared.rows:,} 行，实际读到 {rows:,} 行，请核对导出是否完整",
                en=f"{mine.name}: {declared.rows:,} rows were declared and {rows:,} read; check whether the export is whole",
            )
        )
    hashes = {given.sha256 for given in inputs}
    if declared.sha256 is not None and declared.sha256.lower() not in hashes:
        found.append(
            Text(
                zh=f"{mine.name}：文件的 SHA-256 与声明的不一致，请核对是否为同一份导出",
                en=f"{mine.name}: no file has the SHA-256 declared; check whether it is the same export",
            )
        )
    return found
