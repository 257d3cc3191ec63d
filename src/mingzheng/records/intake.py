"""One table on its way in: raw batches become typed rows, and what is refused says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from mingzheng.language import Text
from mingzheng.records.cells import Fault, Mask, Stored, folded, text
from mingzheng.records.columns import Reading, absent, read_column
from mingzheng.records.faults import Shapes, decimal_notice
from mingzheng.records.headers import Headers, match_headers
from mingzheng.records.provenance import Bases
from mingzheng.records.schema import LINKS, Column, Table
from mingzheng.sources.raw import RawBatch
from mingzheng.sources.rejects import Reject, Rejects

MOST_CELLS = 10_000
"""Bad cells of one column listed one by one; the rest are counted in one entry per file."""

REJECTED_LINKS = pa.schema(
    [("table", pa.string()), ("row", pa.int64()), ("link", pa.string()), ("value", pa.string())]
)
"""The columns of rejected_links.parquet."""

_LINKING = (*LINKS, "serial_number")


@dataclass
class Intake:
    """Reads the raw batches of one table; what it learns on the way is in its fields."""

    table: Table
    mapping: dict[str, str]
    how: Reading
    rejects: Rejects
    files: Bases
    base_declared: bool = False
    """Whether the CA says in which base its serial numbers are."""
    shapes: Shapes = field(default_factory=Shapes)
    headers: dict[str, str] = field(default_factory=dict)
    rejected: list[pa.Table] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """Files of which rows could be read."""
    unusable: set[str] = field(default_factory=set)
    """Files whose headers don't carry the table."""
    given: int = 0
    """Rows read, accepted or not."""
    unlinked: int = 0
    """Rejected rows of which no link could be read."""
    _matched: dict[tuple[str, ...], Headers] = field(default_factory=dict)
    _unknown: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    _cells: Counter[str] = field(default_factory=Counter)
    _beyond: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)

    def rows(self, batches: Iterator[RawBatch]) -> Iterator[pa.Table]:
        """Typed rows in the shape of `Table.arrow()`, batch by batch."""
        for batch in batches:
            base = self.files.base(batch.file, int(batch.lines.max(initial=0)))
            matched = self._match(batch)
            if matched is None:
                continue
            self.read.add(batch.file)
            self.given += batch.columns.num_rows
            yield self._typed(batch, matched, base)
        self._say_unknown()

    def _match(self, batch: RawBatch) -> Headers | None:
        names = (batch.file, *batch.columns.schema.names)
        if names not in self._matched:
            found = match_headers(self.table, names[1:], self.mapping)
            self._matched[names] = found
            self.headers |= {c: h for c, h in found.mapped.items() if c not in self.headers}
            self._say_headers(batch.file, found)
        found = self._matched[names]
        if found.problems:
            self.unusable.add(batch.file)
            return None
        return found

    def _say_headers(self, file: str, found: Headers) -> None:
        name = self.table.name
        self.rejects.extend(
            [
                *(
                    Reject(name, file, reason, column=column, value=header, rows=0)
                    for reason, column, header in found.problems
                ),
                *(
                    Reject(name, file, "header_not_recognised", column=header, rows=0)
                    for header in found.unknown
                ),
            ]
        )

    def _typed(self, batch: RawBatch, matched: Headers, base: int) -> pa.Table:
        count = batch.columns.num_rows
        rows = batch.lines.astype(np.int64) + base
        arrays: list[pa.Array] = [pa.array(rows)]
        lost = np.zeros(count, bool)
        refused: list[tuple[str, Column, Mask]] = []
        stored: dict[str, Stored] = {}
        for column in self.table.columns:
            found = self._column(batch, column, matched, count)
            stored[column.name] = found
            arrays += found.arrays
            if column.required:
                empty = found.arrays[0].is_null().to_numpy(zero_copy_only=False)
                if empty.any():
                    refused.append(("required_value_missing", column, empty))
                    lost |= empty
        if self.table.link == "required":
            unlinked = np.ones(count, bool)
            for link in LINKS:
                unlinked &= stored[link].arrays[0].is_null().to_numpy(zero_copy_only=False)
            if unlinked.any():
                refused.append(("row_without_link", self.table.column(LINKS[0]), unlinked))
                lost |= unlinked
        typed = pa.Table.from_arrays(arrays, schema=self.table.arrow())
        if not lost.any():
            return typed
        self._refuse(batch, typed, matched, refused)
        return typed.filter(pa.array(~lost))

    def _column(self, batch: RawBatch, column: Column, matched: Headers, count: int) -> Stored:
        header = matched.mapped.get(column.name)
        if header is None or header not in batch.columns.schema.names:
            return absent(column, count)
        raw = batch.columns.column(header)
        found = read_column(column, raw, self.how)
        self.shapes.look(column, found)
        for fault in found.faults:
            self._say_fault(batch, header, raw, fault)
        return found

    def _say_fault(self, batch: RawBatch, header: str, raw: pa.Array, fault: Fault) -> None:
        values = text(raw.take(pa.array(fault.rows)))
        lines = batch.lines[fault.rows]
        if fault.reason == "unknown_code":
            for value, line in zip(folded(values).to_pylist(), lines.tolist(), strict=True):
                seen = self._unknown.setdefault((batch.file, header, value), [0, line])
                seen[0] += 1
            return
        counted = f"{fault.reason}\0{header}"
        room = max(0, MOST_CELLS - self._cells[counted])
        self._cells[counted] += len(lines)
        name = self.table.name
        self.rejects.extend(
            Reject(name, batch.file, fault.reason, line=line, column=header, value=value, rows=0)
            for line, value in zip(
                lines[:room].tolist(), values.slice(0, room).to_pylist(), strict=True
            )
        )
        if len(lines) > room:
            key = (batch.file, header, fault.reason)
            seen = self._beyond.setdefault(key, [0, int(lines[room])])
            seen[0] += len(lines) - room

    def decimal_columns(self) -> tuple[str, ...]:
        """Serial columns that must be decimal though the CA did not say so."""
        if self.base_declared:
            return ()
        return tuple(name for name, sure in self.shapes.digit_serials().items() if sure)

    def notices(self) -> list[Text]:
        """What the person who supplied the table should know of it as a whole."""
        if self.base_declared:
            return []
        return [
            decimal_notice(self.table.name, self.headers.get(name, name), certain=sure)
            for name, sure in self.shapes.digit_serials().items()
        ]

    def say_rounded(self, column: str, located: list[str], values: list[str | None]) -> None:
        """List the numbers of a column that a spreadsheet rounded."""
        header = self.headers.get(column, column)
        for place, value in zip(located, values, strict=True):
            self._cells[f"rounded_numbers\0{header}"] += 1
            if self._cells[f"rounded_numbers\0{header}"] <= MOST_CELLS:
                file, _, line = place.rpartition(":")
                self.rejects.add(
                    "rounded_numbers",
                    table=self.table.name,
                    file=file,
                    line=int(line),
                    column=header,
                    value=value,
                    rows=0,
                )

    def _say_unknown(self) -> None:
        name = self.table.name
        for (file, header, value), (count, line) in sorted(self._unknown.items()):
            shown = value if count == 1 else f"{value} ×{count}"
            self.rejects.add(
                "unknown_code",
                table=name,
                file=file,
                line=line,
                column=header,
                value=shown,
                rows=0,
            )
        for (file, header, reason), (count, line) in sorted(self._beyond.items()):
            self.rejects.add(
                reason,
                table=name,
                file=file,
                line=line,
                column=header,
                value=f"… ×{count}",
                rows=0,
            )

    def _refuse(
        self,
        batch: RawBatch,
        typed: pa.Table,
        matched: Headers,
        refused: list[tuple[str, Column, Mask]],
    ) -> None:
        said = np.zeros(len(batch.lines), bool)
        for reason, column, mask in refused:
            fresh = np.flatnonzero(mask & ~said)
            said |= mask
            header = matched.mapped.get(column.name, column.name)
            raw = batch.columns.column(header) if header in matched.mapped.values() else None
            values = None if raw is None else text(raw.take(pa.array(fresh))).to_pylist()
            self.refuse(
                typed.take(pa.array(fresh)),
                reason=reason,
                places=[(batch.file, line) for line in batch.lines[fresh].tolist()],
                column=header,
                values=values,
            )

    def refuse(
        self,
        typed: pa.Table,
        *,
        reason: str,
        places: list[tuple[str, int]],
        column: str | None = None,
        values: list[str | None] | None = None,
        lost: bool = True,
    ) -> None:
        """Record typed rows that the table does not take, with the links that can be read.

        lost: what they said is not in the table; false of a row that only repeats another.
        """
        links = linking(self.table)
        found = {link: typed[link].to_pylist() for link in links}
        one = [
            next((found[link][row] for link in links if found[link][row] is not None), None)
            for row in range(typed.num_rows)
        ]
        self.unlinked += sum(link is None for link in one) if lost else 0
        self.rejects.extend(
            Reject(
                self.table.name,
                file,
                reason,
                line=line,
                column=column,
                value=values[row] if values else None,
                link=one[row],
            )
            for row, (file, line) in enumerate(places)
        )
        for link in links if lost else ():
            mine = pa.table(
                [
                    pa.repeat(self.table.name, typed.num_rows).cast(pa.string()),
                    typed["row"].cast(pa.int64()),
                    pa.repeat(link, typed.num_rows).cast(pa.string()),
                    typed[link],
                ],
                names=REJECTED_LINKS.names,
            ).cast(REJECTED_LINKS)
            self.rejected.append(mine.filter(mine["value"].is_valid()))


def linking(table: Table) -> tuple[str, ...]:
    """The columns of a table by which a rejected row still tells what it was about."""
    names = {column.name for column in table.columns}
    own = tuple(key for key in table.key if key != "issuer_dn" and table.link != "required")
    links = tuple(link for link in _LINKING if link in names)
    return links + tuple(key for key in own if key not in links)
