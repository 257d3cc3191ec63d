"""Where the parts of one certificate revocation list lie (RFC 5280 5.1), in compiled code.

Like the offsets pass over certificates, with one list in place of many: a list may hold a million
entries, which `revocation_entries` reads.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.der import (
    BIT_STRING,
    INTEGER,
    OID,
    SEQUENCE,
    element,
    inside,
    small,
)
from mingzheng.certificates.reasons import MOST_EXTENSIONS, REASON_NUMBER
from mingzheng.certificates.scalars import GENERALIZED_TIME, UTC_TIME
from mingzheng.certificates.walk import extension, reason

_TRAILING = REASON_NUMBER["trailing_bytes"]
_UNEXPECTED = REASON_NUMBER["unexpected_tag"]

NOT_STANDARD = -1
"""In place of the last arc of an identifier that is not one of 2.5.29."""

NUMBER, DELTA, DISTRIBUTION, AUTHORITY, FRESHEST = 20, 27, 28, 35, 46
"""Last arcs of the extensions of a list: cRLNumber, deltaCRLIndicator, issuingDistributionPoint,
authorityKeyIdentifier, freshestCRL."""


class ListField(IntEnum):
    """What `walk_list` finds: positions in pairs of start and end, -1 where there is none.

    `ISSUER`, the times, the algorithms and `SIGNED`, the TBSCertList, are whole elements,
    `ENTRIES` is what the SEQUENCE of entries holds, the extensions are the content of their OCTET
    STRING, `SIGNATURE` that of its BIT STRING, the count of unused bits first. Then marks.
    """

    ISSUER_START = 0
    ISSUER_END = 1
    ALGORITHM_START = 2
    ALGORITHM_END = 3
    THIS_UPDATE_START = 4
    THIS_UPDATE_END = 5
    NEXT_UPDATE_START = 6
    NEXT_UPDATE_END = 7
    ENTRIES_START = 8
    ENTRIES_END = 9
    AUTHORITY_START = 10
    AUTHORITY_END = 11
    DISTRIBUTION_START = 12
    DISTRIBUTION_END = 13
    NUMBER_START = 14
    NUMBER_END = 15
    SIGNED_START = 16
    SIGNED_END = 17
    OUTER_ALGORITHM_START = 18
    OUTER_ALGORITHM_END = 19
    SIGNATURE_START = 20
    SIGNATURE_END = 21
    DELTA = 22
    UNKNOWN_CRITICAL = 23
    REPEATED = 24


_ISSUER, _ALGORITHM = int(ListField.ISSUER_START), int(ListField.ALGORITHM_START)
_THIS, _NEXT = int(ListField.THIS_UPDATE_START), int(ListField.NEXT_UPDATE_START)
_ENTRIES, _SIGNED = int(ListField.ENTRIES_START), int(ListField.SIGNED_START)
_OUTER, _SIGNATURE = int(ListField.OUTER_ALGORITHM_START), int(ListField.SIGNATURE_START)
_PLACE = {
    AUTHORITY: int(ListField.AUTHORITY_START),
    DISTRIBUTION: int(ListField.DISTRIBUTION_START),
    NUMBER: int(ListField.NUMBER_START),
}
_AUTHORITY, _DISTRIBUTION, _NUMBER = (_PLACE[arc] for arc in (AUTHORITY, DISTRIBUTION, NUMBER))
_DELTA, _UNKNOWN = int(ListField.DELTA), int(ListField.UNKNOWN_CRITICAL)
_REPEATED = int(ListField.REPEATED)


@kernel
def standard_extension(b, p, end):
    """End, last arc under 2.5.29, criticality, start and end of the value of the extension at p.

    The end is -1 where the extension is not built as one.
    """
    stop, _, critical, value, value_end = extension(b, p, end)
    arc = np.int64(NOT_STANDARD)
    if stop >= 0:
        start, _ = inside(b, p, end, SEQUENCE)
        oid, oid_end = inside(b, start, stop, OID)
        if oid_end - oid == 3 and b[oid] == 0x55 and b[oid + 1] == 0x1D:
            arc = np.int64(b[oid + 2])
    return stop, arc, critical, value, value_end


@kernel
def is_time(tag):
    """Whether this is the tag of a Time."""
    return tag in (UTC_TIME, GENERALIZED_TIME)


@kernel
def note_list_extension(arc, critical, value, value_end, found):
    """Record one extension of the list."""
    place = -1
    if arc == AUTHORITY:
        place = _AUTHORITY
    elif arc == DISTRIBUTION:
        place = _DISTRIBUTION
    elif arc == NUMBER:
        place = _NUMBER
    elif arc == DELTA:
        found[_DELTA] = 1
    elif critical and arc != FRESHEST:
        found[_UNKNOWN] = 1
    if place >= 0:
        if found[place] >= 0:
            found[_REPEATED] = 1
        else:
            found[place], found[place + 1] = value, value_end


@kernel
def walk_list_extensions(b, p, end, found):
    """Record the extensions of the list, the SEQUENCE at p; reason and position."""
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0:
        return _UNEXPECTED, p
    if stop != end:
        return _TRAILING, stop
    count = 0
    p = start
    while p < stop:
        after, arc, critical, value, value_end = standard_extension(b, p, stop)
        if after < 0 or count == MOST_EXTENSIONS:
            return _UNEXPECTED, p
        note_list_extension(arc, critical, value, value_end, found)
        count += 1
        p = after
    return 0, p


@kernel
def walk_list_head(b, p, end, found):
    """Record version, algorithm, issuer and times of the TBSCertList b[p:end].

    Reason, and where it was found or what follows the times begins. The third number is 1 for
    a list of version 2, which alone has extensions.
    """
    version = np.int64(0)
    if p < end and b[p] == INTEGER:
        start, stop = inside(b, p, end, INTEGER)
        version = small(b, start, stop) if start >= 0 else np.int64(-1)
        if version != 1:
            return _UNEXPECTED, p, version
        p = stop
    for place in (_ALGORITHM, _ISSUER):
        tag, _, stop = element(b, p, end)
        if tag != SEQUENCE:
            return reason(tag), p, version
        found[place], found[place + 1] = p, stop
        p = stop
    tag, _, stop = element(b, p, end)
    if not is_time(tag):
        return reason(tag), p, version
    found[_THIS], found[_THIS + 1] = p, stop
    p = stop
    if p < end and is_time(b[p]):
        tag, _, stop = element(b, p, end)
        if tag < 0:
            return reason(tag), p, version
        found[_NEXT], found[_NEXT + 1] = p, stop
        p = stop
    return 0, p, version


@kernel
def walk_list_body(b, p, end, found):
    """Record the parts of the TBSCertList whose content is b[p:end]; reason and position."""
    why, p, version = walk_list_head(b, p, end, found)
    if why:
        return why, p
    if p < end and b[p] == SEQUENCE:
        tag, start, stop = element(b, p, end)
        if tag < 0:
            return reason(tag), p
        found[_ENTRIES], found[_ENTRIES + 1] = start, stop
        p = stop
    if p < end:
        tag, start, stop = element(b, p, end)
        if tag != 0xA0 or version != 1:
            return reason(tag), p
        why, at = walk_list_extensions(b, start, stop, found)
        if why:
            return why, at
        p = stop
    return (_TRAILING, p) if p != end else (0, p)


@kernel
def walk_list(b, start, end, found):
    """Fill `found`, int64 of len(ListField), for the list b[start:end]; reason and position."""
    found[:] = -1
    found[_DELTA:] = 0
    tag, p, stop = element(b, start, end)
    if tag != SEQUENCE:
        return reason(tag), start
    if stop != end:
        return _TRAILING, stop
    tag, body, body_end = element(b, p, stop)
    if tag != SEQUENCE:
        return reason(tag), p
    found[_SIGNED], found[_SIGNED + 1] = p, body_end
    why, at = walk_list_body(b, body, body_end, found)
    if why:
        return why, at
    tag, _, p = element(b, body_end, stop)
    if tag != SEQUENCE:
        return reason(tag), body_end
    found[_OUTER], found[_OUTER + 1] = body_end, p
    tag, bits, bits_end = element(b, p, stop)
    if tag != BIT_STRING or bits == bits_end:
        return reason(tag), p
    found[_SIGNATURE], found[_SIGNATURE + 1] = bits, bits_end
    return (_TRAILING, bits_end) if bits_end != stop else (0, bits_end)


USER_ONLY, AUTHORITY_ONLY, SOME_REASONS, INDIRECT, ATTRIBUTE_ONLY = 1, 2, 4, 8, 16
"""The bits of what an IssuingDistributionPoint narrows a list to, by tag number from 1."""


@kernel
def scope_of(b, p, end):
    """Start and end of the distribution point of an IssuingDistributionPoint, and its bits.

    The bits are -1 where it is not built as one; start and end are the whole [0], or equal.
    """
    nothing = (p, p, np.int64(-1))
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return nothing
    point, point_end, bits = start, start, np.int64(0)
    p = start
    while p < stop:
        tag, value, value_end = element(b, p, stop)
        if tag == 0xA0:
            point, point_end = p, value_end
        elif tag < 0x81 or tag > 0x85:
            return nothing
        elif tag == 0x83:
            bits |= SOME_REASONS
        elif value_end != value + 1:
            return nothing
        elif b[value]:
            bits |= np.int64(1) << (tag - 0x81)
        p = value_end
    return point, point_end, bits


@kernel
def integer_of(b, p, end):
    """Start and end of the content of the INTEGER that is b[p:end]; (-1, -1) if it is none."""
    start, stop = inside(b, p, end, INTEGER)
    if start < 0 or stop != end or start == stop:
        return np.int64(-1), np.int64(-1)
    return start, stop
