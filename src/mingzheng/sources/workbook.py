"""XLSX → batches with the types of its cells.

The header is the first row with at least two cells that are not empty (one, in a sheet of one
column); of merged cells the first has the value. A column of several types is text, in which
a number past fifteen digits shows as `1.10101199001011E+17`.
"""

from __future__ import annotations

import json
import mmap
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from mingzheng.sources import sheets
from mingzheng.sources.limits import GIB, MIB, Limits
from mingzheng.sources.raw import Origin, RawBatch, named, no_rows

MEMORY = 6 * GIB
"""Address space in which one sheet must be readable; a full one of fifteen columns is."""

_LARGEST = 8 * GIB
_FREE_EXPANSION = 256 * MIB
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(
    path: Path,
    *,
    origin: Origin,
    limits: Limits,
    batch_rows: int,
    sheet: str | None = None,
    memory: int = MEMORY,
) -> Iterator[RawBatch]:
    """The rows of one sheet: the one named, else the first that is not empty."""
    if refusal := _refusal(path, limits):
        origin.reject(refusal)
        return
    command = [sys.executable, "-P", "-m", sheets.__name__, str(path), sheet or ""]
    with subprocess.Popen(
        [*command, str(memory), str(batch_rows)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield from _batches(process, origin)
        finally:
            process.kill()


def _refusal(path: Path, limits: Limits) -> str | None:
    """Why the file is not opened at all; None where it may be."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_OLE))
            if not start:
                return "empty_file"
            if start == _OLE:
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
                    encrypted = whole.find(_ENCRYPTED) >= 0
                return "encrypted_workbook" if encrypted else "old_workbook"
            with zipfile.ZipFile(file) as book:
                expanded = sum(member.file_size for member in book.infolist())
    except FileNotFoundError:
        return "vanished_file"
    except OSError:
        return "unreadable_file"
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "damaged_workbook"
    packed = path.stat().st_size
    if expanded > max(_FREE_EXPANSION, packed * limits.expansion) or expanded > _LARGEST:
        return "expansion_bomb"
    return None


def _batches(process: subprocess.Popen[bytes], origin: Origin) -> Iterator[RawBatch]:
    try:
        stream = pa.ipc.open_stream(process.stdout)
        about = {key.decode(): value.decode() for key, value in stream.schema.metadata.items()}
        if "fault" in about:
            origin.reject(about["fault"], value=about["value"] or None)
            return
        origin = Origin(origin.table, f"{origin.file}#{about['sheet']}", origin.rejects)
        names = _headers(about, origin)
        rows = 0
        for batch in stream:
            rows += len(batch)
            columns = pa.RecordBatch.from_arrays(batch.columns[1:], names=names)
            yield RawBatch(columns, batch.column(0).to_numpy(), origin.file)
        if not rows:
            yield no_rows(names, origin)
        died = process.wait() != 0
    except pa.ArrowInvalid:
        died = True
    if died:
        # Of the memory bound (an abort, or Python's own exit) or of the time bound.
        origin.reject("sheet_unreadable")


def _headers(about: dict[str, str], origin: Origin) -> list[str]:
    line = int(about["line"])
    others = json.loads(about["others"])
    if others:
        origin.reject("other_sheets", value="、".join(others), rows=0)
    if int(about["skipped"]):
        origin.reject("lines_before_header", line=line, rows=0)
    return named(json.loads(about["headers"]), origin, line=line)
