"""Verifying a journal without a server: every entry in its place, every seal over the one before.

Reads SQLite, PostgreSQL or an exported file; knows no Django.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.journal import checkpoints
from mingzheng.workspace.journal.chain import FIELDS, FIRST, Seal, seal
from mingzheng.workspace.journal.checkpoints import Signed
from mingzheng.workspace.site.folder import DATABASE_FILE, read

COLUMNS = (*FIELDS, "sha256", "sm3")
_QUERY = f"SELECT {', '.join(f'{chr(34)}{name}{chr(34)}' for name in COLUMNS)} FROM journal_entry"
_ORDER = " ORDER BY number"
_BATCH = 2000


@dataclass(frozen=True)
class Broken:
    """The first entry that does not hold, and why."""

    number: int
    text: Text


@dataclass(frozen=True)
class Verified:
    """What was found: how many entries hold, the last one's seals, what is broken."""

    entries: int
    head: Seal
    broken: Broken | None
    checkpoints: tuple[Signed, ...]
    """Those that agree with the entries."""


def verify(entries: Iterable[dict[str, Any]], signed: Iterable[Signed] = ()) -> Verified:
    """Follow the chain from its beginning, in the order of numbers, to the first fault."""
    promised: dict[int, list[Signed]] = {}
    for each in signed:
        promised.setdefault(each.number, []).append(each)
    before, count, kept = FIRST, 0, []
    for entry in entries:
        expected = count + 1
        broken = _fault(entry, before, expected)
        found = Seal(str(entry["sha256"]), str(entry["sm3"]))
        for each in promised.pop(expected, []):
            if each.seal != found and broken is None:
                broken = Broken(expected, _OTHER)
            kept.append(each)
        if broken:
            return Verified(count, before, broken, ())
        before, count = found, expected
    if promised:
        return Verified(count, before, Broken(count + 1, _CUT), ())
    return Verified(count, before, None, tuple(kept))


_OTHER = Text(
    zh="与签署过的检查点不一致：这条日志在签署后被重写",
    en="it differs from a signed checkpoint: the journal was written anew since",
)
_CUT = Text(
    zh="签署过的检查点之前的日志已不存在：末尾被截去",
    en="a signed checkpoint is about entries that are no more: the end was cut off",
)


def _fault(entry: dict[str, Any], before: Seal, expected: int) -> Broken | None:
    if entry["number"] != expected:
        return Broken(
            expected,
            Text(
                zh=f"缺少第 {expected} 条，其后是第 {entry['number']} 条",
                en=f"entry {expected} is missing; the next is {entry['number']}",
            ),
        )
    real = seal(entry, before)
    wrong = [
        name for name, value in (("SHA-256", real.sha256), ("SM3", real.sm3))
        if value != entry[name.replace("-", "").lower()]
    ]  # fmt: skip
    if not wrong:
        return None
    return Broken(
        expected,
        Text(
            zh=f"{'、'.join(wrong)} 与内容或前一条不符：这条或它的封印被改过",
            en=f"{' and '.join(wrong)} doesn't agree with the content or the entry before: "
            "this entry or its seal was changed",
        ),
    )


def verify_place(place: str, signed: Iterable[Signed] = ()) -> Verified:
    """Verify a workspace's folder, a SQLite file, an exported file, or a PostgreSQL URL.

    Checkpoints that lie in the database count as well.
    """
    if place.startswith("postgresql://"):
        return _in_postgresql(place, signed)
    path = Path(place)
    if path.is_dir():
        workspace = read(path)
        if workspace.database:
            return _in_postgresql(workspace.database, signed)
        path = path / DATABASE_FILE
    if not path.is_file():
        raise WorkspaceError(zh=f"{path} 不存在", en=f"there is no {path}")
    with path.open("rb") as file:
        kind = file.read(16)
    if kind == b"SQLite format 3\0":
        return _in_sqlite(path, signed)
    return verify(exported(path), signed)


def exported(path: Path) -> Iterator[dict[str, Any]]:
    """Entries of an exported file: a JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for at, line in enumerate(lines, start=1):
            try:
                entry = json.loads(line)
                yield {name: entry[name] for name in COLUMNS}
            except (ValueError, KeyError, TypeError) as error:
                raise WorkspaceError(
                    zh=f"{path} 第 {at} 行不是日志条目", en=f"{path}:{at} is no entry of a journal"
                ) from error


def _in_sqlite(path: Path, signed: Iterable[Signed]) -> Verified:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            held = source.execute(_CHECKPOINTS).fetchall()
            rows = source.execute(_QUERY + _ORDER)
            entries = (dict(zip(COLUMNS, row, strict=True)) for row in rows)
            return verify(entries, [*signed, *_kept(held)])
    except sqlite3.Error as error:
        raise WorkspaceError(
            zh=f"{path} 中没有可读的日志：{error}", en=f"{path} holds no journal: {error}"
        ) from error


def _in_postgresql(url: str, signed: Iterable[Signed]) -> Verified:
    try:
        import psycopg
    except ImportError as error:
        raise WorkspaceError(
            zh="读取 PostgreSQL 需要安装 mingzheng[postgresql]",
            en="PostgreSQL needs mingzheng[postgresql] to be installed",
        ) from error
    try:
        with psycopg.connect(url) as connection:
            held = connection.execute(_CHECKPOINTS).fetchall()
            with connection.cursor(name="journal") as cursor:
                cursor.itersize = _BATCH
                cursor.execute(_QUERY + _ORDER)
                entries = (dict(zip(COLUMNS, row, strict=True)) for row in cursor)
                return verify(entries, [*signed, *_kept(held)])
    except psycopg.Error as error:
        raise WorkspaceError(
            zh="连接不上数据库，或其中没有日志",
            en="the database can't be reached, or holds no journal",
        ) from error


_CHECKPOINTS = "SELECT text, signature, key FROM journal_checkpoint ORDER BY number"


def _kept(rows: Iterable[tuple[str, str, str]]) -> Iterator[Signed]:
    for text, signature, key in rows:
        yield checkpoints.read(checkpoints.file(text, signature, key))
