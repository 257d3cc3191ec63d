"""Values of the extensions of RFC 5280 4.2 that become one text or number, in compiled code."""

# Compiled code has Numba's types, and takes its arguments by place.
# mypy: allow-untyped-defs, no-check-untyped-defs
# ruff: noqa: PLR0917
from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.der import (
    BIT_STRING,
    BOOLEAN,
    INTEGER,
    OCTET_STRING,
    OID,
    SEQUENCE,
    element,
    inside,
    put_hex,
    put_oid,
    small,
)
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import CA_ISSUERS, CODE, OCSP, VALUED, known
from mingzheng.certificates.octets import copy, equal
from mingzheng.certificates.reasons import DAMAGE_BIT
from mingzheng.certificates.text import IA5, URI, put_text
from mingzheng.certificates.walk import extension

URI_NAME = 0x86

ABSENT, DAMAGED = -1, -2

USAGES, POLICIES, CRLS, OCSPS, ISSUERS, AUTHORITY, SUBJECT = range(7)
"""The texts that `extension_texts` can write."""

_OCSP, _CA_ISSUERS = CODE[OCSP], CODE[CA_ISSUERS]
_KEY_USAGE = int(Field.KEY_USAGE_START)
_BASIC = int(Field.BASIC_CONSTRAINTS_START)
_EXTENSIONS, _EXTENSIONS_END = int(Field.EXTENSIONS_START), int(Field.EXTENSIONS_END)
_UNKNOWN_CRITICAL = int(Field.UNKNOWN_CRITICAL)
_BITS = np.array([DAMAGE_BIT[f"extension:{oid}"] for oid in VALUED])


@kernel
def damage_bit(field):
    """The bit of damage that belongs to the extension with this field."""
    return _BITS[(field - _KEY_USAGE) // 2]


@kernel
def key_usages(b, rows, damage, values, valid):
    """KeyUsage as a number: bit i is bit i of the extension, up to 8 (decipherOnly)."""
    for i in range(rows.shape[0]):
        p, end = rows[i, _KEY_USAGE], rows[i, _KEY_USAGE + 1]
        if p < 0:
            continue
        start, stop = inside(b, p, end, BIT_STRING)
        if start < 0 or stop != end or start == stop or b[start] > 7:
            damage[i] |= damage_bit(_KEY_USAGE)
            continue
        count = min(9, (stop - start - 1) * 8 - np.int64(b[start]))
        usage = 0
        for bit in range(count):
            usage |= (np.int64(b[start + 1 + bit // 8]) >> (7 - bit % 8) & 1) << bit
        values[i] = usage
        valid[i] = 1


@kernel
def read_basic(b, p, end):
    """Whether this is an authority and its path length (-1: none); (-1, -1) if damaged."""
    bad = (np.int64(-1), np.int64(-1))
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return bad
    authority = path = np.int64(-1)
    if start < stop and b[start] == BOOLEAN:
        flag, flag_end = inside(b, start, stop, BOOLEAN)
        if flag < 0 or flag_end != flag + 1:
            return bad
        authority, start = np.int64(b[flag] != 0), flag_end
    if start < stop:
        number, number_end = inside(b, start, stop, INTEGER)
        if number < 0 or number_end != stop:
            return bad
        path = small(b, number, number_end)
        if path < 0 or path > 0x7FFFFFFF:
            return bad
    return max(authority, np.int64(0)), path


@kernel
def basic_constraints(b, rows, damage, authority, valid, path, path_valid):
    """The two values of BasicConstraints."""
    for i in range(rows.shape[0]):
        if rows[i, _BASIC] < 0:
            continue
        is_ca, length = read_basic(b, rows[i, _BASIC], rows[i, _BASIC + 1])
        if is_ca < 0:
            damage[i] |= damage_bit(_BASIC)
            continue
        authority[i], valid[i] = is_ca, 1
        if length >= 0:
            path[i], path_valid[i] = length, 1


@kernel
def put_space(out, start, o):
    """Write the space before all but the first item; returns the end."""
    if o > start:
        out[o] = 32
        return o + 1
    return o


@kernel
def put_oids(b, p, end, wrapped, out, o):
    """Identifiers of a SEQUENCE, each plain or first in a SEQUENCE; the end or DAMAGED."""
    first = o
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return np.int64(DAMAGED)
    while start < stop:
        tag, oid, oid_end = element(b, start, stop)
        start = oid_end
        if tag == SEQUENCE and wrapped:
            oid, oid_end = inside(b, oid, oid_end, OID)
        elif tag != OID or wrapped:
            return np.int64(DAMAGED)
        if oid < 0:
            return np.int64(DAMAGED)
        o = put_oid(b, oid, oid_end, out, put_space(out, first, o))
        if o < 0:
            return np.int64(DAMAGED)
    return o


@kernel
def put_uri(b, p, end, out, first, o):
    """Write the GeneralName b[p:end] after a space if it is a URI; the end or DAMAGED."""
    tag, start, stop = element(b, p, end)
    if tag < 0:
        return np.int64(DAMAGED)
    if tag != URI_NAME:
        return o
    o = put_text(b, start, stop, IA5, out, put_space(out, first, o), URI)
    return o if o >= 0 else np.int64(DAMAGED)


@kernel
def put_point(b, p, end, out, first, o):
    """URIs of the DistributionPoint whose content is b[p:end]; the end or DAMAGED."""
    if p == end or b[p] != 0xA0:
        return o
    point, point_end = inside(b, p, end, 0xA0)
    if point < 0:
        return np.int64(DAMAGED)
    tag, name, names_end = element(b, point, point_end)
    if tag != 0xA0:
        return o if tag == 0xA1 else np.int64(DAMAGED)
    while name < names_end:
        o = put_uri(b, name, names_end, out, first, o)
        if o < 0:
            return o
        _, _, name = element(b, name, names_end)
    return o


@kernel
def put_crls(b, p, end, out, o):
    """URIs of CRLDistributionPoints; the end or DAMAGED."""
    first = o
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return np.int64(DAMAGED)
    while start < stop:
        point, point_end = inside(b, start, stop, SEQUENCE)
        if point < 0:
            return np.int64(DAMAGED)
        o = put_point(b, point, point_end, out, first, o)
        if o < 0:
            return o
        start = point_end
    return o


@kernel
def put_access(b, p, end, method, out, o):
    """URIs of AuthorityInfoAccess under one method; the end, ABSENT if none, or DAMAGED."""
    first = o
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return np.int64(DAMAGED)
    while start < stop:
        access, access_end = inside(b, start, stop, SEQUENCE)
        if access < 0:
            return np.int64(DAMAGED)
        oid, oid_end = inside(b, access, access_end, OID)
        if oid < 0:
            return np.int64(DAMAGED)
        if known(b, oid, oid_end) == method:
            o = put_uri(b, oid_end, access_end, out, first, o)
            if o < 0:
                return o
        start = access_end
    return o if o > first else np.int64(ABSENT)


@kernel
def put_authority(b, p, end, out, o):
    """The key identifier of AuthorityKeyIdentifier; the end, ABSENT or DAMAGED."""
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return np.int64(DAMAGED)
    while start < stop:
        tag, key, key_end = element(b, start, stop)
        if tag < 0:
            return np.int64(DAMAGED)
        if tag == 0x80:
            return put_hex(b, key, key_end, out, o)
        start = key_end
    return np.int64(ABSENT)


@kernel
def put_subject(b, p, end, out, o):
    """SubjectKeyIdentifier; the end or DAMAGED."""
    start, stop = inside(b, p, end, OCTET_STRING)
    if start < 0 or stop != end:
        return np.int64(DAMAGED)
    return put_hex(b, start, stop, out, o)


@kernel
def put_extension(b, p, end, which, out, o):
    """Write one text of the extension value b[p:end]; the end, ABSENT or DAMAGED."""
    if which in (USAGES, POLICIES):
        return put_oids(b, p, end, which == POLICIES, out, o)
    if which == CRLS:
        return put_crls(b, p, end, out, o)
    if which in (OCSPS, ISSUERS):
        return put_access(b, p, end, _OCSP if which == OCSPS else _CA_ISSUERS, out, o)
    if which == AUTHORITY:
        return put_authority(b, p, end, out, o)
    return put_subject(b, p, end, out, o)


@kernel
def extension_texts(b, rows, field, which, damage, out, ends, valid):
    """One text of one extension in each row.

    A value equal to the last one written is copied: most extensions hardly change.
    """
    last = -1
    for i in range(rows.shape[0]):
        p, end = rows[i, field], rows[i, field + 1]
        o = np.int64(ends[i])
        ends[i + 1] = o
        if p < 0:
            continue
        if last >= 0 and equal(b, p, end, rows[last, field], rows[last, field + 1]):
            ends[i + 1] = copy(out, np.int64(ends[last]), np.int64(ends[last + 1]), out, o)
            valid[i] = 1
            continue
        o = put_extension(b, p, end, which, out, o)
        if o >= 0:
            ends[i + 1] = o
            valid[i] = 1
            last = i
        elif o == DAMAGED:
            damage[i] |= damage_bit(field)


@kernel
def unknown_criticals(b, rows, out, ends, valid):
    """Identifiers of the critical extensions that the reader does not know."""
    for i in range(rows.shape[0]):
        o = np.int64(ends[i])
        first = o
        p, stop = rows[i, _EXTENSIONS], rows[i, _EXTENSIONS_END]
        while rows[i, _UNKNOWN_CRITICAL] and p < stop:
            start, _ = inside(b, p, stop, SEQUENCE)
            p, code, critical, _, _ = extension(b, p, stop)
            if code < 0 and critical:
                oid, oid_end = inside(b, start, p, OID)
                end = put_oid(b, oid, oid_end, out, put_space(out, first, o))
                if end >= 0:
                    o = end
                    valid[i] = 1
        ends[i + 1] = o
