"""The offsets pass: where the parts of each certificate lie (RFC 5280 4.1)."""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.der import (
    BIT_STRING,
    BOOLEAN,
    INTEGER,
    OCTET_STRING,
    OID,
    SEQUENCE,
    element,
    inside,
)
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import CODE, EXTENSION_CODE, IDENTITY, POISON, VALUED, known
from mingzheng.certificates.octets import load, word
from mingzheng.certificates.reasons import DAMAGE_BIT, LARGEST, MOST_EXTENSIONS, REASON_NUMBER

_MISSING = REASON_NUMBER["missing"]
_TOO_LARGE = REASON_NUMBER["too_large"]
_TRAILING = REASON_NUMBER["trailing_bytes"]
_UNEXPECTED = REASON_NUMBER["unexpected_tag"]

_MALFORMED = DAMAGE_BIT["extensions:malformed"]
_REPEATED = DAMAGE_BIT["extensions:repeated"]
_TOO_MANY = DAMAGE_BIT["extensions:too_many"]
_BAD_KEY = DAMAGE_BIT["public_key:malformed"]

_VERSION = int(Field.VERSION_START)
_SPKI = int(Field.SPKI_START)
_PUBLIC_KEY = int(Field.PUBLIC_KEY_START)
_OUTER = int(Field.OUTER_ALGORITHM_START)
_SIGNATURE = int(Field.SIGNATURE_START)
_EXTENSIONS = int(Field.EXTENSIONS_START)
_COUNT = int(Field.EXTENSION_COUNT)
_UNKNOWN_CRITICAL = int(Field.UNKNOWN_CRITICAL)
_IDENTIFIERS = int(Field.IDENTIFIERS)
_PRECERTIFICATE = int(Field.PRECERTIFICATE)
_FIRST_IDENTIFIER = int(Field.FIRST_IDENTIFIER)
_DAMAGE = int(Field.DAMAGE)
_REASON = int(Field.REASON)
_REASON_AT = int(Field.REASON_AT)

_FIRST_VALUED = CODE[next(iter(VALUED))]
_FIRST_VALUE = int(Field.KEY_USAGE_START)
_POISON = CODE[POISON]
_FIRST_IDENTITY = CODE[next(iter(IDENTITY))]
_LAST_IDENTITY = _FIRST_IDENTITY + len(IDENTITY) - 1

_BODY = np.array([INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE])
"""Tags of serial number, algorithm, issuer, validity, subject and key: fields from SERIAL on."""
_FIRST_BODY = int(Field.SERIAL_START)


_USUAL = word(bytes.fromhex("30000603551d0000"))
_USUAL_MASK = word(bytes.fromhex("ff00ffffffff0000"))
"""SEQUENCE, whatever its length, and an identifier of three octets that begins with 2.5.29."""


@kernel
def reason(tag):
    """The reason's number for an element that is not what it must be."""
    return -tag if tag < 0 else _UNEXPECTED


@kernel
def extension(b, p, end):
    """End, code, criticality, start and end of the value of the extension at p.

    The end is -1 where the extension is not built as one.
    """
    bad = (np.int64(-1), np.int64(-1), False, p, p)
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0:
        return bad
    oid, oid_end = inside(b, start, stop, OID)
    if oid < 0:
        return bad
    q = oid_end
    critical = False
    if q < stop and b[q] == BOOLEAN:
        flag, q = inside(b, q, stop, BOOLEAN)
        if flag < 0 or q != flag + 1:
            return bad
        critical = b[flag] != 0
    value, value_end = inside(b, q, stop, OCTET_STRING)
    if value < 0 or value_end != stop:
        return bad
    return stop, np.int64(known(b, oid, oid_end)), critical, value, value_end


@inlined
def usual_extension(b, p, end):
    """What `extension` finds, if it is a short one of 2.5.29; its end is -1 where it is not."""
    bad = (np.int64(-1), np.int64(-1), False, p, p)
    if p + 9 > end or load(b, p) & _USUAL_MASK != _USUAL:
        return bad
    stop = p + 2 + np.int64(b[p + 1])
    q = p + 7
    critical = False
    if b[q] == BOOLEAN and b[q + 1] == 1 and q + 5 <= end:
        critical = b[q + 2] != 0
        q += 3
    fits = b[p + 1] < 0x80 and stop <= end and q + 2 <= stop
    if not fits or b[q] != OCTET_STRING or q + 2 + np.int64(b[q + 1]) != stop:
        return bad
    if b[q + 1] >= 0x80:
        return bad
    return stop, np.int64(EXTENSION_CODE[b[p + 6]]), critical, q + 2, stop


@inlined
def note_extension(p, code, critical, value, value_end, row):
    """Record one extension in the row of its certificate."""
    row[_COUNT] += 1
    place = _FIRST_VALUE + 2 * (code - _FIRST_VALUED)
    if _FIRST_VALUED <= code < _POISON:
        if row[place] >= 0:
            row[_DAMAGE] |= _REPEATED
        else:
            row[place], row[place + 1] = value, value_end
    elif code == _POISON:
        row[_PRECERTIFICATE] = 1
    elif _FIRST_IDENTITY <= code <= _LAST_IDENTITY:
        if row[_IDENTIFIERS] == 0:
            row[_FIRST_IDENTIFIER] = p
        row[_IDENTIFIERS] += 1
    elif critical and code < 0:
        row[_UNKNOWN_CRITICAL] += 1


@kernel
def forget_extensions(row, damage):
    """Mark the list of extensions as damaged: nothing in it is taken for known."""
    row[_EXTENSIONS:_COUNT] = -1
    row[_COUNT : _PRECERTIFICATE + 1] = 0
    row[_DAMAGE] |= damage


@kernel
def walk_extensions(b, p, end, row):
    """Record the extensions held by the explicit element whose content is b[p:end]."""
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        row[_DAMAGE] |= _MALFORMED
        return
    row[_EXTENSIONS], row[_EXTENSIONS + 1] = start, stop
    p = start
    while p < stop:
        after, code, critical, value, value_end = usual_extension(b, p, stop)
        if after < 0:
            after, code, critical, value, value_end = extension(b, p, stop)
        if after < 0:
            forget_extensions(row, _MALFORMED)
            return
        if row[_COUNT] == MOST_EXTENSIONS:
            forget_extensions(row, _TOO_MANY)
            return
        note_extension(p, code, critical, value, value_end, row)
        p = after


@kernel
def walk_key(b, row):
    """Record the octets of the public key."""
    _, start, stop = element(b, row[_SPKI], row[_SPKI + 1])
    algorithm, after = inside(b, start, stop, SEQUENCE)
    if algorithm >= 0:
        key, key_end = inside(b, after, stop, BIT_STRING)
        if key >= 0 and key < key_end == stop and b[key] == 0:
            row[_PUBLIC_KEY], row[_PUBLIC_KEY + 1] = key + 1, key_end
            return
    row[_DAMAGE] |= _BAD_KEY


@kernel
def walk_body(b, p, end, row):
    """Record the parts of the TBSCertificate whose content is b[p:end]; reason and position."""
    if p < end and b[p] == 0xA0:
        tag, _, stop = element(b, p, end)
        if tag < 0:
            return -tag, p
        row[_VERSION], row[_VERSION + 1] = p, stop
        p = stop
    for k in range(_BODY.size):
        tag, _, stop = element(b, p, end)
        if tag != _BODY[k]:
            return reason(tag), p
        row[_FIRST_BODY + 2 * k], row[_FIRST_BODY + 2 * k + 1] = p, stop
        p = stop
    last = 0x80
    while p < end:
        tag, start, stop = element(b, p, end)
        number = tag & 0x9F
        if tag < 0 or number <= last or number > 0x83:
            return reason(tag), p
        if tag == 0xA3:
            walk_extensions(b, start, stop, row)
        last, p = number, stop
    return 0, p


@kernel
def walk_certificate(b, start, end, row):
    """Record the parts of the certificate b[start:end]; returns the reason and its position."""
    tag, p, stop = element(b, start, end)
    if tag != SEQUENCE:
        return reason(tag), start
    if stop != end:
        return _TRAILING, stop
    tag, body, body_end = element(b, p, stop)
    if tag != SEQUENCE:
        return reason(tag), p
    row[0], row[1] = p, body_end
    why, at = walk_body(b, body, body_end, row)
    if why:
        return why, at
    tag, _, p = element(b, body_end, stop)
    if tag != SEQUENCE:
        return reason(tag), body_end
    row[_OUTER], row[_OUTER + 1] = body_end, p
    tag, bits, bits_end = element(b, p, stop)
    if tag != BIT_STRING or bits == bits_end:
        return reason(tag), p
    row[_SIGNATURE], row[_SIGNATURE + 1] = bits + 1, bits_end
    return (_TRAILING, bits_end) if bits_end != stop else (0, bits_end)


@kernel
def walk(b, bounds, present, rows):
    """Fill rows, (n, len(Field)), for the n certificates b[bounds[i]:bounds[i + 1]]."""
    for i in range(bounds.size - 1):
        row = rows[i]
        start, end = bounds[i], bounds[i + 1]
        row[:_COUNT] = -1
        row[_COUNT:] = 0
        if not present[i]:
            row[_REASON] = _MISSING
            continue
        if end - start > LARGEST:
            row[_REASON] = _TOO_LARGE
            continue
        why, at = walk_certificate(b, start, end, row)
        if why:
            row[:_COUNT] = -1
            row[_COUNT:] = 0
            row[_REASON], row[_REASON_AT] = why, at - start
        else:
            walk_key(b, row)
