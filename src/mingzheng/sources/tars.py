"""Members of a TAR (POSIX ustar and pax, GNU): headers walked in compiled code over large windows.

Python's tarfile makes an object of each member; an archive of certificates has millions, each
smaller than that object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numba import njit

from mingzheng.sources.blocks import TABLE, Ints, Pieces, shown_place
from mingzheng.sources.kinds import header_checksum
from mingzheng.sources.limits import KIB, MIB, Limits
from mingzheng.sources.members import decode_name, is_unsafe, member_name
from mingzheng.sources.pem import stands_at
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.streams import Stream

_WINDOW = 16 * MIB
_LARGE = 4 * MIB
_LONGEST_EXTENSION = 256 * KIB
_LARGEST = 1 << 48
_BLOCK = 512

_FILE, _LONG_NAME, _PAX, _PASSED, _LINK, _SPECIAL, _DAMAGED = range(7)
_MORE, _END = range(2)
_SIZE_KEY = np.frombuffer(b" size=", np.uint8)
_USTAR = np.frombuffer(b"ustar", np.uint8)


@njit(cache=True, nogil=True)
def _size(data, at):
    """The size field at `at` (12 bytes: octal, or base 256 as GNU has it), -1 if neither."""
    size = np.int64(0)
    if data[at] == 0x80:
        for k in range(4, 12):
            size = (size << 8) | np.int64(data[at + k])
        return size if 0 <= size <= _LARGEST else np.int64(-1)
    for k in range(12):
        byte = data[at + k]
        if 48 <= byte <= 55:
            size = size * 8 + np.int64(byte) - 48
        elif byte not in (0, 32):
            return np.int64(-1)
    return size


@njit(cache=True, nogil=True)
def _pax_size(data, start, end):
    """The size that a pax header gives the next member, -1 if it gives none."""
    for at in range(start, end):
        if data[at] == 32 and stands_at(data, at, end, _SIZE_KEY):
            size = np.int64(0)
            k = at + 6
            while k < end and 48 <= data[k] <= 57 and size < _LARGEST:
                size = size * 10 + np.int64(data[k]) - 48
                k += 1
            return size
    return np.int64(-1)


@njit(cache=True, nogil=True)
def _zeros(data, at, end):
    while at < end and data[at] == 0:
        at += 1
    return at == end


@njit(cache=True, nogil=True)
def _member_kind(flag):
    if flag in (48, 0, 55):  # '0', NUL, '7'
        return _FILE
    if flag == 76:  # 'L'
        return _LONG_NAME
    if flag == 120:  # 'x'
        return _PAX
    if flag in (53, 75, 103):  # '5', 'K', 'g': directory, long link name, global header
        return _PASSED
    if flag in (49, 50):  # '1', '2'
        return _LINK
    return _SPECIAL


@njit(cache=True, nogil=True)
def _plain_name(data, at):
    """Where the name in the header at `at` ends, 0 unless it is ASCII and harmless throughout."""
    if data[at] in (0, 46, 47) or data[at + 345] != 0:
        return 0
    for k in range(at, at + 100):
        byte = data[k]
        if byte == 0:
            return k
        if byte < 32 or byte > 126 or byte in (58, 92) or (byte == 46 and data[k + 1] == 46):
            return 0
    return at + 100


@njit(cache=True, nogil=True)
def _header(data, at):
    """The kind of the member whose header is at `at`, and the size of its data."""
    size = _size(data, at + 124) if header_checksum(data, at) else np.int64(-1)
    kind = _member_kind(data[at + 156])
    if size < 0 or (kind in (_LONG_NAME, _PAX) and size > _LONGEST_EXTENSION):
        return _DAMAGED, np.int64(0)
    # A link may name the size of its target; of the special ones only 'S' (sparse) has data.
    if kind in (_LINK, _SPECIAL) and data[at + 156] != 83:
        size = np.int64(0)
    return kind, size


@njit(cache=True, nogil=True)
def _next_header(data, at, end):
    """The next block after `at` that is a header beyond doubt, or where the blocks end."""
    at += _BLOCK
    while at + _BLOCK <= end and not (
        stands_at(data, at + 257, end, _USTAR) and header_checksum(data, at)
    ):
        at += _BLOCK
    return at


@njit(cache=True, nogil=True)
def _zero_blocks(data, at, end):
    """How many blocks of zeros stand at `at`: two end an archive."""
    if data[at] != 0 or not _zeros(data, at, at + _BLOCK):
        return 0
    following = at + 2 * _BLOCK <= end and _zeros(data, at + _BLOCK, at + 2 * _BLOCK)
    return 2 if following else 1


@njit(cache=True, nogil=True)
def _walk(data, at, end, final, given, rows):
    """Walk the headers in [at, end).

    given  the size a pax header gave the next member, -1 if none
    rows   (n, 5) int64, filled with kind, start of header, start and end of data, and the end
           of the name where it is a plain one that can be taken as it stands, else 0

    Returns rows filled, where to go on, _MORE or _END, and the new `given`. A large member
    that goes on past `end` is the last row; a small one waits for the next window, if any.
    """
    count = 0
    plain = True
    while count < rows.shape[0] and at + _BLOCK <= end:
        zeros = _zero_blocks(data, at, end)
        if zeros == 2:
            return count, at, _END, given
        if zeros == 1:
            if at + 2 * _BLOCK > end:
                break
            at += _BLOCK
            continue
        kind, size = _header(data, at)
        if kind == _DAMAGED:
            good = _next_header(data, at, end)
            rows[count] = (_DAMAGED, at, at, good, 0)
            count += 1
            at = good
            given = np.int64(-1)
            continue
        extension = kind in (_LONG_NAME, _PAX)
        if given >= 0 and not extension:
            size = given
        start = at + _BLOCK
        stop = start + size
        if stop > end and (extension or (size <= _LARGE and not final)):
            break
        rows[count] = (kind, at, start, stop, _plain_name(data, at) if plain else 0)
        count += 1
        plain = not extension
        if not extension:
            given = np.int64(-1)
        elif kind == _PAX:
            given = _pax_size(data, start, stop)
        at = start + (size + _BLOCK - 1) // _BLOCK * _BLOCK
    return count, at, _MORE, given


class _Names:
    """Names of members: short ones in the header, long ones in an extension before it."""

    def __init__(self) -> None:
        self._long: bytes | None = None

    @property
    def pending(self) -> bool:
        """Whether an extension names the next member."""
        return self._long is not None

    def extend(self, kind: int, content: bytes) -> None:
        """Take in an extension header."""
        if kind == _LONG_NAME:
            self._long = content.split(b"\0", 1)[0]
            return
        at = 0
        while at < len(content):
            length, space, _ = content[at : at + 12].partition(b" ")
            if not space or not length.isdigit() or int(length) <= len(length):
                return
            key, _, value = content[at + len(length) + 1 : at + int(length) - 1].partition(b"=")
            if key == b"path":
                self._long = value
            at += int(length)

    def take(self, window: bytes, header: int) -> str:
        """The name of the member whose header lies there, as it stands."""
        if self._long is not None:
            raw, self._long = self._long, None
        else:
            raw = window[header : header + 100].split(b"\0", 1)[0]
            if window[header + 345] and window[header + 257 : header + 263] == b"ustar\0":
                raw = window[header + 345 : header + 500].split(b"\0", 1)[0] + b"/" + raw
        return decode_name(raw)


@dataclass
class _Part:
    """The part of a stream that is one large member."""

    window: bytes
    stream: Stream
    left: int

    def take(self, count: int) -> bytes:
        if self.window:
            part, self.window = self.window[:count], self.window[count:]
            return part
        part = self.stream.read(min(count, self.left))
        self.left -= len(part)
        return part


def members(stream: Stream, *, limits: Limits, rejects: Rejects) -> Iterator[Pieces | Stream]:
    """The regular members in archive order: small ones together, large ones as streams.

    Links, devices and names that lead out are refused; a damaged stretch is passed over up to
    the next header that holds.
    """
    shelf = _Shelf(stream, rejects)
    rows = np.empty((_WINDOW // _BLOCK, 5), np.int64)
    window = stream.read(_WINDOW)
    base, given = 0, -1
    while True:
        final = len(window) < _WINDOW
        data = np.frombuffer(window, np.uint8)
        count, at, state, given = _walk(data, 0, len(window), final, given, rows)
        cut = count > 0 and rows[count - 1, 3] > len(window)
        yield from shelf.whole(window, rows[: count - cut], base)
        if state == _END:
            return
        if cut:
            row = rows[count - 1].tolist()
            _, _, start, end, _ = row
            part = _Part(window[start:], stream, end - len(window))
            if shelf.admits(row, window, base):
                name = member_name(stream.name, shelf.name)
                yield Stream(name, part.take, depth=stream.depth + 1)
            stream.skip(part.left)
            padding = -(end - start) % _BLOCK
            at = end + padding
            stream.skip(padding)
            final = not stream.peek(1)
        rest = window[at:]
        if final and (not rest or rest.strip(b"\0")):
            place = shown_place(base + min(at, len(window)))
            rejects.add("truncated_archive", table=TABLE, file=stream.name, value=place)
        if final:
            return
        base += at
        window = rest + stream.read(_WINDOW - len(rest))


class _Shelf:
    """Judges members by kind and name, and hands on those that are files."""

    def __init__(self, stream: Stream, rejects: Rejects) -> None:
        self._archive = stream.name
        self._depth = stream.depth + 1
        self._rejects = rejects
        self._names = _Names()
        self.name = ""

    def whole(self, window: bytes, rows: Ints, base: int) -> Iterator[Pieces]:
        """The files among members that lie in the window."""
        names: list[str] = []
        kept: list[int] = []
        prefix = f"{self._archive}!/"
        # Column by column: millions of small lists would keep the garbage collector busy.
        kinds, headers, name_ends = (rows[:, column].tolist() for column in (0, 1, 4))
        for index, kind in enumerate(kinds):
            if kind == _FILE and name_ends[index] and not self._names.pending:
                kept.append(index)
                names.append(prefix + window[headers[index] : name_ends[index]].decode("ascii"))
            elif self.admits(rows[index].tolist(), window, base):
                kept.append(index)
                names.append(prefix + self.name)
        if kept:
            chosen = rows[kept]
            data = np.frombuffer(window, np.uint8)
            yield Pieces(data, chosen[:, 2].copy(), chosen[:, 3].copy(), names, self._depth)

    def admits(self, row: list[int], window: bytes, base: int) -> bool:
        """Whether this member is a file to read; `name` is then its name."""
        kind, header, start, end, _ = row
        if kind in (_LONG_NAME, _PAX):
            self._names.extend(kind, window[start:end])
            return False
        if kind == _DAMAGED:
            place = shown_place(base + header)
            self._rejects.add("damaged_member", table=TABLE, file=self._archive, value=place)
            return False
        self.name = name = self._names.take(window, header)
        if kind == _FILE and not is_unsafe(name):
            self.name = name.removeprefix("./")
            return True
        if kind != _PASSED:
            reason = {_LINK: "archive_link", _SPECIAL: "archive_special"}.get(kind, "unsafe_name")
            self._rejects.add(reason, table=TABLE, file=member_name(self._archive, name))
        return False
