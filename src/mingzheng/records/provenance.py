"""From a row number back to the file and line it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.errors import EvidenceError

LAST_ROW = 2**30 - 1
FILES = pa.schema([("table", pa.string()), ("file", pa.string()), ("base", pa.int64())])
"""The columns of files.parquet: row = base + line, unique within a table."""


@dataclass
class Bases:
    """Gives each file of a table its base, in the order in which the files are read."""

    table: str
    files: list[str] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    last: int = -1

    def base(self, file: str, last_line: int) -> int:
        """The base of the file now being read, of which `last_line` is the last line so far."""
        if not self.files or self.files[-1] != file:
            self.files.append(file)
            self.bases.append(self.last + 1)
        base = self.bases[-1]
        self.reach(base + last_line)
        return base

    def extend(self, files: list[str], last_lines: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The bases of several files that follow one another; the first may go on from before."""
        continued = bool(self.files) and bool(files) and self.files[-1] == files[0]
        first = self.bases[-1] if continued else self.last + 1
        steps = last_lines[:-1] + 1
        bases = first + np.concatenate([[0], np.cumsum(steps)])
        self.files += files[continued:]
        self.bases += bases[int(continued) :].tolist()
        self.reach(int(bases[-1] + last_lines[-1]))
        return bases

    def reached(self, file: str) -> int:
        """The last line given of the file read last; -1 for any other."""
        return self.last - self.bases[-1] if self.files and self.files[-1] == file else -1

    def reach(self, row: int) -> None:
        """Note that this row has been given."""
        self.last = max(self.last, row)
        if self.last > LAST_ROW:
            file = self.files[-1]
            raise EvidenceError(
                zh=f"{self.table} 超过 {LAST_ROW:,} 行（到 {file} 为止）：请按年度拆分证据，分别审计",
                en=f"{self.table} has more than {LAST_ROW:,} lines (up to {file}): split the evidence by year and audit each part",
            )

    def to_arrow(self) -> pa.Table:
        """As rows of files.parquet."""
        names = pa.repeat(self.table, len(self.files)).cast(pa.string())
        return pa.table([names, self.files, pa.array(self.bases, pa.int64())], schema=FILES)


def locate(files: Path | pa.Table, table: str, rows: Iterable[int]) -> list[str]:
    """Each row of a table as `file:line`; files is files.parquet or its table.

    Raises KeyError where the table has no such row.
    """
    known = pq.read_table(files) if isinstance(files, Path) else files
    located: list[str] = places(known, table, np.fromiter(rows, np.int64)).to_pylist()
    return located


def places(files: pa.Table, table: str, rows: npt.NDArray[np.int64]) -> pa.StringArray:
    """`locate` over a column."""
    mine = files.filter(pc.equal(files["table"], table)).sort_by("base")
    bases = mine["base"].to_numpy()
    file = np.searchsorted(bases, rows, side="right") - 1
    if (file < 0).any():
        raise KeyError(f"{table} has no row {rows[file < 0][0]}")
    lines = pa.array(rows - bases[file]).cast(pa.string())
    names = mine["file"].combine_chunks().take(pa.array(file))
    return pc.binary_join_element_wise(names, lines, ":")
