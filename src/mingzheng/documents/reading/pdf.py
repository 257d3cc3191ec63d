"""PDF → pieces, read by a process of its own (`pdf_worker`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from mingzheng.documents.reading.limits import Limits
from mingzheng.documents.reading.passages import Grid, Passage, Piece
from mingzheng.documents.reading.refusals import DocumentError

_WORKER = "mingzheng.documents.reading.pdf_worker"
_GRACE = 2


def pieces(path: Path, name: str, limits: Limits) -> list[Piece]:
    """The pieces of a PDF in reading order. Raises DocumentError."""
    words = [path.absolute(), limits.pages, limits.characters, limits.seconds, limits.memory_bytes]
    try:
        done = subprocess.run(
            [sys.executable, "-m", _WORKER, *map(str, words)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits.seconds * _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError("too_slow", name) from error
    if done.returncode:
        raise DocumentError("too_slow" if done.returncode in (-24, -9) else "damaged", name)
    said: dict[str, Any] = json.loads(done.stdout)
    if "refused" in said:
        raise DocumentError(said["refused"], name)
    return [_piece(each) for each in said["pieces"]]


def _piece(said: dict[str, Any]) -> Piece:
    if said["kind"] == "grid":
        rows = tuple(tuple(row) for row in said["rows"])
        return Grid(rows, tuple(said["pages"]), goes_on=said["goes_on"])
    return Passage(said["text"], said["page"], tuple(said["turns"]), said["rank"])
