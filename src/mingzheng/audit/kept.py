"""Tables made on the way, kept on disk by what they follow from, so that none is made twice.

A table is one Parquet file whose name says what it was made from: the words of its statement, and
what each table it reads was made from, down to the files of the evidence. A run that is taken up
finds by that name what the run before has finished; whatever has changed since bears another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mingzheng.records.parts import writing

DIGITS = 32
"""Of a key in a file's name: 128 bits."""


@dataclass(frozen=True)
class Kept:
    """A folder of such tables.

    A file appears whole or not at all; that of a table no longer needed leaves an empty one
    behind, so that it isn't made again either.
    """

    folder: Path

    def open(self) -> None:
        """Make the folder, without what a run that was stopped left half written."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for partial in self.folder.glob("*.partial"):
                partial.unlink()

    def ready(self, name: str, key: str) -> bool:
        """Is the table there?"""
        return self.path(name, key).exists()

    def gone(self, name: str, key: str) -> bool:
        """Was it there, and was no longer needed?"""
        return self._gone(name, key).exists()

    def path(self, name: str, key: str) -> Path:
        """Where a table lies."""
        return self.folder / f"{name}-{key}.parquet"

    @contextmanager
    def written(self, name: str, key: str) -> Iterator[Path]:
        """Where to write a table; it gets its name once that is done without an error.

        Another table of its name is not needed any more.
        """
        partial = self.folder / f"{name}-{key}.partial"
        try:
            yield partial
            partial.rename(self.path(name, key))
        finally:
            partial.unlink(missing_ok=True)
        for other in self.folder.glob(f"{name}-*.parquet"):
            if other != self.path(name, key):
                other.unlink()

    def drop(self, name: str, key: str) -> None:
        """Give back the space of a table on which nothing more will stand."""
        self._gone(name, key).touch()
        self.path(name, key).unlink(missing_ok=True)

    def _gone(self, name: str, key: str) -> Path:
        return self.folder / f"{name}-{key}.gone"


def key_of(words: str, made_from: Iterable[str] = ()) -> str:
    """A name for what follows from these words over tables made from these."""
    digest = hashlib.sha256()
    for part in (words, *made_from):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()[:DIGITS]
