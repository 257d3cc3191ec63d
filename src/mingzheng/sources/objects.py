"""Files that the records name by a path: archived objects, which are hashed, and documents.

A path comes from a table and is believed nothing: it can't climb out of the folder, no link leads
out of it, and devices and pipes are never opened. A file is hashed in blocks, so that a recording
of any size takes one block of memory per thread.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import local
from typing import Protocol

from mingzheng.signatures.sm3 import Sm3
from mingzheng.sources.limits import MIB

FOLDER = "archive"
"""The folder of the evidence that holds the archived objects."""

BLOCK = MIB
READ, ABSENT, REFUSED = "read", "absent", "refused"
"""What became of an object: looked at, not in the folder, or there and not to be read."""

_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
_DIRECTORIES = 4096


@dataclass(frozen=True)
class Object:
    """An object as it was found.

    path: as the records state it. size in bytes; mtime_ns: its time of change in nanoseconds.
    sha256, sm3: lower-case hex, null where not asked for. reason: a code of `REASONS` where it
    was refused.
    """

    path: str
    state: str
    size: int | None = None
    mtime_ns: int | None = None
    sha256: str | None = None
    sm3: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Asked:
    """An object to look at, the digests wanted of it, and what a run before found."""

    path: str
    sha256: bool
    sm3: bool
    before: Object | None = None


class Digest(Protocol):
    """What hashlib's objects and `Sm3` have in common."""

    def update(self, data: memoryview, /) -> None:
        """Take in the next octets."""

    def hexdigest(self) -> str:
        """The digest of what was taken in."""


def sm3_digest() -> Digest:
    """OpenSSL's SM3 where its build has it, else our own: they are equal, not equally fast."""
    try:
        return hashlib.new("sm3", usedforsecurity=False)
    except ValueError:
        return Sm3()


class Objects:
    """The objects under one folder; `look` and `read` may be called from several threads."""

    def __init__(self, folder: Path) -> None:
        # The folder itself may be a link: it was named by a person, not found.
        self._root = os.fsencode(os.path.realpath(folder))
        self._name = folder.name
        self._real = lru_cache(_DIRECTORIES)(lambda path: os.path.realpath(path, strict=True))
        self._blocks = local()

    def read(self, path: str, *, most: int) -> bytes:
        """All octets of one file. Raises Refusal for what is not to be read, or has more than `most`."""
        try:
            with open(self._opened(path), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise Refusal("special_file")
                octets = file.read(most + 1)
        except FileNotFoundError as error:
            raise Refusal("absent_file") from error
        except OSError as error:
            raise Refusal("unreadable_file") from error
        if len(octets) > most:
            raise Refusal("too_large")
        return octets

    def look(self, asked: Asked) -> Object:
        """Hash one object, unless it has not changed since `asked.before`."""
        descriptor = None
        try:
            descriptor = self._opened(asked.path)
            return self._hashed(asked, descriptor)
        except Refusal as refusal:
            return Object(asked.path, REFUSED, reason=refusal.reason)
        except OSError as error:
            if error.errno in _NOTHING_THERE:
                return Object(asked.path, ABSENT)
            return Object(asked.path, REFUSED, reason="unreadable_file")
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def _opened(self, path: str) -> int:
        plain = inside(path)
        if plain is None:
            raise Refusal("object_outside")
        for spelling in spellings(plain, folder=self._name):
            try:
                return self._open(spelling)
            except OSError as error:
                if error.errno not in _NOTHING_THERE:
                    raise
        raise FileNotFoundError(errno.ENOENT, path)

    def _open(self, name: bytes) -> int:
        folder, _, file = (self._root + b"/" + name).rpartition(b"/")
        path = self._within(self._real(folder)) + b"/" + file
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            path = self._within(os.path.realpath(path, strict=True))
            mode = os.lstat(path).st_mode
        if not stat.S_ISREG(mode):
            raise Refusal("special_file")
        return os.open(path, _OPEN)

    def _within(self, path: bytes) -> bytes:
        if path != self._root and not path.startswith(self._root.rstrip(b"/") + b"/"):
            raise Refusal("link_outside")
        return path

    def _hashed(self, asked: Asked, descriptor: int) -> Object:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("special_file")
        if asked.before is not None and unchanged(asked, asked.before, status):
            return asked.before
        sha256 = hashlib.sha256(usedforsecurity=False) if asked.sha256 else None
        sm3 = sm3_digest() if asked.sm3 else None
        digests = [digest for digest in (sha256, sm3) if digest is not None]
        size = self._feed(descriptor, digests) if digests else status.st_size
        after = os.fstat(descriptor)
        if (size, after.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
            raise Refusal("changed_file")
        return Object(
            asked.path,
            READ,
            size=size,
            mtime_ns=status.st_mtime_ns,
            sha256=sha256.hexdigest() if sha256 else None,
            sm3=sm3.hexdigest() if sm3 else None,
        )

    def _feed(self, descriptor: int, digests: list[Digest]) -> int:
        if not hasattr(self._blocks, "block"):
            self._blocks.block = memoryview(bytearray(BLOCK))
        block: memoryview = self._blocks.block
        size = 0
        while count := os.readv(descriptor, [block]):
            for digest in digests:
                digest.update(block[:count])
            size += count
        return size


class Refusal(Exception):
    """Why a file is not read: a code of `REASONS`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def unchanged(asked: Asked, before: Object, status: os.stat_result) -> bool:
    """Does what a run before found still hold, and does it answer what is asked now?"""
    return (
        (before.size, before.mtime_ns) == (status.st_size, status.st_mtime_ns)
        and (before.sha256 is not None or not asked.sha256)
        and (before.sm3 is not None or not asked.sm3)
    )


def inside(path: str) -> str | None:
    """A stated path with plain slashes; None where it leads, or could lead, out of the folder."""
    parts = path.replace("\\", "/").split("/")
    drive = len(parts[0]) == 2 and parts[0].endswith(":")
    if parts[0] == "" or drive or ".." in parts or "\0" in path:
        return None
    plain = [part for part in parts if part not in ("", ".")]
    return "/".join(plain) or None


def spellings(path: str, *, folder: str = FOLDER) -> Iterator[bytes]:
    """How the name may stand on the disk, likeliest first.

    Paths are stated from the folder of the objects or from that of the evidence; a medium written elsewhere may
    bear names in GB 18030, or in another normal form of Unicode.
    """
    names = dict.fromkeys([path, path.removeprefix(f"{folder}/")])
    for name in names:
        yield name.encode()
    if path.isascii():
        return
    for name in names:
        yield name.encode("gb18030")
        for form in ("NFC", "NFD"):
            yield unicodedata.normalize(form, name).encode()
