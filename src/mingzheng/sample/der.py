"""DER built by columns: each function encodes one element of a whole batch at once.

A `Column` holds one byte string per row as slices of a buffer, so choosing, dropping and cutting
rows moves no bytes; only `join` copies, compiled. Nesting the functions reads like the ASN.1 it
builds, and what is the same in every row is encoded once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from mingzheng.signatures.field import Octets, frozen

Bounds = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

SEQUENCE, SET, INTEGER, BIT_STRING, OCTET_STRING = 0x30, 0x31, 0x02, 0x03, 0x04
OBJECT_IDENTIFIER, UTF8_STRING, PRINTABLE_STRING, IA5_STRING = 0x06, 0x0C, 0x13, 0x16

YEAR_0 = -62_167_219_200
"""0000-01-01 in seconds from 1970, the first that GeneralizedTime can say."""
YEAR_10000 = 253_402_300_800


@dataclass(frozen=True)
class Column:
    """n byte strings: row i is data[starts[i]:ends[i]]. One row stands for every row."""

    data: Octets
    starts: Bounds
    ends: Bounds

    def __len__(self) -> int:
        return len(self.starts)

    def to_arrow(self) -> pa.LargeBinaryArray:
        """The rows of a column that `join` made, without copying them."""
        offsets = np.append(self.starts, self.ends[-1:] if len(self) else 0)
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self.data)]
        return pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(self), buffers)


def constant(octets: bytes) -> Column:
    """The same octets in every row."""
    return Column(np.frombuffer(octets, np.uint8), np.zeros(1, np.int64), np.array([len(octets)]))


def strings(values: pa.Array) -> Column:
    """The octets of an Arrow string or binary array; a null is an empty row."""
    values = values.cast(pa.large_binary())
    if values.null_count:
        values = values.fill_null(b"")
    _, offsets, data = values.buffers()
    if len(values) == 0 or data is None:
        return take([b""], np.zeros(len(values), np.int64))
    bounds = np.frombuffer(offsets, np.int64)[values.offset : values.offset + len(values) + 1]
    return Column(np.frombuffer(data, np.uint8), bounds[:-1], bounds[1:])


def fixed(octets: Octets) -> Column:
    """The rows of uint8[n, width]."""
    count, width = octets.shape
    starts = np.arange(count, dtype=np.int64) * width
    return Column(np.ascontiguousarray(octets).reshape(-1), starts, starts + width)


def take(choices: list[bytes], which: npt.NDArray[np.integer]) -> Column:
    """choices[which[i]] in row i."""
    bounds: Bounds = np.cumsum([0, *map(len, choices)])
    data = np.frombuffer(b"".join(choices), np.uint8)
    return Column(data, bounds[:-1][which], bounds[1:][which])


def present(column: Column, rows: Mask) -> Column:
    """The column with every row emptied that is not among `rows`."""
    starts = np.broadcast_to(column.starts, rows.shape)
    return Column(column.data, starts.copy(), np.where(rows, column.ends, starts))


def choose(parts: list[tuple[Mask, Column]]) -> Column:
    """One column out of several: the k-th row that a mask marks is the k-th of its column."""
    if len(parts) == 1:
        return parts[0][1]
    spread = []
    for rows, column in parts:
        which: Bounds = np.cumsum(rows) - rows
        chosen = Column(column.data, column.starts[which * rows], column.ends[which * rows])
        spread.append(present(chosen, rows))
    return join(*spread)


@njit(cache=True, nogil=True)
def _place(data: Octets, starts: Bounds, ends: Bounds, cursors: Bounds, out: Octets) -> None:
    """Copies row i to out[cursors[i]:] and moves the cursor behind it."""
    step = 0 if len(starts) == 1 else 1
    for i in range(len(cursors)):
        start = starts[i * step]
        length = ends[i * step] - start
        cursor = cursors[i]
        for k in range(length):
            out[cursor + k] = data[start + k]
        cursors[i] = cursor + length


def join(*columns: Column) -> Column:
    """The columns' rows one behind the other."""
    rows = max(len(column) for column in columns)
    if any(len(column) not in (1, rows) for column in columns):
        raise ValueError("columns of one batch have as many rows as one another")
    lengths = np.zeros(rows, np.int64)
    for column in columns:
        lengths += column.ends - column.starts
    bounds = np.zeros(rows + 1, np.int64)
    np.cumsum(lengths, out=bounds[1:])
    out = np.empty(bounds[-1], np.uint8)
    cursors = bounds[:-1].copy()
    for column in columns:
        _place(frozen(column.data), frozen(column.starts), frozen(column.ends), cursors, out)
    return Column(out, bounds[:-1], bounds[1:])


@njit(cache=True, nogil=True)
def _head(tag: int, lengths: Bounds, heads: Octets, starts: Bounds) -> None:
    """Writes tag and length (X.690, 8.1.3) at the end of each row of six octets."""
    for i in range(len(lengths)):
        length = lengths[i]
        k = 5
        heads[i, k] = length & 0xFF
        if length > 127:
            while length > 255:
                length >>= 8
                k -= 1
                heads[i, k] = length & 0xFF
            k -= 1
            heads[i, k] = 0x80 | (6 - 1 - k)
        k -= 1
        heads[i, k] = tag
        starts[i] = 6 * i + k


def tagged(tag: int, *contents: Column) -> Column:
    """An element with this tag and the contents, one behind the other. Under 16 MiB each."""
    lengths = sum((column.ends - column.starts for column in contents), np.zeros(1, np.int64))
    heads = np.empty((len(lengths), 6), np.uint8)
    starts = np.empty(len(lengths), np.int64)
    _head(tag, lengths, heads, starts)
    ends = np.arange(1, len(lengths) + 1, dtype=np.int64) * 6
    return join(Column(heads.reshape(-1), starts, ends), *contents)


def sequence(*contents: Column) -> Column:
    """SEQUENCE."""
    return tagged(SEQUENCE, *contents)


def bit_string(content: Column) -> Column:
    """BIT STRING of whole octets."""
    return tagged(BIT_STRING, constant(b"\x00"), content)


def object_identifier(dotted: str) -> bytes:
    """OBJECT IDENTIFIER of its dotted form (X.690, 8.19)."""
    first, second, *rest = map(int, dotted.split("."))
    content = bytearray()
    for arc in (40 * first + second, *rest):
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(arc & 0x7F | 0x80)
        content += bytes(reversed(septets))
    return bytes([OBJECT_IDENTIFIER, len(content)]) + bytes(content)


@njit(cache=True, nogil=True)
def _significant(octets: Octets, starts: Bounds) -> None:
    """Where each unsigned integer begins after a leading zero octet, kept only as a sign."""
    count, width = octets.shape
    for i in range(count):
        k = 1
        while k < width - 1 and octets[i, k] == 0:
            k += 1
        starts[i] = i * width + (k - 1 if octets[i, k] >= 0x80 else k)


def unsigned(magnitudes: Octets) -> Column:
    """INTEGER of the non-negative numbers in uint8[n, width], big-endian, shortest form."""
    count, width = magnitudes.shape
    padded = np.zeros((count, width + 1), np.uint8)
    padded[:, 1:] = magnitudes
    starts = np.empty(count, np.int64)
    _significant(padded, starts)
    ends = np.arange(1, count + 1, dtype=np.int64) * (width + 1)
    return tagged(INTEGER, Column(padded.reshape(-1), starts, ends))


@njit(cache=True, nogil=True)
def _civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar."""
    shifted = days + 719_468
    era, day_of_era = shifted // 146_097, shifted % 146_097
    year = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year + year // 4 - year // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return year + 400 * era + (1 if month <= 2 else 0), month, day


@njit(cache=True, nogil=True)
def _times(seconds: Bounds, out: Octets, ends: Bounds) -> None:
    for i in range(len(seconds)):
        year, month, day = _civil(seconds[i] // 86_400)
        clock = seconds[i] % 86_400
        short = 1950 <= year < 2050
        out[i, 0] = 0x17 if short else 0x18
        out[i, 1] = 13 if short else 15
        k = 2
        if not short:
            out[i, 2] = 48 + year // 1000
            out[i, 3] = 48 + year // 100 % 10
            k = 4
        for part in (year % 100, month, day, clock // 3600, clock // 60 % 60, clock % 60):
            out[i, k] = 48 + part // 10
            out[i, k + 1] = 48 + part % 10
            k += 2
        out[i, k] = 0x5A
        ends[i] = 17 * i + k + 1


def times(seconds: Bounds) -> Column:
    """UTCTime from 1950 to 2049, else GeneralizedTime (RFC 5280, 4.1.2.5), of seconds from 1970.

    Years outside 0 to 9999 raise ValueError: neither form can say them.
    """
    if len(seconds) and not (seconds.min() >= YEAR_0 and seconds.max() < YEAR_10000):
        raise ValueError("a time in a certificate lies in the years 0 to 9999")
    out = np.empty((len(seconds), 17), np.uint8)
    ends = np.empty(len(seconds), np.int64)
    _times(frozen(seconds), out, ends)
    return Column(out.reshape(-1), np.arange(len(seconds), dtype=np.int64) * 17, ends)
