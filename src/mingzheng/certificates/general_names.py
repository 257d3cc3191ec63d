"""Subject alternative names (RFC 5280 4.2.1.6) as kinds and values, in compiled code."""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.der import OID, element, inside, put_decimal, put_hex, put_oid
from mingzheng.certificates.distinguished import put_name
from mingzheng.certificates.fields import Field
from mingzheng.certificates.reasons import DAMAGE_BIT
from mingzheng.certificates.sheet import LISTS, TEXTS
from mingzheng.certificates.text import IA5, IS_STRING, PLAIN, put_text

NAME_KINDS = ("other", "email", "dns", "x400", "directory", "edi", "uri", "ip", "registered_id")
"""Kinds of alternative name by tag number."""

OTHER, EMAIL, DNS, X400, DIRECTORY, EDI, UNIFORM, ADDRESS, REGISTERED = range(9)

_NAMES = int(Field.ALTERNATIVE_NAMES_START)
_DAMAGE = int(Field.DAMAGE)
_LIST = LISTS.index("subject_alternative_names")
_OCTETS = len(TEXTS) + _LIST
_NAMES_DAMAGED = DAMAGE_BIT["extension:2.5.29.17"]


@kernel
def put_group(value, out, o):
    """Write sixteen bits in hex without leading zeros; returns the end."""
    started = False
    for shift in (12, 8, 4, 0):
        nibble = value >> shift & 15
        if nibble or started or shift == 0:
            started = True
            out[o] = nibble + 48 if nibble < 10 else nibble + 87
            o += 1
    return o


@kernel
def longest_zeros(b, p):
    """Start and length of the longest run of zero groups in the IPv6 address at p."""
    best, longest, run = 0, 1, 0
    for group in range(8):
        zero = b[p + 2 * group] == 0 and b[p + 2 * group + 1] == 0
        run = run + 1 if zero else 0
        if run > longest:
            best, longest = group + 1 - run, run
    return best, longest if longest > 1 else 0


@kernel
def put_address(b, p, end, out, o):
    """Write an IP address (RFC 5952); octets of another number as # and hex."""
    if end - p == 4:
        for i in range(4):
            if i:
                out[o] = 46
                o += 1
            o = put_decimal(np.int64(b[p + i]), out, o, 1)
        return o
    if end - p != 16:
        out[o] = 35
        return put_hex(b, p, end, out, o + 1)
    gap, skipped = longest_zeros(b, p)
    group = 0
    while group < 8:
        if skipped and group == gap:
            out[o], out[o + 1] = 58, 58
            o += 2
            group += skipped
            continue
        if group and not (skipped and group == gap + skipped):
            out[o] = 58
            o += 1
        value = np.int64(b[p + 2 * group]) << 8 | np.int64(b[p + 2 * group + 1])
        o = put_group(value, out, o)
        group += 1
    return o


@kernel
def put_other(b, p, end, out, o):
    """Write an otherName as identifier=text, or =# and hex where it is no string; or -1."""
    oid, oid_end = inside(b, p, end, OID)
    if oid < 0:
        return np.int64(-1)
    o = put_oid(b, oid, oid_end, out, o)
    wrapped, wrapped_end = inside(b, oid_end, end, 0xA0)
    if o < 0 or wrapped < 0 or wrapped_end != end:
        return np.int64(-1)
    out[o] = 61
    tag, start, stop = element(b, wrapped, wrapped_end)
    if tag >= 0 and IS_STRING[tag] and stop == end:
        return put_text(b, start, stop, tag, out, o + 1, PLAIN)
    out[o + 1] = 35
    return put_hex(b, wrapped, wrapped_end, out, o + 2)


@kernel
def put_general_name(b, kind, p, end, scratch, out, o):
    """Write the content b[p:end] of a GeneralName of this kind; the end, negative if damaged."""
    if kind in (EMAIL, DNS, UNIFORM):
        return put_text(b, p, end, IA5, out, o, PLAIN)
    if kind == ADDRESS:
        return put_address(b, p, end, out, o)
    if kind == DIRECTORY:
        return put_name(b, p, end, scratch, out, o)
    if kind == REGISTERED:
        return put_oid(b, p, end, out, o)
    if kind == OTHER:
        return put_other(b, p, end, out, o)
    out[o] = 35
    return put_hex(b, p, end, out, o + 1)


@kernel
def put_general_names(b, p, end, scratch, out, o, count, ends, kinds):
    """Write the GeneralNames b[p:end] from item `count` on; the new count, -1 if damaged."""
    start, stop = inside(b, p, end, 0x30)
    if start < 0 or stop != end:
        return np.int64(-1)
    while start < stop:
        tag, name, name_end = element(b, start, stop)
        kind = tag & 0x1F
        if tag < 0x80 or tag >= 0xC0 or kind > REGISTERED:
            return np.int64(-1)
        o = put_general_name(b, kind, name, name_end, scratch, out, o)
        if o < 0:
            return np.int64(-1)
        kinds[count] = kind
        count += 1
        ends[count] = o
        start = name_end
    return count


@kernel
def alternative_names(b, rows, at, sheet):
    """The items of all rows."""
    out, ends, kinds = sheet.octets[_OCTETS], sheet.item_ends[_LIST], sheet.kinds[_LIST]
    for i in range(rows.shape[0]):
        count = np.int64(sheet.list_ends[_LIST, at + i])
        p, end = rows[i, _NAMES], rows[i, _NAMES + 1]
        added = np.int64(-1)
        if p >= 0:
            o = np.int64(ends[count])
            added = put_general_names(b, p, end, sheet.attributes, out, o, count, ends, kinds)
            if added < 0:
                rows[i, _DAMAGE] |= _NAMES_DAMAGED
        sheet.list_ends[_LIST, at + i + 1] = max(count, added)
        sheet.list_valid[_LIST, at + i] = added >= 0
