"""One stream of bytes, wherever it comes from: a file, a member of an archive, an expansion."""

from __future__ import annotations

import bz2
import lzma
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from mingzheng.sources.limits import MIB, Limits

_READ = 1 * MIB
_GRACE = 16 * MIB
"""Bytes that may come out before the rate of expansion is judged."""


class Random(Protocol):
    """Bytes that can be read anywhere: a ZIP is read from its end."""

    size: int

    def pread(self, count: int, at: int) -> bytes:
        """Up to `count` bytes from `at`."""


class Disk:
    """An open file; reads are explicit, for a mapped file that shrinks kills the process."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self.size = size

    def pread(self, count: int, at: int) -> bytes:
        """Up to `count` bytes from `at`."""
        read = os.pread(self._descriptor, count, at)
        while len(read) < count:
            more = os.pread(self._descriptor, count - len(read), at + len(read))
            if not more:
                break
            read += more
        return read


class Memory:
    """Bytes already in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def pread(self, count: int, at: int) -> bytes:
        """Up to `count` bytes from `at`."""
        return self._data[at : at + count]


@dataclass
class Stream:
    """A named stream, read once from start to end.

    name    path relative to the evidence, with `!/` before a member's name
    take    up to so many bytes, none at the end
    leap    passes by so many bytes unread and returns how many there were, where that can be had
    random  the same bytes at any place, where that can be had
    depth   archives it lies in
    wraps   compressions taken off it since the last archive or file
    """

    name: str
    take: Callable[[int], bytes]
    random: Random | None = None
    leap: Callable[[int], int] | None = None
    depth: int = 0
    wraps: int = 0
    _ahead: bytes = field(default=b"", repr=False)

    def read(self, count: int) -> bytes:
        """`count` bytes, fewer only at the end."""
        parts = [self._ahead[:count]]
        self._ahead = self._ahead[count:]
        missing = count - len(parts[0])
        while missing > 0 and (part := self.take(missing)):
            parts.append(part)
            missing -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def peek(self, count: int) -> bytes:
        """The next `count` bytes, which stay to be read."""
        if len(self._ahead) < count:
            ahead = self.read(count)
            self._ahead = ahead + self._ahead
        return self._ahead[:count]

    def skip(self, count: int) -> int:
        """Pass by `count` bytes; returns how many there were."""
        left = count - len(self.read(min(count, len(self._ahead))))
        if self.leap is not None:
            return count - left + self.leap(left)
        while left > 0 and (part := self.read(min(left, _READ))):
            left -= len(part)
        return count - left


def stream_of(name: str, random: Random, *, depth: int = 0) -> Stream:
    """A stream through `random` from its start, which it can also leap over."""
    at = 0

    def take(count: int) -> bytes:
        nonlocal at
        part = random.pread(min(count, 4 * MIB), at)
        at += len(part)
        return part

    def leap(count: int) -> int:
        nonlocal at
        passed = max(0, min(count, random.size - at))
        at += passed
        return passed

    return Stream(name, take, random=random, leap=leap, depth=depth)


class _Expander(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class Expansion:
    """Bytes as they come out of gzip, bzip2, xz or deflate, bounded in number and in rate.

    What could be expanded is given; then `fault` says why there is no more, if it was cut short.
    """

    def __init__(
        self,
        take: Callable[[int], bytes],
        begin: Callable[[], _Expander],
        limits: Limits,
        *,
        several: bool = True,
    ) -> None:
        self._take = take
        self._begin = begin
        self._several = several
        self._limits = limits
        self._expander = begin()
        self._waiting = b""
        self._in = self.out = 0
        self.checksum = 0
        self.fault: str | None = None

    def take(self, count: int) -> bytes:
        """Up to `count` bytes, none at the end or after a fault."""
        while self.fault is None:
            if self._expander.eof and not self._next_member():
                return b""
            if not self._waiting and self._wants_input():
                self._waiting = self._take(_READ)
                self._in += len(self._waiting)
            dry = not self._waiting
            part = self._expand(min(count, 4 * MIB))
            if part:
                return part
            if dry and not self._expander.eof and self.fault is None:
                self.fault = "truncated_archive"
        return b""

    def _expand(self, count: int) -> bytes:
        given, self._waiting = self._waiting, b""
        try:
            part = self._expander.decompress(given, count)
        except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError):
            self.fault = "truncated_archive"
            return b""
        self._waiting = getattr(self._expander, "unconsumed_tail", b"")
        self.out += len(part)
        self.checksum = zlib.crc32(part, self.checksum)
        if self.out > self._limits.expanded_bytes or (
            self.out > _GRACE and self.out > self._in * self._limits.expansion
        ):
            self.fault = "expansion_bomb"
            return b""
        return part

    def _wants_input(self) -> bool:
        return bool(getattr(self._expander, "needs_input", True))

    def _next_member(self) -> bool:
        """Go on with what follows the end of a member; padding with zeros ends it."""
        rest = self._expander.unused_data or self._take(_READ)
        if not self._several or not rest.strip(b"\0"):
            return False
        self._in += 0 if self._expander.unused_data else len(rest)
        self._waiting = rest
        self._expander = self._begin()
        return True


def gunzip(take: Callable[[int], bytes], limits: Limits) -> Expansion:
    """Gzip (RFC 1952), of one or several members."""
    return Expansion(take, lambda: zlib.decompressobj(31), limits)


def bunzip(take: Callable[[int], bytes], limits: Limits) -> Expansion:
    """bzip2, of one or several streams."""
    return Expansion(take, bz2.BZ2Decompressor, limits)


def unxz(take: Callable[[int], bytes], limits: Limits) -> Expansion:
    """xz, of one or several streams; its dictionary is bounded too."""
    return Expansion(take, lambda: lzma.LZMADecompressor(memlimit=256 * MIB), limits)


def inflate(take: Callable[[int], bytes], limits: Limits) -> Expansion:
    """Raw deflate (RFC 1951), one stream, as in a ZIP."""
    return Expansion(take, lambda: zlib.decompressobj(-15), limits, several=False)
