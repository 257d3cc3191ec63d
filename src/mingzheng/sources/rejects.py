"""What could not be read, and why: nothing is lost and nothing is guessed.

A reject names its reason by a code of `reasons.toml`, which holds the explanation and the
remedy in both languages, once. Rejects collect from any thread, spill to disk beyond a bound,
and are written in one order whatever the order in which they came.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from threading import Lock
from types import TracebackType

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.language import Text
from mingzheng.privacy import mask_text, mask_texts

LONGEST_VALUE = 80
"""Characters of an offending value that a reject keeps."""

_HELD = 50_000
_ROW_GROUP = 100_000

_COLLECTED = pa.schema(
    [
        ("table", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("rows", pa.int64()),
        ("link", pa.string()),
    ]
)
SCHEMA = pa.schema(
    [
        *(_COLLECTED.field(name) for name in ("table", "file", "line", "column", "value")),
        *((name, pa.string()) for name in ("reason", "zh", "en", "remedy_zh", "remedy_en")),
        *(_COLLECTED.field(name) for name in ("rows", "link")),
    ]
)
"""The columns of rejects.parquet."""


@dataclass(frozen=True)
class Reason:
    """Why something was rejected, and what to do about it."""

    explanation: Text
    remedy: Text
    fails: bool = False
    """Whether a whole source was lost for it, so that the run is incomplete."""


def _load_reasons() -> Mapping[str, Reason]:
    catalogue = tomllib.loads((files(__package__) / "reasons.toml").read_text("utf-8"))
    return {
        code: Reason(
            explanation=Text(zh=entry["zh"], en=entry["en"]),
            remedy=Text(zh=entry["remedy_zh"], en=entry["remedy_en"]),
            fails=entry.get("fails", False),
        )
        for code, entry in catalogue.items()
    }


REASONS: Mapping[str, Reason] = _load_reasons()
"""Every reason by its code; a new one is an entry in `reasons.toml` and nothing else."""


@dataclass(frozen=True)
class Reject:
    """One thing that was not read, in full or in part.

    table   the record table it was meant for
    file    path relative to the evidence folder; a member of an archive as `a.zip!/b/c.pem`
    line    1-based line or ordinal in the file; None where there is none
    column  the column concerned; None where the whole row or object is
    value   the offending value, masked and shortened, never the bytes of a key
    reason  a code of `REASONS`
    rows    rows or objects lost: 0 where only a cell or a remark is
    link    application, batch or contract id of what was lost, where it could be read
    """

    table: str
    file: str
    reason: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    rows: int = 1
    link: str | None = None

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise KeyError(f"no reason {self.reason!r} in reasons.toml")
        if self.value is not None:
            object.__setattr__(self, "value", shown(self.value))

    @property
    def text(self) -> Text:
        """The explanation."""
        return REASONS[self.reason].explanation

    @property
    def remedy(self) -> Text:
        """What to do about it."""
        return REASONS[self.reason].remedy


def shown(value: str) -> str:
    """A value as a reject may show it: printable, masked, at most `LONGEST_VALUE` long.

    It is masked before it is cut: half a number would no longer be recognised as one.
    """
    printable = "".join(c if c.isprintable() else "\ufffd" for c in value[: 8 * LONGEST_VALUE])
    masked = mask_text(printable)
    return masked if len(masked) <= LONGEST_VALUE else masked[: LONGEST_VALUE - 1] + "…"


class Rejects:
    """A thread-safe collector that holds few in memory and the rest in a temporary folder.

    Use it as a context manager, or `close` it: the folder goes with it. What is added one by one
    is of the `table` given, whatever table a reader shared by several names.
    """

    def __init__(self, spill: Path | None = None, *, table: str | None = None) -> None:
        self._table = table
        self._folder = tempfile.TemporaryDirectory(prefix="mingzheng-rejects-", dir=spill)
        self._lock = Lock()
        self._held: list[Reject] = []
        self._parts = 0
        self._rows: Counter[str] = Counter()
        self._entries = 0
        self._lost: set[tuple[str, str]] = set()

    def __enter__(self) -> Rejects:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return self._entries

    def close(self) -> None:
        """Remove what was spilled."""
        self._folder.cleanup()

    def add(
        self,
        reason: str,
        *,
        table: str,
        file: str,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        rows: int = 1,
        link: str | None = None,
    ) -> None:
        """Add one reject."""
        self.extend([Reject(table, file, reason, line, column, value, rows, link)])

    def extend(self, rejects: Iterable[Reject]) -> None:
        """Add several."""
        rejects = list(rejects)
        if self._table is not None:
            rejects = [replace(reject, table=self._table) for reject in rejects]
        with self._lock:
            self._held.extend(rejects)
            self._entries += len(rejects)
            for reject in rejects:
                self._rows[reject.table] += reject.rows
                if REASONS[reject.reason].fails:
                    self._lost.add((reject.file, reject.reason))
            if len(self._held) >= _HELD:
                self._spill()

    def add_column(
        self,
        reason: str,
        *,
        table: str,
        file: str,
        lines: pa.Array,
        column: str | None = None,
        values: pa.Array | None = None,
        rows: int = 1,
        links: pa.Array | None = None,
    ) -> None:
        """Add one reject per line, for a reader that finds them by the column.

        `lines` is int64; `values` and `links` are strings as long as `lines`.
        """
        if reason not in REASONS:
            raise KeyError(f"no reason {reason!r} in reasons.toml")
        count = len(lines)
        nothing = pa.nulls(count, pa.string())
        if values is not None:
            values = pa.array([None if v is None else shown(v) for v in values.to_pylist()])
        part = pa.table(
            [
                pa.repeat(table, count),
                pa.repeat(file, count),
                lines,
                nothing if column is None else pa.repeat(column, count),
                nothing if values is None else values,
                pa.repeat(reason, count),
                pa.repeat(rows, count),
                nothing if links is None else links,
            ],
            names=_COLLECTED.names,
        ).cast(_COLLECTED)
        with self._lock:
            self._entries += count
            self._rows[table] += rows * count
            if count and REASONS[reason].fails:
                self._lost.add((file, reason))
            self._write_part(part)

    def lost_sources(self) -> list[tuple[str, str]]:
        """(file, reason) of every source of which nothing could be read, sorted."""
        with self._lock:
            return sorted(self._lost)

    def count_by_table(self) -> dict[str, int]:
        """Rows and objects lost, by the table they were meant for; remarks count nothing."""
        with self._lock:
            return {table: count for table, count in sorted(self._rows.items()) if count}

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rejects in their one order, links and file names as they were read.

        For the record room, which holds a case unknown by its rejected rows; columns as
        collected, without explanations. Never write these out: `write` masks.
        """
        with self._lock:
            self._spill()
            if not self._parts:
                return
        order = ", ".join(f'"{name}" NULLS FIRST' for name in _COLLECTED.names)
        # One thread, so that batches, and with them row groups, fall in the same places.
        with duckdb.connect(config={"threads": 1}) as engine:
            found = engine.sql(
                f"SELECT * FROM read_parquet($parts) ORDER BY {order}",
                params={"parts": f"{self._folder.name}/*.parquet"},
            )
            for batch in found.to_arrow_reader(_ROW_GROUP):
                yield from pa.Table.from_batches([batch]).cast(_COLLECTED).to_batches()

    def write(self, path: Path) -> None:
        """Write rejects.parquet (`SCHEMA`): same rejects, same bytes."""
        with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
            for batch in self.batches():
                writer.write_table(_explained(batch), row_group_size=_ROW_GROUP)

    def _spill(self) -> None:
        if self._held:
            columns = {
                name: pa.array([getattr(reject, name) for reject in self._held], field.type)
                for name, field in zip(_COLLECTED.names, _COLLECTED, strict=True)
            }
            self._write_part(pa.table(columns, schema=_COLLECTED))
            self._held = []

    def _write_part(self, part: pa.Table) -> None:
        pq.write_table(part, Path(self._folder.name, f"{self._parts:08}.parquet"))
        self._parts += 1


def _explained(batch: pa.RecordBatch) -> pa.Table:
    reasons = [REASONS[code] for code in batch["reason"].to_pylist()]
    columns = {name: batch[name] for name in _COLLECTED.names}
    for name in ("file", "column", "link"):
        columns[name] = mask_texts(columns[name])
    columns["zh"] = pa.array([reason.explanation.zh for reason in reasons], pa.string())
    columns["en"] = pa.array([reason.explanation.en for reason in reasons], pa.string())
    columns["remedy_zh"] = pa.array([reason.remedy.zh for reason in reasons], pa.string())
    columns["remedy_en"] = pa.array([reason.remedy.en for reason in reasons], pa.string())
    return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)
