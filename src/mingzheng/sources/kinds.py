"""What a file holds, told by its content: extensions lie, and exports are named anyhow."""

from __future__ import annotations

import re
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.sources.pem import find_begin, stands_at
from mingzheng.sources.pkcs7 import SIGNED_DATA

SNIFFED = 64 * 1024
"""Bytes from the start of a file that decide its kind."""

_BLANK_BYTES = 4096


class Kind(IntEnum):
    """The kinds of content that can hold certificates, and those that cannot."""

    EMPTY = 0
    BLANK = 1
    DER = 2
    PEM = 3
    PKCS7 = 4
    ZIP = 5
    TAR = 6
    GZIP = 7
    BZIP2 = 8
    XZ = 9
    TEXT = 10  # LDIF, bare base64 or neither: settled by `text_kind`
    LDIF = 11
    BASE64 = 12
    UNKNOWN = 13


_UNKNOWN_KIND = Kind.UNKNOWN.value
_TAR_KIND = Kind.TAR.value
_MAGIC = tuple(
    np.frombuffer(word, np.uint8)
    for word in (
        b"PK\x03\x04",
        b"PK\x05\x06",  # without members
        b"PK\x07\x08",  # once in several parts
        b"\x1f\x8b\x08",
        b"BZh",
        b"\xfd7zXZ\x00",
    )
)
_MAGIC_KINDS = np.array([Kind.ZIP, Kind.ZIP, Kind.ZIP, Kind.GZIP, Kind.BZIP2, Kind.XZ], np.int64)
_SIGNED, _SIGNED_SM2 = (np.frombuffer(word, np.uint8) for word in SIGNED_DATA)

_LDIF = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n|#[^\n]*\n)*(?:version|dn)[ ]*:"
    rb"|(?:\A|\n)(?:user|ca)certificate(?:;binary)?:",
    re.IGNORECASE,
)
_BASE64 = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*MI[A-Za-z0-9+/]{2}[A-Za-z0-9+/=\s]*\Z")


@njit(cache=True, nogil=True)
def header_checksum(data, at):
    """Whether the 512 bytes at `at` sum up as a tar header says (POSIX ustar, chksum)."""
    total = np.int64(8 * 32)
    for k in range(512):
        if k < 148 or k >= 156:
            total += np.int64(data[at + k])
    told = np.int64(0)
    digits = 0
    for k in range(148, 156):
        byte = data[at + k]
        if 48 <= byte <= 55:
            told = told * 8 + np.int64(byte) - 48
            digits += 1
        elif byte not in (0, 32):
            return False
    return digits > 0 and told == total


@njit(cache=True, nogil=True)
def _signed_data(data, start, end):
    size = np.int64(data[start + 1]) & 127
    at = start + 2 + size if data[start + 1] >= 128 else start + 2
    return stands_at(data, at, end, _SIGNED) or stands_at(data, at, end, _SIGNED_SM2)


@njit(cache=True, nogil=True)
def _packed_kind(data, start, end):
    """The kind of an archive or a compressed file, UNKNOWN if it is neither."""
    if end - start >= 512 and header_checksum(data, start):
        return _TAR_KIND
    for k in range(len(_MAGIC)):
        if stands_at(data, start, end, _MAGIC[k]):
            return _MAGIC_KINDS[k]
    return _UNKNOWN_KIND


@njit(cache=True, nogil=True)
def _is_blank(data, start, end):
    limit = min(end, start + _BLANK_BYTES)
    while start < limit and data[start] == 0:
        start += 1
    return start == limit


@njit(cache=True, nogil=True)
def _kind(data, start, end):
    if start == end:
        return Kind.EMPTY.value
    packed = _packed_kind(data, start, end)
    if packed != _UNKNOWN_KIND:
        return packed
    if data[start] == 0x30 and end - start > 2 and data[start + 1] >= 0x80:
        return Kind.PKCS7.value if _signed_data(data, start, end) else Kind.DER.value
    if _is_blank(data, start, end):
        return Kind.BLANK.value
    begin, _ = find_begin(data, start, min(end, start + SNIFFED))
    return Kind.PEM.value if begin >= 0 else Kind.TEXT.value


@njit(cache=True, nogil=True)
def _kinds(data, starts, ends, kinds):
    for k in range(starts.shape[0]):
        kinds[k] = _kind(data, starts[k], ends[k])


def kinds_of(
    data: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint8]:
    """The `Kind` of each piece [start, end) of `data`; TEXT stays to be settled."""
    kinds = np.empty(len(starts), np.uint8)
    _kinds(data, starts, ends, kinds)
    return kinds


def text_kind(head: bytes) -> Kind:
    """What TEXT turns out to be by its first `SNIFFED` bytes."""
    if _LDIF.search(head):
        return Kind.LDIF
    return Kind.BASE64 if _BASE64.match(head) else Kind.UNKNOWN


def kind_of(head: bytes) -> Kind:
    """The kind of a file by its first `SNIFFED` bytes."""
    data = np.frombuffer(head, np.uint8)
    kind = Kind(int(kinds_of(data, np.zeros(1, np.int64), np.array([len(head)]))[0]))
    return text_kind(head) if kind is Kind.TEXT else kind
