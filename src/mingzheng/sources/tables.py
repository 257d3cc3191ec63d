"""The record tables a CA supplies, whatever they are kept in, as raw batches.

What a file is, is read from its first bytes: exports named .xls are often text, HTML or XLSX.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from mingzheng.evidence.settings import TableSettings
from mingzheng.sources.addresses import is_database
from mingzheng.sources.databases import read_database
from mingzheng.sources.delimited import read_delimited
from mingzheng.sources.encodings import Damaged, raw_blocks
from mingzheng.sources.jsonlines import read_json_lines
from mingzheng.sources.limits import Limits
from mingzheng.sources.parquet import read_parquet
from mingzheng.sources.raw import Origin, RawBatch
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.sheets import written
from mingzheng.sources.workbook import read_workbook

__all__ = ["Preview", "RawBatch", "find_tables", "preview", "read_table", "table_files"]

FOLDER = "tables"
SUFFIXES = frozenset(
    [
        ".csv",
        ".tsv",
        ".txt",
        ".jsonl",
        ".ndjson",
        ".json",
        ".parquet",
        ".pq",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".et",
        ".gz",
    ]
)
SAMPLE_ROWS = 200

_NUMBERED = re.compile(r"(.+?)[-_. ()（）\d]*", re.DOTALL)
_PATTERN = re.compile(r"[*?\[]")
_HTML = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")


def find_tables(
    folder: Path,
    names: Mapping[str, Iterable[str]],
    *,
    rejects: Rejects,
    taken: Collection[str] = (),
) -> dict[str, tuple[str, ...]]:
    """Table → its files under `tables/`, by name, where evidence.toml names none.

    `names` gives each table the names it goes by (`applications`, 申请记录). A file belongs to a
    table by its stem, which may carry numbers (`申请记录_2019(2).csv`), or by the folder it lies
    in (`tables/applications/part-0.parquet`). One that belongs to none is reported, and those
    `taken`, which evidence.toml names itself, are passed over.
    """
    known = {name.casefold(): table for table, given in names.items() for name in (table, *given)}
    found: dict[str, list[str]] = {}
    for path in sorted((folder / FOLDER).rglob("*"), key=os.fsencode):
        if path.name.startswith((".", "~$")) or (path.is_dir() and not path.is_symlink()):
            continue
        name = _name(path, folder)
        if name in taken:
            continue
        table = _table_of(path.relative_to(folder), known)
        if refusal := _refusal(path, folder.resolve()):
            rejects.add(refusal, table=FOLDER, file=name)
        elif table is None or path.suffix.casefold() not in SUFFIXES:
            rejects.add("file_of_no_table", table=FOLDER, file=name)
        else:
            found.setdefault(table, []).append(name)
    return {table: tuple(paths) for table, paths in found.items()}


def _table_of(path: Path, known: Mapping[str, str]) -> str | None:
    """The table of a file by its stem, its stem without numbers, or a folder it lies in."""
    stem = path.name.partition(".")[0].casefold()
    bare = _NUMBERED.fullmatch(stem)
    folders = (part.casefold() for part in path.parts[1:-1])
    labels = (stem, bare[1] if bare else stem, *folders)
    return next((known[label] for label in labels if label in known), None)


def _name(path: Path, folder: Path) -> str:
    """A path relative to the folder, readable whatever bytes it is made of."""
    return os.fsencode(path.relative_to(folder)).decode("utf-8", "backslashreplace")


def table_files(
    settings: TableSettings, *, folder: Path, table: str, rejects: Rejects
) -> list[str]:
    """The files of a table, relative to the folder, patterns expanded, each once.

    A path that matches nothing or leads out of the folder is rejected; URLs are left out.
    """
    home = folder.resolve()
    found: dict[str, None] = {}
    for given in settings.paths:
        if is_database(given):
            continue
        if Path(given).is_absolute() or ".." in Path(given).parts:
            rejects.add("path_outside", table=table, file=given)
            continue
        paths = [home / given]
        if _PATTERN.search(given) and not paths[0].exists():
            paths = sorted(home.glob(given)) or paths
        for path in paths:
            name = _name(path, home)
            if refusal := _refusal(path, home):
                rejects.add(refusal, table=table, file=name)
            else:
                found[name] = None
    return list(found)


def _refusal(path: Path, home: Path) -> str | None:
    """Why a file is not opened; None where it may be."""
    try:
        if not path.resolve().is_relative_to(home):
            return "link_outside"
        if _name(path, path.parent) != path.name:
            return "undecodable_name"
        if path.is_file():
            return None
        return "special_file" if path.exists() else "vanished_file"
    except (OSError, RuntimeError):  # a link to itself
        return "vanished_file"


def read_table(
    settings: TableSettings,
    *,
    folder: Path,
    table: str,
    rejects: Rejects,
    limits: Limits,
    batch_rows: int = 200_000,
) -> Iterator[RawBatch]:
    """All rows of a table as written, file by file; what can't be read goes to `rejects`.

    Memory is bounded by a batch (in XLSX by a sheet, in Parquet by a row group).
    """
    for url in filter(is_database, settings.paths):
        yield from read_database(
            url,
            query=settings.query,
            folder=folder,
            table=table,
            rejects=rejects,
            batch_rows=batch_rows,
        )
    for name in table_files(settings, folder=folder, table=table, rejects=rejects):
        yield from _read_file(
            folder / name,
            origin=Origin(table, name, rejects),
            limits=limits,
            batch_rows=batch_rows,
            sheet=settings.query,
        )


def _read_file(
    path: Path, *, origin: Origin, limits: Limits, batch_rows: int, sheet: str | None
) -> Iterator[RawBatch]:
    try:
        start = next(raw_blocks(path, limits), b"")[:4096]
    except Damaged as damage:
        origin.reject(damage.reason, value=damage.value)
        return
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        yield from read_workbook(
            path, origin=origin, limits=limits, batch_rows=batch_rows, sheet=sheet
        )
    elif start.startswith(b"PAR1"):
        yield from read_parquet(path, origin=origin, batch_rows=batch_rows)
    elif text.lower().startswith(_HTML):
        origin.reject("html_table")
    elif text.startswith(b"[") and ".json" in path.name.casefold():
        origin.reject("json_array")
    elif text.startswith(b"{") or ".json" in path.name.casefold():
        yield from read_json_lines(path, origin=origin, limits=limits, batch_rows=batch_rows)
    else:
        yield from read_delimited(path, origin=origin, limits=limits, batch_rows=batch_rows)


@dataclass(frozen=True)
class Preview:
    """What a file shows at its beginning: its headers, and some values of each as text."""

    file: str
    samples: Mapping[str, tuple[str, ...]]

    @property
    def headers(self) -> list[str]:
        """The headers in their order."""
        return list(self.samples)


def preview(
    settings: TableSettings, *, folder: Path, rejects: Rejects, limits: Limits
) -> list[Preview]:
    """Headers and the distinct values of the first rows, per file, sheet or database table."""
    seen: dict[str, Preview] = {}
    for path in settings.paths:
        one = TableSettings(name=settings.name, paths=(path,), query=settings.query)
        batches = read_table(
            one,
            folder=folder,
            table=settings.name,
            rejects=rejects,
            limits=limits,
            batch_rows=SAMPLE_ROWS,
        )
        for batch in batches:
            if batch.file in seen:
                break
            seen[batch.file] = Preview(batch.file, _samples(batch.columns))
    return list(seen.values())


def _samples(batch: pa.RecordBatch) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(
            dict.fromkeys(
                written(value) for value in column.to_pylist() if value not in (None, "")
            )
        )
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    }
