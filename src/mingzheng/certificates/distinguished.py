r"""Distinguished names to RFC 4514 text, in compiled code.

The most specific RDN comes first (RFC 4514 2.1), the attributes of a multi-valued one keep
their order in the DER. CN, L, ST, O, OU, C, STREET, DC and UID are written so, every other
type as its dotted identifier. Departing from 2.4, the value of a dotted type is written as
text where it is a string: a person must be able to read it. A value that is no string is # and
the hex of its whole element. `\`, `"`, `+`, `,`, `;`, `<` and `>` are escaped with a backslash,
NUL as `\00`, and so are # or a space in front and a space at the end.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.der import (
    OID,
    SEQUENCE,
    SET,
    element,
    inside,
    put_hex,
    put_oid,
)
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import ATTRIBUTE_CODE, ATTRIBUTES, SLOTS, known
from mingzheng.certificates.octets import copy, equal, load, store, word
from mingzheng.certificates.reasons import DAMAGE_BIT, MOST_ATTRIBUTES
from mingzheng.certificates.sheet import NUMBERS, TEXTS, repeat
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

_SLOT_TEXTS = (
    "name",
    "organization",
    "organizational_unit",
    "country",
    "serial_number",
    "email",
    "user_id",
)


def _columns(dn: str, texts: tuple[str, ...]) -> np.ndarray:
    """The column of the whole name, then of each slot, -1 where a slot has none."""
    return np.array([TEXTS.index(text) if text in TEXTS else -1 for text in (dn, *texts)])


ISSUER = _columns("issuer_dn", ("issuer_common_name", "issuer_organization", *[""] * 5))
SUBJECT = _columns("subject_dn", tuple(f"subject_{text}" for text in _SLOT_TEXTS))
_ATTRIBUTES, _REPEATED = NUMBERS.index("subject_attributes"), NUMBERS.index("subject_repeated")
_DAMAGE = int(Field.DAMAGE)

ISSUER_DAMAGE = np.array([0] + [DAMAGE_BIT[f"issuer:{code}"] for code in _DAMAGE_CODES])
SUBJECT_DAMAGE = np.array([0] + [DAMAGE_BIT[f"subject:{code}"] for code in _DAMAGE_CODES])

_RDN, _TYPE, _TYPE_END, _CODE, _TAG, _START, _END = range(7)
"""Of an attribute: its RDN, where its type lies and the type's code, and the tag, start and end
of its value."""


_USUAL = word(bytes.fromhex("3100300006035504"))
_USUAL_MASK = word(bytes.fromhex("ff00ff00ffffffff"))
"""SET, SEQUENCE, an identifier of three octets that begins with 2.5.4, whatever the lengths."""


def _short_names() -> tuple[np.ndarray, np.ndarray]:
    """The short name and equals sign of each attribute that has one, and their octets."""
    names = [f"{name}=" if name else "" for name in ATTRIBUTES.values()]
    words = [word(name.encode().ljust(8)) for name in names]
    return np.array(words), np.array([len(name) for name in names])


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


@inlined
def scan_usual(b, p, end, rdn, attribute):
    """Note the RDN at p if it is one short attribute of 2.5.4; its end, or -1."""
    if p + 11 > end or load(b, p) & _USUAL_MASK != _USUAL:
        return np.int64(-1)
    stop = p + 2 + np.int64(b[p + 1])
    tag = np.int64(b[p + 9])
    fits = b[p + 1] < 0x80 and stop <= end and stop == p + 11 + np.int64(b[p + 10])
    if not fits or stop != p + 4 + np.int64(b[p + 3]) or tag & 0x1F == 0x1F:
        return np.int64(-1)
    attribute[_RDN] = rdn
    attribute[_TYPE], attribute[_TYPE_END] = p + 6, p + 9
    attribute[_CODE] = ATTRIBUTE_CODE[b[p + 8]]
    attribute[_TAG], attribute[_START], attribute[_END] = tag, p + 11, stop
    return stop


@kernel
def scan_name(b, p, end, attributes):
    """Note the attributes of the Name b[p:end]; their count, or a negative damage."""
    start, stop = inside(b, p, end, SEQUENCE)
    if start < 0 or stop != end:
        return MALFORMED
    count, rdn, p = 0, 0, start
    while p < stop:
        if count < MOST_ATTRIBUTES:
            after = scan_usual(b, p, stop, rdn, attributes[count])
            if after >= 0:
                count, rdn, p = count + 1, rdn + 1, after
                continue
        inner, inner_end = inside(b, p, stop, SET)
        if inner < 0 or inner == inner_end:
            return MALFORMED
        count = scan_set(b, inner, inner_end, rdn, count, attributes)
        if count < 0:
            return count
        rdn += 1
        p = inner_end
    return count


@inlined
def put_attribute(b, attribute, out, o):
    """Write one attribute as type=value; the end, or a negative damage."""
    code = attribute[_CODE]
    if 0 <= code < _SHORT_LENGTH.size and _SHORT_LENGTH[code]:
        # The intrinsic checks nothing: this does, where bounds checking is on.
        out[o + 7] = 0
        store(out, o, _SHORT[code])
        o += _SHORT_LENGTH[code]
    else:
        o = put_oid(b, attribute[_TYPE], attribute[_TYPE_END], out, o)
        if o < 0:
            return np.int64(MALFORMED)
        out[o] = 61
        o += 1
    tag = attribute[_TAG]
    if not IS_STRING[tag]:
        out[o] = 35
        return put_hex(b, attribute[_TYPE_END], attribute[_END], out, o + 1)
    start, stop = attribute[_START], attribute[_END]
    end = put_text(b, start, stop, tag, out, o, NAME)
    if end < 0:
        return np.int64(INVALID_UTF8 if tag == UTF8 else INVALID_STRING)
    if end - o == stop - start and tag != BMP and tag != UNIVERSAL:
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
def find_slots(attributes, count, slots):
    """Where the values with a column lie: start, end, tag; of repeated ones the last."""
    slots[:] = -1
    for i in range(count):
        attribute = attributes[i]
        code = attribute[_CODE]
        if 0 <= code < SLOT_COUNT and IS_STRING[attribute[_TAG]]:
            slots[code, 0], slots[code, 1] = attribute[_START], attribute[_END]
            slots[code, 2] = attribute[_TAG]


@inlined
def put_slot(b, slot, sheet, column, row):
    """Write the value of a slot, if there is one and it can be decoded."""
    out, ends = sheet.octets[column], sheet.ends[column]
    o = end = np.int64(ends[row])
    sheet.valid[column, row] = 0
    if slot[2] == VERBATIM:
        end = copy(b, slot[0], slot[1], out, o)
        sheet.valid[column, row] = 1
    elif slot[0] >= 0:
        end = put_text(b, slot[0], slot[1], slot[2], out, o, PLAIN)
        sheet.valid[column, row] = end >= 0
    ends[row + 1] = max(o, end)


@inlined
def put_columns(b, p, end, columns, sheet, row):
    """Write the Name b[p:end] and its slots; the count of attributes or a negative damage.

    Second comes whether an attribute type is repeated.
    """
    out, ends, attributes = sheet.octets[columns[0]], sheet.ends[columns[0]], sheet.attributes
    o = np.int64(ends[row])
    count = np.int64(scan_name(b, p, end, attributes)) if p >= 0 else np.int64(0)
    last = o
    if p >= 0 and count >= 0:
        last = put_attributes(b, attributes, count, out, o)
    find_slots(attributes, count, sheet.slots)
    sheet.valid[columns[0], row] = p >= 0 and count >= 0 and last >= 0
    ends[row + 1] = max(last, o)
    for slot in range(SLOT_COUNT):
        if columns[1 + slot] >= 0:
            put_slot(b, sheet.slots[slot], sheet, columns[1 + slot], row)
    return count, min(count, last)


@kernel
def names(b, rows, at, field, columns, bits, sheet):
    """Render the Name of each row that lies between `field` and the next, and its slots.

    A name equal to the last one rendered is copied: issuers hardly change from row to row.
    """
    written = sheet.written[columns[0]]
    of_subject = columns[0] == SUBJECT[0]
    for i in range(rows.shape[0]):
        row = at + i
        p, end = rows[i, field], rows[i, field + 1]
        source = written[2]
        if p >= 0 and source >= 0 and equal(b, p, end, written[0], written[1]):
            for column in columns:
                if column >= 0:
                    repeat(sheet, column, source, row)
            if of_subject:
                for number in (_ATTRIBUTES, _REPEATED):
                    sheet.numbers[number, row] = sheet.numbers[number, source]
            continue
        count, fault = put_columns(b, p, end, columns, sheet, row)
        if p >= 0 and count >= 0 and of_subject:
            sheet.numbers[_ATTRIBUTES, row] = count
            sheet.numbers[_REPEATED, row] = repeats(b, sheet.attributes, count)
        if fault < 0:
            rows[i, _DAMAGE] |= bits[-fault]
        elif p >= 0:
            written[0], written[1], written[2] = p, end, row
