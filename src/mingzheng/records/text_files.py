"""The files of public documents that versions on record name, each opened once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzheng.documents.kinds import Kind
from mingzheng.documents.reading import LIMITS
from mingzheng.records.finished import Input
from mingzheng.records.parts import read_parts
from mingzheng.sources.objects import Objects, Refusal
from mingzheng.sources.rejects import Reject

FOLDER = "documents"
"""The folder of the evidence that holds the texts."""

KINDS: Mapping[str, Kind] = {"cps": "cps", "disclosure": "notice", "contract": "agreement"}
"""Kind of document on record → kind of text; others are not examined."""

_LONGEST_SUFFIX = 10
_COLUMNS = ("row", "document_id", "kind", "effective_from", "effective_until_until", "path")


@dataclass(frozen=True)
class Version:
    """A version of a document whose file could be opened.

    row, since, until: of its row in `documents`, in UTC, until None where it has no end; file: as it is named in messages;
    copy: its octets where nobody changes them meanwhile.
    """

    row: int
    document_id: str
    kind: Kind
    since: dt.datetime
    until: dt.datetime | None
    file: str
    digest: str
    copy: Path


@dataclass(frozen=True)
class Opened:
    """The versions whose files can be read, in the order of their rows, and what became of the rest."""

    versions: tuple[Version, ...]
    inputs: tuple[Input, ...]
    rejects: tuple[Reject, ...]


def open_texts(evidence: Path, out: Path, *, scratch: Path, table: str) -> Opened:
    """Copy every file that the table `documents` in `out` names from `evidence` into `scratch`.

    table: the name under which a file is rejected.
    """
    objects = Objects(evidence / FOLDER)
    versions, inputs, rejects = [], {}, []
    for row in _named(out):
        path = str(row["path"])
        file = f"{FOLDER}/{path.removeprefix(f'{FOLDER}/')}"
        try:
            octets = objects.read(path, most=LIMITS.file_bytes)
        except Refusal as refusal:
            outside = refusal.reason == "object_outside"
            at, value = (FOLDER, path) if outside else (file, None)
            rejects.append(Reject(table, at, refusal.reason, value=value))
            continue
        digest = hashlib.sha256(octets).hexdigest()
        copy = scratch / f"{digest}{_suffix(path)}"
        copy.write_bytes(octets)
        inputs[file] = Input(path=file, bytes=len(octets), sha256=digest)
        versions.append(
            Version(
                row["row"], row["document_id"], KINDS[row["kind"]], row["effective_from"],
                row["effective_until_until"], file, digest, copy,
            )
        )  # fmt: skip
    return Opened(tuple(versions), tuple(inputs.values()), tuple(rejects))


def _named(out: Path) -> Iterator[dict[str, Any]]:
    """The rows of `documents` that name a text to be examined."""
    for group in read_parts(out / "documents"):
        for row in group.select(_COLUMNS).to_pylist():
            if row["path"] is not None and row["kind"] in KINDS:
                yield row


def _suffix(path: str) -> str:
    """What tells kinds of text apart; nothing else of a name is taken over."""
    suffix = Path(path.replace("\\", "/")).suffix.lower()
    plain = suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= _LONGEST_SUFFIX
    return suffix if plain else ""
