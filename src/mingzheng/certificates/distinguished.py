r"""Distinguished names to RFC 4514 text, in compiled code.

The most specific RDN comes first (RFC 4514 2.1), the attributes of a multi-valued one keep
their order in the DER. CN, L, ST, O, OU, C, STREET, DC and UID are written so, every other
type as its dotted identifier. Departing from 2.4, the value of a dotted type is written as
text where it is a string: a person must be able to read it. A value that is no string is # and
the hex of its whole element. `\`, `"`, `+`, `,`, `;`, `<` and `>` are escaped with a backslash,
NUL as `\00`, and so are # or a space in front and a space at the end.
"""

# Compiled code has Numba's types, and takes its arguments by place.
# mypy: allow-untyped-defs, no-check-untyped-defs
# ruff: noqa: PLR0917
from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.der import (
    OID,
    SEQUENCE,
    SET,
    element,
    inside,
    put_hex,
    put_oid,
)
from mingzheng.certificates.objects import ATTRIBUTES, SLOTS, known
from mingzheng.certificates.octets import copy, equal
from mingzheng.certificates.reasons import DAMAGE_BIT, MOST_ATTRIBUTES
from mingzheng.certificates.text import (
    BMP,
    IS_STRING,
    NAME,
    PLAIN,
    UNIVERSAL,
    UTF8,
    VERBATIM,
    put_text,
)

SLOT_COUNT = len(SLOTS)

MALFORMED, INVALID_UTF8, INVALID_STRING, TOO_MANY = -1, -2, -3, -4
_DAMAGE_CODES = ("malformed", "invalid_utf8", "invalid_string", "too_many_attributes")
ISSUER_DAMAGE = np.array([0] + [DAMAGE_BIT[f"issuer:{code}"] for code in _DAMAGE_CODES])
SUBJECT_DAMAGE = np.array([0] + [DAMAGE_BIT[f"subject:{code}"] for code in _DAMAGE_CODES])

_RDN, _TYPE, _TYPE_END, _CODE, _TAG, _START, _END = range(7)
SCRATCH_SHAPE = (MOST_ATTRIBUTES, 7)
"""Room for the attributes of one name: its RDN, where its type lies and the type's code, and
the tag, start and end of its value."""


def _short_names() -> tuple[np.ndarray, np.ndarray]:
    """The short name of each attribute that has one, and its length."""
    names = np.zeros((len(ATTRIBUTES), 8), np.uint8)
    for code, name in enumerate(ATTRIBUTES.values()):
        names[code, : len(name)] = list(name.encode())
    return names, np.array([len(name) for name in ATTRIBUTES.values()])


_SHORT, _SHORT_LENGTH = _short_names()


@kernel
def scan_set(b, p, end, rdn, count, attributes):
    """Note the attributes of one RDN, the SET whose content is b[p:end]; the new count."""
    while p < end:
        if count == MOST_ATTRIBUTES:
            return TOO_MANY
        start, stop = inside(b, p, end, SEQUENCE)
        if start < 0:
            return MALFORMED
        kind, kind_end = inside(b, start, stop, OID)
        if kind < 0:
            return MALFORMED
        tag, value, value_end = element(b, kind_end, stop)
        if tag < 0 or value_end != stop:
            return MALFORMED
        attribute = attributes[count]
        attribute[_RDN] = rdn
        attribute[_TYPE], attribute[_TYPE_END] = kind, kind_end
        attribute[_CODE] = known(b, kind, kind_end)
        attribute[_TAG], attribute[_START], attribute[_END] = tag, value, value_end
        count += 1
        p = stop
    return count


@kernel
def scan_name(b, p, end, attributes):
    """Note the attributes of the Name b[p:end]; their count, or a negative damage."""
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return MALFORMED
    count, rdn, p = 0, 0, start
    while p < stop:
        inner, inner_end = inside(b, p, stop, SET)
        if inner < 0 or inner == inner_end:
            return MALFORMED
        count = scan_set(b, inner, inner_end, rdn, count, attributes)
        if count < 0:
            return count
        rdn += 1
        p = inner_end
    return count


@kernel
def put_attribute(b, attribute, out, o):
    """Write one attribute as type=value; the end, or a negative damage."""
    code = attribute[_CODE]
    if 0 <= code < _SHORT_LENGTH.size and _SHORT_LENGTH[code]:
        for i in range(_SHORT_LENGTH[code]):
            out[o + i] = _SHORT[code, i]
        o += _SHORT_LENGTH[code]
    else:
        o = put_oid(b, attribute[_TYPE], attribute[_TYPE_END], out, o)
        if o < 0:
            return np.int64(MALFORMED)
    out[o] = 61
    tag = attribute[_TAG]
    if not IS_STRING[tag]:
        out[o + 1] = 35
        return put_hex(b, attribute[_TYPE_END], attribute[_END], out, o + 2)
    start, stop = attribute[_START], attribute[_END]
    end = put_text(b, start, stop, tag, out, o + 1, NAME)
    if end < 0:
        return np.int64(INVALID_UTF8 if tag == UTF8 else INVALID_STRING)
    if end - o - 1 == stop - start and tag != BMP and tag != UNIVERSAL:
        attribute[_TAG] = VERBATIM
    return end


@kernel
def put_attributes(b, attributes, count, out, o):
    """Write the attributes noted, last RDN first; the end, or a negative damage."""
    last = count
    while last > 0:
        first = last - 1
        while first > 0 and attributes[first - 1, _RDN] == attributes[last - 1, _RDN]:
            first -= 1
        for i in range(first, last):
            if i > first:
                out[o] = 43
                o += 1
            o = put_attribute(b, attributes[i], out, o)
            if o < 0:
                return o
        if first > 0:
            out[o] = 44
            o += 1
        last = first
    return o


@kernel
def put_name(b, p, end, attributes, out, o):
    """Write the Name b[p:end]; the end, or a negative damage."""
    count = scan_name(b, p, end, attributes)
    if count < 0:
        return np.int64(count)
    return put_attributes(b, attributes, count, out, o)


@kernel
def repeats(b, attributes, count):
    """Whether two of the attributes noted have one type."""
    seen = np.int64(0)
    for i in range(count):
        code = attributes[i, _CODE]
        if 0 <= code < _SHORT_LENGTH.size:
            if seen >> code & 1:
                return True
            seen |= np.int64(1) << code
            continue
        start, end = attributes[i, _TYPE], attributes[i, _TYPE_END]
        for j in range(i):
            if equal(b, start, end, attributes[j, _TYPE], attributes[j, _TYPE_END]):
                return True
    return False


@kernel
def find_slots(attributes, count, found):
    """Where the values with a column lie: start, end, tag; of repeated ones the last."""
    for i in range(count):
        attribute = attributes[i]
        code = attribute[_CODE]
        if 0 <= code < SLOT_COUNT and IS_STRING[attribute[_TAG]]:
            found[code, 0], found[code, 1] = attribute[_START], attribute[_END]
            found[code, 2] = attribute[_TAG]


@kernel
def repeat_name(i, last, out, ends, valid, found, counts, repeated):
    """Give row i the name of row last; its slots then lie in the equal octets of that row."""
    ends[i + 1] = copy(out, np.int64(ends[last]), np.int64(ends[last + 1]), out, np.int64(ends[i]))
    valid[i] = 1
    counts[i], repeated[i] = counts[last], repeated[last]
    for slot in range(SLOT_COUNT):
        for part in range(3):
            found[i, slot, part] = found[last, slot, part]


@kernel
def names(b, rows, field, damage, bits, attributes, out, ends, valid, found, counts, repeated):
    """Render the Name of each row that lies between `field` and the next, and find its slots.

    A name equal to the last one rendered is copied: issuers hardly change from row to row.
    counts is -1 where the name can't be taken apart.
    """
    last = -1
    for i in range(rows.shape[0]):
        p, end = rows[i, field], rows[i, field + 1]
        o = np.int64(ends[i])
        ends[i + 1] = o
        found[i] = -1
        counts[i] = -1
        if p < 0:
            continue
        if last >= 0 and equal(b, p, end, rows[last, field], rows[last, field + 1]):
            repeat_name(i, last, out, ends, valid, found, counts, repeated)
            continue
        count = scan_name(b, p, end, attributes)
        if count >= 0:
            counts[i] = count
            repeated[i] = repeats(b, attributes, count)
            o = put_attributes(b, attributes, count, out, o)
            find_slots(attributes, count, found[i])
        if min(count, o) < 0:
            damage[i] |= bits[-min(count, o)]
        else:
            ends[i + 1] = o
            valid[i] = 1
            last = i


@kernel
def texts(b, found, slot, out, ends, valid):
    """The value of one slot in each row; null where there is none or it can't be decoded."""
    for i in range(found.shape[0]):
        start, o = found[i, slot, 0], np.int64(ends[i])
        if start >= 0:
            end = put_text(b, start, found[i, slot, 1], found[i, slot, 2], out, o, PLAIN)
            if end >= 0:
                o = end
                valid[i] = 1
        ends[i + 1] = o
