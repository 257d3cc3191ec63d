"""Certificates one after another in DER, found by their outer lengths (X.690 8.1, 10.1).

Only the outermost shape is looked at: whether a certificate makes sense inside is judged by the
certificate reader, which has words for it. Compiled, without the interpreter's lock.
"""

from __future__ import annotations

import numpy as np
from numba import njit

INCOMPLETE = -1
"""The element goes on past the bytes given."""
MALFORMED = -2
"""No definite length in at most four bytes."""

CERTIFICATE, PRIVATE_KEY, OTHER = range(3)
"""What an outer SEQUENCE can be."""

FAULT_TRUNCATED, FAULT_DAMAGED, FAULT_TRAILING, FAULT_KEY, FAULT_OTHER, FAULT_LARGE = range(6)
_WHOLE, _WAIT = -1, -2
_SHORTEST = 32


@njit(cache=True, nogil=True)
def element_end(data, at, end):
    """Where the element at `at` ends, INCOMPLETE past `end`, or MALFORMED."""
    if at + 2 > end:
        return INCOMPLETE
    length = np.int64(data[at + 1])
    body = at + 2
    if length >= 128:
        size = length & 127
        if size == 0 or size > 4:
            return MALFORMED
        if body + size > end:
            return INCOMPLETE
        length = np.int64(0)
        for k in range(size):
            length = (length << 8) | np.int64(data[body + k])
        body += size
    if body + length > end:
        return INCOMPLETE
    return body + length


@njit(cache=True, nogil=True)
def declared_end(data, at, end):
    """Where the element at `at` says it ends, even past `end`; INCOMPLETE or MALFORMED."""
    if at + 2 > end:
        return INCOMPLETE
    length = np.int64(data[at + 1])
    if length < 128:
        return at + 2 + length
    size = length & 127
    if size == 0 or size > 4:
        return MALFORMED
    if at + 2 + size > end:
        return INCOMPLETE
    length = np.int64(0)
    for k in range(size):
        length = (length << 8) | np.int64(data[at + 2 + k])
    return at + 2 + size + length


@njit(cache=True, nogil=True)
def content(data, at):
    """Where the content of a well-formed element begins."""
    length = np.int64(data[at + 1])
    return at + 2 + (length & 127 if length >= 128 else 0)


@njit(cache=True, nogil=True)
def outer_kind(data, at, end):
    """What the complete SEQUENCE in [at, end) is, by the tags at its start.

    A certificate is SEQUENCE { SEQUENCE { [0] or INTEGER serial, … (RFC 5280 4.1). PKCS#1, SEC 1
    and PKCS#8 keys and PKCS#12 begin with an INTEGER, requests and lists have a SEQUENCE whose
    third or fourth part is no SEQUENCE of names and times.
    """
    inner = content(data, at)
    if inner + 2 > end:
        return OTHER
    if data[inner] == 0x02:
        return PRIVATE_KEY
    limit = element_end(data, inner, end)
    part = content(data, inner)
    if data[inner] != 0x30 or part >= limit:
        return OTHER
    if data[part] == 0xA0 or (data[part] == 0x02 and _is_first_version(data, part, limit)):
        return CERTIFICATE
    return OTHER


@njit(cache=True, nogil=True)
def _is_first_version(data, part, limit):
    """Whether an INTEGER at `part` is the serial of a certificate of version 1.

    Algorithm, issuer and validity follow it; a list has a time in the last place, a request
    its key's algorithm, which opens with an OID.
    """
    for _ in range(3):
        part = element_end(data, part, limit)
        if part < 0 or part >= limit or data[part] != 0x30:
            return False
    if element_end(data, part, limit) < 0:
        return False
    first = content(data, part)
    return first < limit and data[first] in (0x17, 0x18)


@njit(cache=True, nogil=True)
def _resume(data, at, end):
    """The next place from `at` where a certificate with an explicit version begins, or `end`."""
    while at + 16 <= end:
        if data[at] == 0x30 and data[at + 1] in (0x81, 0x82, 0x83):
            limit = declared_end(data, at, end)
            inner = content(data, at)
            if (
                inner + 8 <= end
                and data[inner] == 0x30
                and declared_end(data, inner, end) > 0
                and declared_end(data, inner, end) <= limit
            ):
                part = content(data, inner)
                if (
                    part + 4 <= end
                    and data[part] == 0xA0
                    and data[part + 1] == 3
                    and data[part + 2] == 2
                    and data[part + 3] == 1
                ):
                    return at
        at += 1
    return end


@njit(cache=True, nogil=True)
def _only_padding(data, at, end):
    while at < end and data[at] in (0, 9, 10, 13, 26, 32, 255):
        at += 1
    return at == end


@njit(cache=True, nogil=True)
def _judge(data, at, end, final, longest):
    """What lies at `at`: _WHOLE, _WAIT (more bytes decide) or a fault; and where it ends."""
    stop = declared_end(data, at, end) if data[at] == 0x30 else np.int64(MALFORMED)
    if stop == INCOMPLETE or stop > end:
        if stop - at > longest:
            return FAULT_LARGE, end
        return (FAULT_TRUNCATED if final else _WAIT), end
    if stop == MALFORMED or stop - at < _SHORTEST:
        return FAULT_DAMAGED, end
    kind = outer_kind(data, at, stop)
    if kind == CERTIFICATE:
        return (_WHOLE if stop - at <= longest else FAULT_LARGE), stop
    return (FAULT_KEY if kind == PRIVATE_KEY else FAULT_OTHER), stop


@njit(cache=True, nogil=True)
def split(data, start, end, ordinal, final, longest, found, faults):
    """Split [start, end) into certificates.

    data     uint8
    ordinal  1-based number of the certificate that comes first
    final    whether nothing follows `end`; otherwise an incomplete element is left over
    longest  the most bytes one certificate may have
    found    (n, 4) int64, filled with 0, start, end, ordinal
    faults   (m, 4) int64, filled with fault, ordinal, start, end

    Returns certificates found, faults found, where to go on, and the ordinal there.
    """
    certificates = 0
    faulty = 0
    at = start
    while at < end and certificates < found.shape[0] and faulty < faults.shape[0]:
        verdict, stop = _judge(data, at, end, final, longest)
        if verdict == _WAIT:
            break
        if verdict == _WHOLE:
            found[certificates] = (CERTIFICATE, at, stop, ordinal)
            certificates += 1
            ordinal += 1
            at = stop
            continue
        if _only_padding(data, at, end):
            return certificates, faulty, end, ordinal
        if verdict not in (FAULT_OTHER, FAULT_KEY):
            stop = _resume(data, at + 1, end)
            if stop == end and not final:
                stop = max(at + 1, end - 16)
        if verdict == FAULT_DAMAGED and certificates > 0 and stop == end and faulty == 0:
            verdict = FAULT_TRAILING
        # A run of damage is one fault, whatever false starts it has.
        if (
            faulty > 0
            and faults[faulty - 1, 0] == FAULT_DAMAGED == verdict
            and faults[faulty - 1, 3] == at
        ):
            faults[faulty - 1, 3] = stop
        else:
            faults[faulty] = (verdict, ordinal, at, stop)
            faulty += 1
        at = stop
    return certificates, faulty, at, ordinal
