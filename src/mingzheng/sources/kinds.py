"""What a file holds, told by its content: extensions lie, and exports are named anyhow."""

from __future__ import annotations

import re
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from numba import njit

from mingzheng.sources.pem import find_begin, stands_at

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


_ZIP, _ZIP_EMPTY, _ZIP_SPANNED, _GZIP, _BZIP2, _XZ, _USTAR, _SIGNED, _SIGNED_SM2 = (
    np.frombuffer(word, np.uint8)
    for word in (
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x07\x08",
        b"\x1f\x8b\x08",
        b"BZh",
        b"\xfd7zXZ\x00",
        b"ustar",
        b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",  # 1.2.840.113549.1.7.2 (RFC 2315)
        b"\x06\x0a\x2a\x81\x1c\xcf\x55\x06\x01\x04\x02\x02",  # 1.2.156.10197.6.1.4.2.2 (GM/T 0010)
    )
)

_LDIF = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n|#[^\n]*\n)*(?:version|dn)[ ]*:"
    rb"|(?:\A|\n)(?:user|ca)certificate(?:;binary)?:",
    re.IGNORECASE,
)
_BASE64 = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*MI[A-Za-z0-9+/]{2}[A-Za-z0-9+/=\s]*\Z")


@njit(cache=True, nogil=True)
def header_checksum(data, at):  # type: ignore[no-untyped-def]
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
def _signed_data(data, start, end):  # type: ignore[no-untyped-def]
    size = np.int64(data[start + 1]) & 127
    at = start + 2 + size if data[start + 1] >= 128 else start + 2
    return stands_at(data, at, end, _SIGNED) or stands_at(data, at, end, _SIGNED_SM2)


@njit(cache=True, nogil=True)
def _kind(data, start, end):  # type: ignore[no-untyped-def]
    if start == end:
        return Kind.EMPTY.value
    first = data[start]
    if end - start >= 512 and header_checksum(data, start):
        return Kind.TAR.value
    if first == 0x30 and end - start > 2 and data[start + 1] >= 0x80:
        return Kind.PKCS7.value if _signed_data(data, start, end) else Kind.DER.value
    if first == 0x50 and (
        stands_at(data, start, end, _ZIP)
        or stands_at(data, start, end, _ZIP_EMPTY)
        or stands_at(data, start, end, _ZIP_SPANNED)
    ):
        return Kind.ZIP.value
    if stands_at(data, start, end, _GZIP):
        return Kind.GZIP.value
    if stands_at(data, start, end, _BZIP2):
        return Kind.BZIP2.value
    if stands_at(data, start, end, _XZ):
        return Kind.XZ.value
    blank = start
    while blank < end and blank < start + _BLANK_BYTES and data[blank] == 0:
        blank += 1
    if blank == end or blank == start + _BLANK_BYTES:
        return Kind.BLANK.value
    begin, _ = find_begin(data, start, min(end, start + SNIFFED))
    return Kind.PEM.value if begin >= 0 else Kind.TEXT.value


@njit(cache=True, nogil=True)
def _kinds(data, starts, ends, kinds):  # type: ignore[no-untyped-def]
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
