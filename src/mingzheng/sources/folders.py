"""The files under a folder, in one order, with every trick a file name can play refused."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mingzheng.sources.blocks import TABLE, Pieces
from mingzheng.sources.limits import MIB
from mingzheng.sources.members import decode_name
from mingzheng.sources.rejects import Reject, Rejects
from mingzheng.sources.streams import Disk, Stream, stream_of

_SMALL = 256 * 1024
_FILES_AT_ONCE = 4096
_BYTES_AT_ONCE = 16 * MIB
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True)
class Found:
    """A regular file: where it is, and its name relative to the evidence folder."""

    path: str
    name: str


def walk(folders: list[Path], *, root: Path, rejects: Rejects) -> Iterator[Found]:
    """The regular files under `folders`, each folder's names in the order of their bytes.

    A link to something under one of the folders is passed by, as its target is read in its own
    place; one to elsewhere under `root` is followed, once; one that leads out is refused.
    Devices and pipes are never opened.
    """
    home = os.path.realpath(root)
    places = tuple(os.path.realpath(folder) for folder in folders)
    followed: set[str] = set()
    for folder in folders:
        # The folder itself may be a link: it was named by a person, not found.
        yield from _walk(os.path.realpath(folder), home, places, followed, rejects)


def _walk(
    folder: str, home: str, places: tuple[str, ...], followed: set[str], rejects: Rejects
) -> Iterator[Found]:
    """Depth first without recursion: real paths, names, and whether a link led there."""
    waiting = [(folder, _name(folder, home), False)]
    while waiting:
        path, name, linked = waiting.pop()
        if linked:
            if path in followed or _within(path, places):
                continue
            followed.add(path)
        try:
            mode = os.lstat(path).st_mode
            entries = os.listdir(os.fsencode(path)) if stat.S_ISDIR(mode) else []
        except OSError as error:
            rejects.add(_reason(error), table=TABLE, file=name)
            continue
        if stat.S_ISDIR(mode):
            inside = "" if name == "." else f"{name}/"
            for entry in sorted(entries, reverse=True):
                child = f"{path}/{os.fsdecode(entry)}"
                waiting.append((child, inside + decode_name(entry), linked))
        elif stat.S_ISREG(mode):
            yield Found(path, name)
        elif not stat.S_ISLNK(mode):
            rejects.add("special_file", table=TABLE, file=name)
        elif (target := _target(path, home, name, rejects)) is not None:
            waiting.append((target, _name(target, home), True))


def _target(path: str, home: str, name: str, rejects: Rejects) -> str | None:
    """Where a link leads, if that is something within the evidence."""
    target = os.path.realpath(path)
    if not _within(target, (home,)):
        rejects.add("link_outside", table=TABLE, file=name)
    elif not os.path.exists(target):
        rejects.add("vanished_file", table=TABLE, file=name)
    else:
        return target
    return None


def _within(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def _name(path: str, home: str) -> str:
    """A path relative to the evidence folder, readable whatever bytes it is made of."""
    return decode_name(os.fsencode(os.path.relpath(path, home)))


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
        return "vanished_file"
    return "unreadable_file"


def open_files(
    found: Iterator[Found], *, rejects: Rejects, threads: int = 4
) -> Iterator[Pieces | Stream]:
    """The contents of files in their order: small ones many at a time, large ones as streams.

    A stream given must be read before the next item is asked for: its file is then closed.
    """
    with ThreadPoolExecutor(threads, thread_name_prefix="read") as pool:
        for group in _groups(found):
            share = -(-len(group) // threads)
            shares = [group[at : at + share] for at in range(0, len(group), share)]
            yield from _contents(
                [entry for part in pool.map(_read_all, shares) for entry in part], rejects
            )


def _groups(found: Iterator[Found]) -> Iterator[list[Found]]:
    group: list[Found] = []
    for file in found:
        group.append(file)
        if len(group) == _FILES_AT_ONCE:
            yield group
            group = []
    if group:
        yield group


def _read_all(files: list[Found]) -> list[tuple[Found, bytes | str | None]]:
    """Each file's bytes, None where it is large, or the reason why it can't be read.

    What one call holds is bounded: past a share of `_BYTES_AT_ONCE` every file counts as large.
    """
    held = 0
    contents: list[tuple[Found, bytes | str | None]] = []
    for file in files:
        content = _read(file.path) if held < _BYTES_AT_ONCE else None
        held += len(content) if isinstance(content, bytes) else 0
        contents.append((file, content))
    return contents


def _read(path: str) -> bytes | str | None:
    try:
        descriptor = os.open(path, _OPEN)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return "special_file"
            content = os.read(descriptor, _SMALL)
            return content if len(content) < _SMALL else None
        finally:
            os.close(descriptor)
    except OSError as error:
        return _reason(error)


def _contents(
    contents: list[tuple[Found, bytes | str | None]], rejects: Rejects
) -> Iterator[Pieces | Stream]:
    parts: list[bytes] = []
    names: list[str] = []
    for file, content in contents:
        if isinstance(content, bytes):
            parts.append(content)
            names.append(file.name)
            continue
        if parts:
            yield pieces_of(parts, names)
            parts, names = [], []
        if content is None:
            yield from _large(file, rejects)
        else:
            rejects.extend([Reject(TABLE, file.name, content)])
    if parts:
        yield pieces_of(parts, names)


def pieces_of(parts: list[bytes], names: list[str]) -> Pieces:
    """Files read whole, laid one after another."""
    ends = np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    return Pieces(np.frombuffer(b"".join(parts), np.uint8), starts, ends, names)


def _large(file: Found, rejects: Rejects) -> Iterator[Stream]:
    try:
        descriptor = os.open(file.path, _OPEN)
    except OSError as error:
        rejects.add(_reason(error), table=TABLE, file=file.name)
        return
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            rejects.add("special_file", table=TABLE, file=file.name)
            return
        disk = Disk(descriptor, status.st_size)
        yield stream_of(file.name, disk)
    except OSError as error:
        rejects.add(_reason(error), table=TABLE, file=file.name)
    finally:
        os.close(descriptor)
