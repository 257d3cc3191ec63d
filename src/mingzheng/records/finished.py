"""What a finished table leaves behind, so that a run that is started again does not redo it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.language import Text
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.parts import writing
from mingzheng.records.provenance import FILES
from mingzheng.sources.rejects import Reject, Rejects

FOLDER = ".finished"
READERS = ("certificates", "documents", "records", "signatures", "sources")
"""The rooms whose code decides what a table holds."""


@dataclass(frozen=True)
class Input:
    """One file of the evidence as it was read."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Finished:
    """One table as it was read; what the tables of rows don't say."""

    table: str
    rows: int
    supplied: bool
    void: bool
    headers: Mapping[str, str]
    notices: tuple[Text, ...]
    files: pa.Table
    """As files.parquet."""
    links: pa.Table
    """As rejected_links.parquet."""
    made_from: str = ""
    """What the table follows from: the same gives the same rows."""


@cache
def made_by(*rooms: str) -> str:
    """The version, and the code itself: an editable installation changes without a version.

    rooms: whose code; without any, that of all.
    """
    digest = hashlib.sha256(version("mingzheng").encode())
    root = Path(__file__).parents[1]
    for place in [root / room for room in rooms] or [root]:
        for path in sorted(place.rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(inputs: Iterable[Input], *about: object) -> str:
    """What a table was made from: its inputs, how they are read, and by which version."""
    digest = hashlib.sha256(made_by(*READERS).encode())
    for part in (*(asdict(found) for found in inputs), *about):
        digest.update(b"\0" + repr(part).encode())
    return digest.hexdigest()


def hashed(folder: Path, path: str) -> Input | None:
    """A file with its size and SHA-256; None where it can't be read (its reader says why)."""
    try:
        with (folder / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return Input(path=path, bytes=file.tell(), sha256=digest.hexdigest())
    except OSError:
        return None


def from_rows(folder: Path, made_from: str) -> str:
    """What a table was made from whose source can change unseen: a database is known by its rows."""
    parts = sorted(folder.glob("part-*.parquet"))
    found = [hashed(folder, part.name) for part in parts]
    return fingerprint([each for each in found if each is not None], made_from)


def save(out: Path, finished: Finished, rejects: Rejects) -> None:
    """Leave the marker, which comes last and appears whole or not at all."""
    folder = out / FOLDER
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        name = finished.table
        pq.write_table(finished.files, folder / f"{name}.files.parquet")
        pq.write_table(finished.links, folder / f"{name}.links.parquet")
        batches = list(rejects.batches())
        if batches:
            pq.write_table(pa.Table.from_batches(batches), folder / f"{name}.rejects.parquet")
        else:
            (folder / f"{name}.rejects.parquet").unlink(missing_ok=True)
        marker = {
            "made_from": finished.made_from,
            "rows": finished.rows,
            "supplied": finished.supplied,
            "void": finished.void,
            "headers": dict(finished.headers),
            "notices": [asdict(notice) for notice in finished.notices],
        }
        partial = folder / f"{name}.json.partial"
        partial.write_text(json.dumps(marker, ensure_ascii=False, indent=1), "utf-8")
        partial.rename(folder / f"{name}.json")


def load(out: Path, table: str, *, made_from: str) -> Finished | None:
    """A table that is already there, made from the same; None where it must be read."""
    folder = out / FOLDER
    try:
        marker = json.loads((folder / f"{table}.json").read_text("utf-8"))
        if marker["made_from"] != made_from or not any((out / table).glob("part-*.parquet")):
            return None
        return Finished(
            table=table,
            rows=marker["rows"],
            supplied=marker["supplied"],
            void=marker["void"],
            headers=marker["headers"],
            notices=tuple(Text(**notice) for notice in marker["notices"]),
            files=pq.read_table(folder / f"{table}.files.parquet", schema=FILES),
            links=pq.read_table(folder / f"{table}.links.parquet", schema=REJECTED_LINKS),
            made_from=made_from,
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def made_before(out: Path) -> dict[str, str]:
    """Table → what it was made from, of every table that a run before has finished."""
    found = {}
    for marker in (out / FOLDER).glob("*.json"):
        try:
            found[marker.stem] = str(json.loads(marker.read_text("utf-8"))["made_from"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def forget(out: Path, table: str) -> None:
    """Take the marker away before a table is read anew."""
    with writing(out):
        (out / FOLDER / f"{table}.json").unlink(missing_ok=True)


def saved_rejects(out: Path, table: str) -> Iterable[Reject]:
    """The rejects of a finished table."""
    path = out / FOLDER / f"{table}.rejects.parquet"
    if not path.exists():
        return
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for entry in batch.to_pylist():
                yield Reject(**entry)
