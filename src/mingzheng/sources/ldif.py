"""Certificates in LDIF (RFC 2849), as a directory exports them (RFC 4523).

`userCertificate;binary::` and `cACertificate;binary::` with folded base64; other attributes
pass by. A value given by URL is never fetched. Compiled, without the interpreter's lock.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from mingzheng.sources.pem import decode_base64

FOUND, FAULT_REFERENCE, FAULT_BASE64, FAULT_LARGE = range(4)

_NAMES = (
    np.frombuffer(b"usercertificate", np.uint8),
    np.frombuffer(b"cacertificate", np.uint8),
)
_LONGEST_OPTIONS = 64
_NEWLINE, _SPACE, _COLON, _LESS, _SEMICOLON = 10, 32, 58, 60, 59


@njit(cache=True, nogil=True)
def _value_end(text, at, end):
    """Where the logical line at `at` ends, folds included, and the newlines in it.

    The end is that of its last newline, or `end` where it may go on.
    """
    lines = 0
    while at < end:
        if text[at] == _NEWLINE:
            lines += 1
            if at + 1 == end:
                return end, lines
            if text[at + 1] != _SPACE:
                return at + 1, lines
        at += 1
    return end, lines


@njit(cache=True, nogil=True)
def _after_name(text, at, end):
    """Where the colon after a certificate attribute's name and options is, or -1."""
    for name in _NAMES:
        k = 0
        while k < name.shape[0] and at + k < end and (text[at + k] | 32) == name[k]:
            k += 1
        if k < name.shape[0]:
            continue
        place = at + k
        if place < end and text[place] == _SEMICOLON:
            limit = min(end, place + _LONGEST_OPTIONS)
            while place < limit and text[place] not in (_COLON, _NEWLINE):
                place += 1
        if place < end and text[place] == _COLON:
            return place
    return -1


@njit(cache=True, nogil=True)
def _decode_value(text, at, end, longest, out, to):
    """Decode the value whose colon is at `at`; returns FOUND or a fault, and the new `to`."""
    if at + 1 < end and text[at + 1] == _LESS:
        return FAULT_REFERENCE, to
    if at + 1 >= end or text[at + 1] != _COLON:
        return FAULT_BASE64, to
    stop, _, written, whole = decode_base64(text, at + 2, end, out, to)
    if stop < end or not whole or written == to:
        return FAULT_BASE64, to
    if written - to > longest:
        return FAULT_LARGE, to
    return FOUND, written


@njit(cache=True, nogil=True)
def decode(text, end, line, final, longest, out, found, faults):
    """Decode the certificate attributes in the first `end` bytes.

    text     uint8, beginning at the start of a line
    line     1-based line of the first byte
    final    whether nothing follows `end`; otherwise the last logical line is left over
    longest  the most bytes one certificate may have
    out      uint8, at least as long as the text
    found    (n, 3) int64, filled with start and end in `out`, line
    faults   (m, 2) int64, filled with fault, line

    Returns values found, faults found, where to go on and its line.
    """
    values = 0
    faulty = 0
    to = np.int64(0)
    at = np.int64(0)
    while at < end:
        stop, lines = _value_end(text, at, end)
        if stop == end and not final and end - at <= 4 * longest:
            break
        colon = _after_name(text, at, stop)
        if colon >= 0:
            start = to
            fault, to = _decode_value(text, colon, stop, longest, out, to)
            if fault == FOUND:
                found[values] = (start, to, line)
                values += 1
            else:
                faults[faulty] = (fault, line)
                faulty += 1
        at = stop
        line += lines
    return values, faulty, at, line
