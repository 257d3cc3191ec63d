"""What verifying an archive's signatures leaves to do when all of it is read.

While the archive is read, every signature is verified with the keys of the issuers supplied. What
none of them accepts is set aside on disk. In the end the CA certificates of the archive that are
themselves validly signed vouch for what they signed, and those in turn, until nothing new comes
up. They acquit and never accuse. Where two implementations disagree, the run is incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.certificates import read
from mingzheng.records.parts import Parts, read_parts, writing
from mingzheng.records.provenance import locate
from mingzheng.records.signatures import (
    ANSWERS,
    VERDICT,
    authorities_in,
    columns,
    issuer_keys,
    verified,
)
from mingzheng.signatures.authorities import Authorities, Authority
from mingzheng.signatures.opinions import Opinions
from mingzheng.signatures.verdicts import ACCEPTED, WORDS, Codes, Verdict
from mingzheng.sources.rejects import Rejects

MOST_FOUND = 10_000
"""Authorities found in one archive that are used, in the order of its rows: memory is finite."""

_ASIDE = pa.schema([("row", pa.int64()), ("der", pa.large_binary()), ("verdict", pa.uint8())])
_STORED = [
    "unreadable", "is_ca", "key_usage", "subject_dn", "subject_key_id", "not_before", "not_after",
    VERDICT, ANSWERS,
]  # fmt: skip
_OPEN = (Verdict.ISSUER_UNKNOWN, Verdict.INVALID)


class Aside(NamedTuple):
    """Of a batch, what is open, and the authorities that may settle it."""

    opened: pa.RecordBatch
    found: list[Authority]


def set_aside(rows: pa.Array, certificates: pa.Table, der: pa.Array, opinions: Opinions) -> Aside:
    """Certificates that no supplied issuer has signed, and authorities that one has."""
    readable = certificates["unreadable"].is_null().to_numpy()
    agreed = readable & ~opinions.disputed
    left = pa.array(agreed & np.isin(opinions.verdicts, _OPEN))
    kept = [rows.filter(left), der.filter(left), pa.array(opinions.verdicts).filter(left)]
    opened = pa.RecordBatch.from_arrays(kept, schema=_ASIDE)
    return Aside(opened, _vouched(certificates, der, agreed & _accepted(opinions.verdicts)))


class Verification:
    """Takes the batches of a table as they are written, then puts right what was open."""

    def __init__(self, folder: Path, schema: pa.Schema, repeating: tuple[str, ...]) -> None:
        self._folder = folder
        self._schema = schema
        self._repeating = repeating
        self._aside = folder.with_name(f"{folder.name}.aside")
        self._writer: pa.ipc.RecordBatchFileWriter | None = None
        self._found: dict[Authority, None] = {}
        self._disputes: dict[int, str] = {}

    def add(self, rows: pa.Array, table: pa.Table, aside: Aside | None) -> None:
        """A batch, after those before it: its rows, its columns and what it left open."""
        self._note(rows, table[ANSWERS])
        if aside is None:
            return
        _take(self._found, aside.found)
        if aside.opened.num_rows:
            with writing(self._aside):
                self._written().write_batch(aside.opened)

    def add_again(
        self, rows: pa.Array, stored: pa.Table, der: pa.Array, *, verified: bool
    ) -> None:
        """Rows that a run before has written: what they left open follows from what it found.

        stored: at least the columns of `stored_rows`; verified: whether any issuer was known.
        """
        codes = pc.index_in(stored[VERDICT], pa.array(WORDS)).combine_chunks()
        verdicts = codes.fill_null(0).to_numpy().astype(np.uint8)
        unsure = codes.is_null().to_numpy(zero_copy_only=False)
        opinions = Opinions(verdicts, verdicts + unsure)
        self.add(rows, stored, set_aside(rows, stored, der, opinions) if verified else None)

    def settle(self) -> None:
        """Give every certificate its last verdict, and the table anew where that is another."""
        if self._writer is None:
            return
        with writing(self._aside):
            self._writer.close()
            rows, opinions = _settled(self._aside, self._found)
            self._aside.unlink()
        if len(rows):
            words, answers = columns(opinions, pa.repeat(True, len(rows)))
            self._note(pa.array(rows), answers)
            self._rewrite(rows, {VERDICT: words, ANSWERS: answers})

    def report(self, rejects: Rejects, files: pa.Table, table: str) -> None:
        """Say where two implementations disagree; files are those of the table."""
        places = locate(files, table, self._disputes)
        for place, answers in zip(places, self._disputes.values(), strict=True):
            file, line = place.rsplit(":", 1)
            rejects.add(
                "signature_disputed", table=table, file=file, line=int(line),
                column=VERDICT, value=answers, rows=0,
            )  # fmt: skip

    def _note(self, rows: pa.Array, answers: pa.Array | pa.ChunkedArray) -> None:
        if answers.null_count < len(answers):
            there = answers.is_valid()
            pairs = zip(rows.filter(there).to_pylist(), answers.filter(there), strict=True)
            self._disputes |= {row: answer.as_py() for row, answer in pairs}

    def _written(self) -> pa.ipc.RecordBatchFileWriter:
        if self._writer is None:
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            self._writer = pa.ipc.new_file(str(self._aside), _ASIDE, options=options)
        return self._writer

    def _rewrite(self, rows: npt.NDArray[np.int64], settled: dict[str, pa.Array]) -> None:
        with Parts(self._folder, self._schema, self._repeating) as parts:
            for group in read_parts(self._folder):
                own = group["row"].to_numpy()
                there = np.isin(own, rows)
                first = int(np.searchsorted(rows, own[0]))
                for name, values in settled.items():
                    fresh = values.slice(first, int(there.sum()))
                    column = pc.replace_with_mask(group[name], pa.array(there), fresh)
                    group = group.set_column(
                        group.schema.get_field_index(name), self._schema.field(name), column
                    )
                parts.write(group)


def stored_rows(parts: list[Path]) -> Iterator[pa.Table]:
    """What `Verification.add_again` wants of the rows in these parts."""
    for part in parts:
        with pq.ParquetFile(part) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, columns=_STORED)


def _settled(aside: Path, found: Iterable[Authority]) -> tuple[npt.NDArray[np.int64], Opinions]:
    """The rows, ascending, of which the verdict becomes another, and what it becomes."""
    rows, verdicts = _kept(aside)
    before, seconds = verdicts.copy(), verdicts.copy()
    known: dict[Authority, None] = {}
    fresh = list(found)
    while fresh:
        known |= dict.fromkeys(fresh)
        more = dict(known)
        start = 0
        for batch in _batches(aside):
            part = slice(start, start + batch.num_rows)
            authorities = Authorities.of(fresh)
            _take(more, _judge(batch, authorities, verdicts[part], seconds[part]))
            start = part.stop
        fresh = list(more)[len(known) :]
    changed = (verdicts != before) | (seconds != before)
    return rows[changed], Opinions(verdicts[changed], seconds[changed])


def _judge(
    batch: pa.RecordBatch, authorities: Authorities, verdicts: Codes, seconds: Codes
) -> list[Authority]:
    """Write what the authorities accept into both opinions; the authorities among it."""
    left = np.flatnonzero(np.isin(verdicts, _OPEN))
    if not len(left):
        return []
    der = batch["der"].take(pa.array(left))
    certificates = read(der).combine_chunks()
    found = verified(certificates, der, issuer_keys(certificates), authorities)
    accepted = _accepted(found.verdicts)
    verdicts[left[accepted]] = found.verdicts[accepted]
    seconds[left[accepted]] = found.seconds[accepted]
    return _vouched(certificates, der, accepted & ~found.disputed)


def _vouched(
    certificates: pa.Table, der: pa.Array, accepted: npt.NDArray[np.bool_]
) -> list[Authority]:
    """The authorities among the certificates accepted."""
    vouched = pa.array(accepted & pc.fill_null(certificates["is_ca"], False).to_numpy())
    if not vouched.true_count:
        return []
    return authorities_in(
        certificates.filter(vouched).combine_chunks(), der.filter(vouched), supplied=False
    )


def _accepted(verdicts: Codes) -> npt.NDArray[np.bool_]:
    return np.isin(verdicts, ACCEPTED)


def _take(held: dict[Authority, None], more: Iterable[Authority]) -> None:
    """Add authorities in their order while there is room."""
    for authority in more:
        if len(held) < MOST_FOUND:
            held.setdefault(authority)


def _batches(aside: Path) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(aside)) as file:
        reader = pa.ipc.open_file(file)
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def _kept(aside: Path) -> tuple[npt.NDArray[np.int64], Codes]:
    rows, verdicts = [np.zeros(0, np.int64)], [np.zeros(0, np.uint8)]
    for batch in _batches(aside):
        rows.append(batch["row"].to_numpy())
        verdicts.append(batch["verdict"].to_numpy())
    return np.concatenate(rows), np.concatenate(verdicts)
