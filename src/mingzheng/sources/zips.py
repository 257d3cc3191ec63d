"""Members of a ZIP (PKWARE APPNOTE, ISO/IEC 21320-1), by its central directory in compiled code.

The directory is read by windows, so that millions of members need no memory of their own. What
it says is checked before it is believed: sizes against the file, against what comes out and
against the checksum; members that would share bytes are refused, as bombs are made of them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit

from mingzheng.sources.blocks import TABLE, Ints, Pieces, shown_place
from mingzheng.sources.limits import MIB, Limits
from mingzheng.sources.members import decode_name, is_unsafe, member_name
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.streams import Random, Stream, inflate

_DIRECTORY_WINDOW = 4 * MIB
_DATA_WINDOW = 16 * MIB
_LARGE = 1 * MIB
_ENTRY, _LOCAL = 46, 30
_END_RECORD = b"PK\x05\x06"
_STORED, _DEFLATED = 0, 8
_METHOD, _FLAGS, _CRC, _PACKED, _SIZE, _AT, _NAME, _NAME_END, _MODE = range(9)
_ENCRYPTED, _SIZES_AFTER, _UTF8 = 0x1, 0x8, 0x800
_FORMAT, _REGULAR, _FOLDER, _SYMLINK = 0o170000, 0o100000, 0o040000, 0o120000
_AHEAD = 1 * MIB
_LARGEST = 1 << 42
_SMALL_EXPANSION = 16 * MIB


@njit(cache=True, nogil=True)
def _little(data, at, size):
    value = np.int64(0)
    for k in range(size):
        value |= np.int64(data[at + k]) << (8 * k)
    return value


@njit(cache=True, nogil=True)
def _bounded(value):
    """A size or offset that sums of many can't overflow; what is cut is larger than any file."""
    return value if 0 <= value <= _LARGEST else np.int64(_LARGEST)


@njit(cache=True, nogil=True)
def _directory(data, end, rows):
    """Read entries of the central directory from the start of `data`.

    rows  (n, 9) int64, filled with method, flags, CRC-32, packed size, size, offset of the
          local header, start and end of the name, Unix mode (0 where unknown)

    Returns entries read, where to go on, and whether the last place held no entry.
    """
    count = 0
    at = 0
    while count < rows.shape[0] and at + _ENTRY <= end:
        if _little(data, at, 4) != 0x02014B50:
            return count, at, True
        name = _little(data, at + 28, 2)
        extra = _little(data, at + 30, 2)
        comment = _little(data, at + 32, 2)
        stop = at + _ENTRY + name + extra + comment
        if stop > end:
            break
        packed = _little(data, at + 20, 4)
        size = _little(data, at + 24, 4)
        local = _little(data, at + 42, 4)
        field = at + _ENTRY + name
        fields_end = field + extra
        while field + 4 <= fields_end:
            length = _little(data, field + 2, 2)
            k = field + 4
            if _little(data, field, 2) == 1 and k + length <= fields_end:  # ZIP64
                limit = k + length
                if size == 0xFFFFFFFF and k + 8 <= limit:
                    size = _little(data, k, 8)
                    k += 8
                if packed == 0xFFFFFFFF and k + 8 <= limit:
                    packed = _little(data, k, 8)
                    k += 8
                if local == 0xFFFFFFFF and k + 8 <= limit:
                    local = _little(data, k, 8)
            field += 4 + length
        rows[count, 0] = _little(data, at + 10, 2)
        rows[count, 1] = _little(data, at + 8, 2)
        rows[count, 2] = _little(data, at + 16, 4)
        rows[count, 3] = _bounded(packed)
        rows[count, 4] = _bounded(size)
        rows[count, 5] = _bounded(local)
        rows[count, 6] = at + _ENTRY
        rows[count, 7] = at + _ENTRY + name
        # Only archives made on Unix say what kind of file a member is (3, 19).
        unix = data[at + 5] in (3, 19)
        rows[count, 8] = _little(data, at + 40, 2) if unix else 0
        count += 1
        at = stop
    return count, at, False


@dataclass(frozen=True)
class _Extent:
    """Where the central directory lies, and by how much offsets are to be shifted."""

    start: int
    end: int
    shift: int


def members(
    stream: Stream, random: Random, *, limits: Limits, rejects: Rejects
) -> Iterator[Pieces | Stream]:
    """The files in a ZIP in the order of its directory: small ones together, large as streams."""
    extent = _find_directory(random)
    reader = _Reader(stream, random, limits, rejects)
    if extent is None:
        rejects.add("truncated_archive", table=TABLE, file=stream.name)
        yield from reader.without_directory()
        return
    packed, expanded = _totals(random, extent, limits)
    if packed > random.size:
        rejects.add("overlapping_members", table=TABLE, file=stream.name)
        return
    if expanded > max(random.size * limits.expansion, _SMALL_EXPANSION):
        rejects.add("expansion_bomb", table=TABLE, file=stream.name)
        return
    for window, rows, broken in _entries(random, extent):
        yield from reader.read(window, rows, extent)
        if broken >= 0:
            rejects.add(
                "truncated_archive", table=TABLE, file=stream.name, value=shown_place(broken)
            )


def _find_directory(random: Random) -> _Extent | None:
    """The central directory by the record at the end of the file, or None."""
    tail_at = max(0, random.size - 66_000)
    tail = random.pread(66_000, tail_at)
    found = tail.rfind(_END_RECORD)
    if found < 0 or found + 22 > len(tail):
        return None
    size, start = struct.unpack_from("<II", tail, found + 12)
    end = tail_at + found
    if found >= 20 and tail[found - 20 : found - 16] == b"PK\x06\x07":
        (record_at,) = struct.unpack_from("<Q", tail, found - 12)
        record = random.pread(56, record_at)
        if len(record) == 56 and record[:4] == b"PK\x06\x06":
            size, start = struct.unpack_from("<QQ", record, 40)
            end = record_at
    begin = end - size
    if begin < 0 or begin > random.size:
        return None
    # Something put before the archive moves every offset by as much.
    return _Extent(begin, end, begin - start if begin >= start else 0)


def _entries(random: Random, extent: _Extent) -> Iterator[tuple[bytes, Ints, int]]:
    """Windows of the directory, their entries, and where it breaks off (-1: nowhere)."""
    rows = np.empty((_DIRECTORY_WINDOW // _ENTRY + 1, 9), np.int64)
    at = extent.start
    while at < extent.end:
        window = random.pread(min(_DIRECTORY_WINDOW, extent.end - at), at)
        count, passed, wrong = _directory(np.frombuffer(window, np.uint8), len(window), rows)
        stuck = wrong or passed == 0
        yield window, rows[:count], at + passed if stuck else -1
        if stuck:
            return
        at += passed


def _totals(random: Random, extent: _Extent, limits: Limits) -> tuple[int, int]:
    """What all members take up in the file, and what they say they expand to.

    Members that will be refused one by one, for lying outside the file or expanding out of
    proportion, do not count: they must not take the others with them.
    """
    total = expanded = 0
    for _, rows, _ in _entries(random, extent):
        packed, size = rows[:, _PACKED], rows[:, _SIZE]
        inside = packed <= random.size
        honest = inside & (size <= np.maximum(packed * limits.expansion, _SMALL_EXPANSION))
        total += int(packed[inside].sum()) + _LOCAL * len(rows)
        expanded += int(size[honest].sum())
    return total, expanded


class _Reader:
    """Reads members whose data lie close together in one go."""

    def __init__(self, stream: Stream, random: Random, limits: Limits, rejects: Rejects) -> None:
        self._stream = stream
        self._random = random
        self._limits = limits
        self._rejects = rejects
        self._block = b""
        self._block_at = 0
        self._passed = 0
        self._parts: list[bytes] = []
        self._names: list[str] = []
        self._held = 0

    def read(self, window: bytes, rows: Ints, extent: _Extent) -> Iterator[Pieces | Stream]:
        """The members that these entries of the directory describe."""
        for row in rows.tolist():
            raw = window[row[_NAME] : row[_NAME_END]]
            name = decode_name(raw, utf8=bool(row[_FLAGS] & _UTF8))
            refusal = self._refusal(row, name)
            if refusal is not None:
                self._reject(refusal, name, row)
                continue
            if name.endswith(("/", "\\")) or row[_MODE] & _FORMAT == _FOLDER:
                continue
            at = row[_AT] + extent.shift
            start = self._data_start(at, raw)
            if start < 0 or start + row[_PACKED] > extent.start:
                self._reject("damaged_member", name, row)
            elif at < self._passed and start + row[_PACKED] > self._last_start:
                self._reject("overlapping_members", name, row)
            else:
                self._last_start, self._passed = at, start + row[_PACKED]
                yield from self._member(name, row, start)
        yield from self._flush()

    _last_start = 0

    def _refusal(self, row: list[int], name: str) -> str | None:
        if is_unsafe(name) or len(name) > self._limits.member_name_bytes:
            return "unsafe_name"
        if row[_FLAGS] & _ENCRYPTED:
            return "encrypted_member"
        if row[_METHOD] not in (_STORED, _DEFLATED):
            return "unsupported_compression"
        mode = row[_MODE] & _FORMAT
        if mode == _SYMLINK:
            return "archive_link"
        if mode not in (0, _REGULAR, _FOLDER):
            return "archive_special"
        if row[_METHOD] == _STORED and row[_SIZE] != row[_PACKED]:
            return "damaged_member"
        if row[_SIZE] > max(row[_PACKED] * self._limits.expansion, _SMALL_EXPANSION):
            return "expansion_bomb"
        return None

    def _reject(self, reason: str, name: str, row: list[int]) -> None:
        value = str(row[_METHOD]) if reason == "unsupported_compression" else None
        file = member_name(self._stream.name, name)
        self._rejects.add(reason, table=TABLE, file=file, value=value)

    def _data_start(self, at: int, raw: bytes) -> int:
        """Where the data of the member with its local header at `at` begins, -1 if it is none."""
        head = self._bytes(at, _LOCAL + len(raw))
        if head[:4] != b"PK\x03\x04" or head[_LOCAL:] != raw:
            return -1
        return at + _LOCAL + (head[26] | head[27] << 8) + (head[28] | head[29] << 8)

    def _bytes(self, at: int, count: int) -> bytes:
        """Bytes of the file, read ahead: members mostly lie in the order of the directory."""
        inside = at - self._block_at
        if inside < 0 or inside + count > len(self._block):
            self._block = self._random.pread(max(count, _AHEAD), at)
            self._block_at, inside = at, 0
        return self._block[inside : inside + count]

    def _member(self, name: str, row: list[int], start: int) -> Iterator[Pieces | Stream]:
        packed, size = row[_PACKED], row[_SIZE]
        if packed > _LARGE or size > _LARGE:
            yield from self._flush()
            yield from self._large(name, row, start)
            return
        data = self._bytes(start, packed)
        if row[_METHOD] == _DEFLATED:
            data = _inflated(data, size)
        if len(data) != size or zlib.crc32(data) != row[_CRC]:
            self._reject("damaged_member", name, row)
            return
        self._parts.append(data)
        self._names.append(member_name(self._stream.name, name))
        self._held += size
        if self._held >= _DATA_WINDOW:
            yield from self._flush()

    def _flush(self) -> Iterator[Pieces]:
        """Hand on the small members held."""
        if self._parts:
            sizes = np.fromiter(map(len, self._parts), np.int64, len(self._parts))
            ends = np.cumsum(sizes)
            data = np.frombuffer(b"".join(self._parts), np.uint8)
            pieces = Pieces(data, ends - sizes, ends, self._names, self._stream.depth + 1)
            self._parts, self._names, self._held = [], [], 0
            yield pieces

    def _large(self, name: str, row: list[int], start: int) -> Iterator[Stream]:
        left, at = row[_PACKED], start

        def take(count: int) -> bytes:
            nonlocal left, at
            part = self._random.pread(min(count, left, 4 * MIB), at)
            left -= len(part)
            at += len(part)
            return part

        full_name = member_name(self._stream.name, name)
        depth = self._stream.depth + 1
        if row[_METHOD] == _STORED:
            yield Stream(full_name, take, depth=depth)
            return
        expansion = inflate(take, self._limits)
        member = Stream(full_name, expansion.take, depth=depth)
        yield member
        member.skip(row[_SIZE] - expansion.out)
        if expansion.fault == "expansion_bomb":
            self._reject("expansion_bomb", name, row)
        elif expansion.fault or expansion.out != row[_SIZE] or expansion.checksum != row[_CRC]:
            self._reject("damaged_member", name, row)

    def without_directory(self) -> Iterator[Pieces | Stream]:
        """The members of a ZIP that was cut off, one local header after another.

        Where the sizes were written after the data (flag 3), the end of the deflated data tells
        them; this goes for small members only.
        """
        at = 0
        while (row := self._local(at)) is not None:
            raw = self._random.pread(row[_NAME_END] - row[_NAME], row[_NAME])
            name = decode_name(raw, utf8=bool(row[_FLAGS] & _UTF8))
            start = row[_AT]
            if start + row[_PACKED] > self._random.size:
                self._reject("damaged_member", name, row)
                break
            refusal = self._refusal(row, name)
            if refusal is not None:
                self._reject(refusal, name, row)
            elif not name.endswith(("/", "\\")):
                yield from self._member(name, row, start)
            at = start + row[_PACKED]
            if row[_FLAGS] & _SIZES_AFTER:
                at += 16 if self._random.pread(4, at) == b"PK\x07\x08" else 12
        yield from self._flush()

    def _local(self, at: int) -> list[int] | None:
        """The local header at `at` as a row of the directory, `_AT` being where the data begin."""
        head = self._random.pread(_LOCAL, at)
        if len(head) < _LOCAL or head[:4] != b"PK\x03\x04":
            return None
        flags, method = struct.unpack_from("<HH", head, 6)
        crc, packed, size, name_size, extra = struct.unpack_from("<IIIHH", head, 14)
        name = at + _LOCAL
        start = name + name_size + extra
        if flags & _SIZES_AFTER and method == _DEFLATED:
            expander = zlib.decompressobj(-15)
            data = self._random.pread(_LARGE, start)
            try:
                out = expander.decompress(data, _LARGE)
            except zlib.error:
                return None
            if not expander.eof:
                return None
            packed, size, crc = len(data) - len(expander.unused_data), len(out), zlib.crc32(out)
        elif flags & _SIZES_AFTER:
            return None
        return [method, flags, crc, packed, size, start, name, name + name_size, 0]


def _inflated(data: bytes, size: int) -> bytes:
    """A small deflated member; wrong bytes come out with the wrong size or checksum."""
    try:
        return zlib.decompressobj(-15).decompress(data, size + 1)
    except zlib.error:
        return b""
