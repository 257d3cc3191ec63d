"""What computes the expressions of an audit.

Everything above an engine speaks Ibis; two engines give the same rows for the same expressions.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from mingzheng.dossiers.facts import Value


class Engine(Protocol):
    """Tables by name, made of expressions over other tables.

    Tables may be made in the background: an expression over one that isn't there yet can be put
    into words at once, and whoever reads its rows waits for it.
    """

    def parquet(self, name: str, parts: list[Path], *, made_from: str) -> Value:
        """A table that stands in Parquet files; `made_from` says what its rows follow from."""

    def store(self, name: str, table: pa.Table) -> Value:
        """Bring a small Arrow table in under that name."""

    def keep(self, name: str, expression: Value) -> Value:
        """Materialise an expression as a table of that name; see `settle`."""

    def view(self, name: str, expression: Value) -> Value:
        """Give an expression a name without computing it: readers take the columns they need."""

    def drop(self, name: str) -> None:
        """Give back the space of a table no longer needed, once all that was asked for is there."""

    @property
    def due(self) -> tuple[str, ...]:
        """The names of what was asked for and not settled."""

    def settle(self, *names: str) -> None:
        """Wait until tables and views of these names are there; raises what went wrong first."""

    def batches(self, expression: Value) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, streamed; in its order where it has one."""

    def table(self, expression: Value) -> pa.Table:
        """The rows of a small expression at once."""

    def close(self) -> None:
        """Let go of everything, whatever is still being made."""
