"""The objects of the archive that the holdings name by a path → the table `objects`.

Only what a holding states is computed. What has been hashed is noted as it goes, in parts beside
the table, so that a run that is started again takes up where the last one was stopped.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.evidence.settings import Settings
from mingzheng.language import Text
from mingzheng.records.finished import Finished, Input, fingerprint, save
from mingzheng.records.intake import REJECTED_LINKS
from mingzheng.records.parts import Parts, writing
from mingzheng.records.provenance import FILES
from mingzheng.sources.limits import MIB
from mingzheng.sources.objects import ABSENT, FOLDER, READ, Asked, Object, Objects
from mingzheng.sources.rejects import Rejects

NAME = "objects"
OBJECTS = pa.schema(
    [
        pa.field("row", pa.int64(), nullable=False),
        pa.field("path", pa.string(), nullable=False),
        ("size", pa.int64()),
        ("sha256", pa.string()),
        ("sm3", pa.string()),
        ("state", pa.string()),
    ]
)
"""The columns of the table objects: one row per path that a holding states, in their order.

size in bytes; sha256 and sm3: lower-case hex, null where no holding states one; state: read,
absent, refused (see the rejects).
"""

_NOTED = pa.schema(
    [
        ("note", pa.int64()),
        ("path", pa.string()),
        ("size", pa.int64()),
        ("mtime_ns", pa.int64()),
        ("sha256", pa.string()),
        ("sm3", pa.string()),
    ]
)
_JOURNAL = ".objects"
_SHARE = 32
"""Objects that a thread takes at a time."""
_SHARES_PER_THREAD = 4
_ROWS = 8192
_NOTED_BYTES = 256 * MIB
"""What is hashed between two notes: about a second's work is done again after a stop."""
_MEMORY = "512MB"


def read_objects(
    settings: Settings, *, out: Path, threads: int, progress: Callable[[str, int], None]
) -> tuple[Finished, tuple[Input, ...]]:
    """Look at every object that the table `holdings` in `out` names, into `out/objects`.

    Where the evidence has no folder of objects the table is empty and not supplied. The input
    that comes back stands for the folder: its sha256 is over the table.
    """
    folder = settings.folder / FOLDER
    seal = hashlib.sha256()
    rows = size = absent = 0
    with Rejects(spill=out) as rejects:
        with Parts(out / NAME, OBJECTS, ("state",)) as parts:
            for group in _grouped(_looked(folder, out, threads=threads, progress=progress)):
                parts.write(_table(group, after=rows))
                _refused(group, rejects)
                rows += len(group)
                for found in group:
                    seal.update(f"{found.path}\0{found.sha256}\0{found.sm3}\n".encode())
                    size += found.size or 0
                    absent += found.state == ABSENT
        finished = Finished(
            table=NAME,
            rows=rows,
            supplied=folder.is_dir(),
            void=False,
            headers={},
            notices=_notices(settings, absent, rows),
            files=FILES.empty_table(),
            links=REJECTED_LINKS.empty_table(),
            made_from=fingerprint((), folder.is_dir(), seal.hexdigest()),
        )
        save(out, finished, rejects)
    whole = Input(path=FOLDER, bytes=size, sha256=seal.hexdigest())
    return finished, (whole,) if rows else ()


def _notices(settings: Settings, absent: int, named: int) -> tuple[Text, ...]:
    whole = settings.parameters.get("archive_whole")
    if not absent or (whole is not None and whole.value is True):
        return ()
    return (
        Text(
            zh=f"archive/ 中没有保存记录列明路径的 {named:,} 个文件中的 {absent:,} 个：未提供的无从核对；若已全部提供，请设 archive_whole",
            en=f"of {named:,} files whose paths the holdings state, {absent:,} are not in archive/: what is not supplied can't be compared; if all was supplied, set archive_whole",
        ),
    )


def _looked(
    folder: Path, out: Path, *, threads: int, progress: Callable[[str, int], None]
) -> Iterator[Object]:
    """Every object asked for, in the order of the paths."""
    if not folder.is_dir():
        return
    objects, done = Objects(folder), 0
    with _Journal(out / _JOURNAL) as journal:
        for share in _in_parallel(objects, _asked(out, journal), threads=max(1, threads)):
            journal.note(share)
            done += len(share)
            progress(NAME, done)
            yield from share


def _in_parallel(
    objects: Objects, shares: Iterator[list[Asked]], *, threads: int
) -> Iterator[list[Object]]:
    """What became of each share, in their order, a few of them under way at a time."""
    with ThreadPoolExecutor(threads, thread_name_prefix="objects") as pool:
        waiting: deque[Future[list[Object]]] = deque()
        try:
            for share in shares:
                waiting.append(pool.submit(_look, objects, share))
                if len(waiting) > threads * _SHARES_PER_THREAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _look(objects: Objects, share: list[Asked]) -> list[Object]:
    return [objects.look(asked) for asked in share]


def _asked(out: Path, journal: _Journal) -> Iterator[list[Asked]]:
    """What the holdings state, each path once, beside what a run before noted of it."""
    how = {"memory_limit": _MEMORY, "temp_directory": str(out / "spill"), "threads": 1}
    with duckdb.connect(config=how) as engine:
        engine.register("nothing", _NOTED.empty_table())
        noted = "read_parquet($noted)" if journal.parts else "nothing"
        holdings = [str(part) for part in sorted((out / "holdings").glob("*.parquet"))]
        given = {"holdings": holdings, **({"noted": journal.parts} if journal.parts else {})}
        found = engine.sql(
            f"""
            SELECT path, by_sha256, by_sm3, n.size, n.mtime_ns, n.sha256, n.sm3
            FROM (
                SELECT path, bool_or(sha256 IS NOT NULL) by_sha256, bool_or(sm3 IS NOT NULL) by_sm3
                FROM read_parquet($holdings)
                WHERE path IS NOT NULL AND destroyed_at IS NULL
                GROUP BY path
            )
            LEFT JOIN (
                SELECT * FROM {noted}
                QUALIFY row_number() OVER (PARTITION BY path ORDER BY note DESC) = 1
            ) n USING (path)
            ORDER BY path
            """,
            params=given,
        )
        for batch in found.to_arrow_reader(_ROWS):
            rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
            yield from (
                [_one(*row) for row in rows[at : at + _SHARE]]
                for at in range(0, len(rows), _SHARE)
            )


def _one(
    path: str,
    by_sha256: bool,
    by_sm3: bool,
    size: int | None,
    mtime_ns: int | None,
    *digests: str | None,
) -> Asked:
    before = None if size is None else Object(path, READ, size, mtime_ns, *digests)
    return Asked(path, by_sha256, by_sm3, before)


@dataclass
class _Journal:
    """What has been hashed, in parts that appear whole or not at all.

    A context manager: what is not yet on disk is noted on the way out, however that comes.
    """

    folder: Path
    parts: list[str] = field(default_factory=list)
    """What runs before have left."""
    _held: list[Object] = field(default_factory=list)
    _bytes: int = 0
    _next: int = 0

    def __enter__(self) -> _Journal:
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for part in sorted(self.folder.glob("part-*.parquet")):
                if _whole(part):
                    self.parts.append(str(part))
                    self._next = int(part.stem.partition("-")[2]) + 1
                else:
                    part.unlink()
        return self

    def __exit__(self, *error: object) -> None:
        self._write()

    def note(self, share: list[Object]) -> None:
        """Keep what was read of a share, and write it down now and then."""
        read = [found for found in share if found.state == READ]
        self._held += read
        self._bytes += sum(found.size or 0 for found in read)
        if self._bytes >= _NOTED_BYTES or len(self._held) >= _ROWS:
            self._write()

    def _write(self) -> None:
        if not self._held:
            return
        rows = [
            {"note": self._next, **{name: getattr(found, name) for name in _NOTED.names[1:]}}
            for found in self._held
        ]
        with writing(self.folder):
            partial = self.folder / "partial"
            pq.write_table(pa.Table.from_pylist(rows, _NOTED), partial)
            partial.rename(self.folder / f"part-{self._next:08}.parquet")
        self._next, self._held, self._bytes = self._next + 1, [], 0


def _whole(part: Path) -> bool:
    """Can it be read? A machine that lost its power may leave a file without its end."""
    try:
        return bool(pq.read_schema(part) == _NOTED)
    except pa.ArrowException:
        return False


def _grouped(found: Iterator[Object]) -> Iterator[list[Object]]:
    group: list[Object] = []
    for each in found:
        group.append(each)
        if len(group) == _ROWS:
            yield group
            group = []
    if group:
        yield group


def _table(group: list[Object], *, after: int) -> pa.Table:
    columns = {name: [getattr(found, name) for found in group] for name in OBJECTS.names[1:]}
    return pa.table({"row": range(after, after + len(group)), **columns}, schema=OBJECTS)


def _refused(group: list[Object], rejects: Rejects) -> None:
    for found in group:
        if found.reason == "object_outside":
            rejects.add(found.reason, table=NAME, file=FOLDER, value=found.path)
        elif found.reason is not None:
            rejects.add(found.reason, table=NAME, file=f"{FOLDER}/{found.path}")
