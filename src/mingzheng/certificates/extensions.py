"""Values of the extensions of RFC 5280 4.2 that become one text or number, in compiled code."""

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
from mingzheng.certificates.octets import equal
from mingzheng.certificates.reasons import DAMAGE_BIT
from mingzheng.certificates.sheet import NUMBERS, TEXTS, repeat
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
_DAMAGE = int(Field.DAMAGE)
_USAGE, _IS_CA = NUMBERS.index("key_usage"), NUMBERS.index("is_ca")
_PATH = NUMBERS.index("path_length")
_UNKNOWN_TEXT = TEXTS.index("unknown_critical")

TEXT_COLUMNS = np.array(
    [
        (Field.EXTENDED_KEY_USAGE_START, USAGES, TEXTS.index("extended_key_usage")),
        (Field.POLICIES_START, POLICIES, TEXTS.index("policies")),
        (Field.CRL_POINTS_START, CRLS, TEXTS.index("crl_urls")),
        (Field.AUTHORITY_ACCESS_START, OCSPS, TEXTS.index("ocsp_urls")),
        (Field.AUTHORITY_ACCESS_START, ISSUERS, TEXTS.index("issuer_urls")),
        (Field.AUTHORITY_KEY_ID_START, AUTHORITY, TEXTS.index("authority_key_id")),
        (Field.SUBJECT_KEY_ID_START, SUBJECT, TEXTS.index("subject_key_id")),
    ]
)
"""Where each text comes from, what it is and which column it goes to."""

_BITS = np.array([DAMAGE_BIT[f"extension:{oid}"] for oid in VALUED])


@kernel
def damage_bit(field):
    """The bit of damage that belongs to the extension with this field."""
    return _BITS[(field - _KEY_USAGE) // 2]


@kernel
def key_usages(b, rows, at, sheet):
    """KeyUsage as a number: bit i is bit i of the extension, up to 8 (decipherOnly)."""
    for i in range(rows.shape[0]):
        p, end = rows[i, _KEY_USAGE], rows[i, _KEY_USAGE + 1]
        if p < 0:
            continue
        start, stop = inside(b, p, end, BIT_STRING)
        if start < 0 or stop != end or start == stop or b[start] > 7:
            rows[i, _DAMAGE] |= damage_bit(_KEY_USAGE)
            continue
        count = min(9, (stop - start - 1) * 8 - np.int64(b[start]))
        usage = 0
        for bit in range(count):
            usage |= (np.int64(b[start + 1 + bit // 8]) >> (7 - bit % 8) & 1) << bit
        sheet.numbers[_USAGE, at + i] = usage


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
def basic_constraints(b, rows, at, sheet):
    """The two values of BasicConstraints."""
    for i in range(rows.shape[0]):
        if rows[i, _BASIC] < 0:
            continue
        is_ca, length = read_basic(b, rows[i, _BASIC], rows[i, _BASIC + 1])
        if is_ca < 0:
            rows[i, _DAMAGE] |= damage_bit(_BASIC)
            continue
        sheet.numbers[_IS_CA, at + i] = is_ca
        if length >= 0:
            sheet.numbers[_PATH, at + i] = length


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
def extension_text(b, rows, at, source, sheet):
    """One text of one extension in each row.

    A value equal to the last one written is copied: most extensions hardly change.
    """
    field, which, column = source
    out, ends, written = sheet.octets[column], sheet.ends[column], sheet.written[column]
    for i in range(rows.shape[0]):
        row = at + i
        p, end = rows[i, field], rows[i, field + 1]
        o = np.int64(ends[row])
        ends[row + 1] = o
        sheet.valid[column, row] = 0
        if p < 0:
            continue
        if written[2] >= 0 and equal(b, p, end, written[0], written[1]):
            repeat(sheet, column, written[2], row)
            continue
        stop = put_extension(b, p, end, which, out, o)
        if stop >= 0:
            ends[row + 1] = stop
            sheet.valid[column, row] = 1
            written[0], written[1], written[2] = p, end, row
        elif stop == DAMAGED:
            rows[i, _DAMAGE] |= damage_bit(field)


@kernel
def extension_texts(b, rows, at, sheet):
    """Every text of an extension in each row."""
    for k in range(TEXT_COLUMNS.shape[0]):
        source = (TEXT_COLUMNS[k, 0], TEXT_COLUMNS[k, 1], TEXT_COLUMNS[k, 2])
        extension_text(b, rows, at, source, sheet)


@kernel
def put_unknown(b, p, stop, out, first):
    """Identifiers of the unknown critical ones among the extensions b[p:stop]; the end."""
    o = first
    while p < stop:
        start, _ = inside(b, p, stop, SEQUENCE)
        p, code, critical, _, _ = extension(b, p, stop)
        if code < 0 and critical:
            oid, oid_end = inside(b, start, p, OID)
            o = max(o, put_oid(b, oid, oid_end, out, put_space(out, first, o)))
    return o


@kernel
def unknown_criticals(b, rows, at, sheet):
    """Identifiers of the critical extensions that the reader does not know."""
    out, ends = sheet.octets[_UNKNOWN_TEXT], sheet.ends[_UNKNOWN_TEXT]
    for i in range(rows.shape[0]):
        first = o = np.int64(ends[at + i])
        if rows[i, _UNKNOWN_CRITICAL]:
            o = put_unknown(b, rows[i, _EXTENSIONS], rows[i, _EXTENSIONS_END], out, first)
        ends[at + i + 1] = o
        sheet.valid[_UNKNOWN_TEXT, at + i] = o > first
