"""The Chinese identity extensions, in compiled code.

GM/T 0015-2012 and -2023, GB/T 20518, the older arc 1.2.86.11.7. The standard leaves open
whether the CHOICE of IdentifyCode is tagged implicitly or explicitly, so both are read, and so
are values without a tag and ones wrapped twice, which vendors are known to write. Decoration
(an N or SF in front, blanks and control characters around) is taken off where what remains has
a length that the kind of number has.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.der import OCTET_STRING, SEQUENCE, SET, element
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import CODE, IDENTITY
from mingzheng.certificates.reasons import DAMAGE_BIT
from mingzheng.certificates.sheet import LISTS, TEXTS
from mingzheng.certificates.text import BMP, IS_STRING, PLAIN, PRINTABLE, put_text
from mingzheng.certificates.walk import extension

KINDS = (
    "resident_id",
    "military",
    "passport",
    "social_insurance",
    "business_registration",
    "organisation_code",
    "tax",
    "uscc_disputed",
    "vendor",
)
RESIDENT = 0

DEEPEST = 8
"""Wrappings of one value that are opened."""

_LENGTHS = {
    "resident_id": (15, 18),
    "business_registration": (13, 15, 18),
    "organisation_code": (9, 10, 18),
    "tax": (15, 17, 18, 20),
    "uscc_disputed": (18,),
}


def _plausible() -> np.ndarray:
    """Whether a number of a kind can have so many characters."""
    table = np.zeros((len(KINDS), 24), np.bool_)
    for kind, lengths in _LENGTHS.items():
        table[KINDS.index(kind), list(lengths)] = True
    return table


_PLAUSIBLE = _plausible()
_KIND = np.array([KINDS.index(kind) for kind in IDENTITY.values()])
_FIRST = CODE[next(iter(IDENTITY))]
_CHOICE = np.array([CODE["1.2.156.10260.4.1.1"], CODE["1.2.86.11.7.1"]])
_EXTENSIONS_END = int(Field.EXTENSIONS_END)
_FIRST_IDENTIFIER = int(Field.FIRST_IDENTIFIER)
_DAMAGE, _REASON = int(Field.DAMAGE), int(Field.REASON)
_LIST = LISTS.index("subject_identifiers")
_OCTETS = len(TEXTS) + _LIST
_IDENTIFIERS = int(Field.IDENTIFIERS)
_DAMAGED = DAMAGE_BIT["extension:identity"]


@kernel
def unwrap(b, p, end):
    """Type, start and end of the innermost value in b[p:end], and the CHOICE met (-1: none)."""
    kind, choice = np.int64(PRINTABLE), np.int64(-1)
    for _ in range(DEEPEST):
        tag, start, stop = element(b, p, end)
        number = tag & 0x1F
        context = tag >= 0x80 and tag & 0xC0 == 0x80 and number <= 2
        if tag < 0 or stop != end:
            break
        if context and choice < 0:
            choice = number
        elif IS_STRING[tag]:
            kind = tag
        elif not (context or tag in (OCTET_STRING, SEQUENCE, SET)):
            break
        p = start
    return kind, p, end, choice


@kernel
def blank(c):
    """Whether a character is a control character or a space."""
    return c <= 32 or c == 127


@kernel
def undecorate(out, start, end, kind):
    """Take the decoration off out[start:end] in place; the new end."""
    first = start
    while end > first and blank(out[end - 1]):
        end -= 1
    while first < end and blank(out[first]):
        first += 1
    length = end - first
    prefix = 0
    if length > 2 and out[first] == 83 and out[first + 1] == 70:
        prefix = 2
    elif length > 1 and out[first] == 78:
        prefix = 1
    rest = length - prefix
    # Eighteen characters are a whole number: a credit code may begin with N.
    if prefix and length != 18 and rest < _PLAUSIBLE.shape[1] and _PLAUSIBLE[kind, rest]:
        first += prefix
    for i in range(end - first):
        out[start + i] = out[first + i]
    return start + end - first


@kernel
def put_identifier(b, code, p, end, out, o):
    """Write the value b[p:end] of an identity extension; its kind and the end (-1: damaged)."""
    kind = _KIND[code - _FIRST]
    tag, start, stop, choice = unwrap(b, p, end)
    if choice >= 0 and (code == _CHOICE[0] or code == _CHOICE[1]):
        kind = RESIDENT + choice
    if tag == BMP and (stop - start) % 2:
        tag = PRINTABLE
    stop = put_text(b, start, stop, tag, out, o, PLAIN)
    return kind, undecorate(out, o, stop, kind) if stop >= 0 else np.int64(-1)


@inlined
def put_identifiers(b, rows, i, out, ends, kinds, count):
    """Write the items of one row from item `count` on; the new count."""
    p, stop, left = rows[i, _FIRST_IDENTIFIER], rows[i, _EXTENSIONS_END], rows[i, _IDENTIFIERS]
    while left:
        p, code, _, value, value_end = extension(b, p, stop)
        if not _FIRST <= code < _FIRST + _KIND.size:
            continue
        left -= 1
        kind, o = put_identifier(b, code, value, value_end, out, np.int64(ends[count]))
        if o < 0:
            rows[i, _DAMAGE] |= _DAMAGED
            continue
        kinds[count] = kind
        count += 1
        ends[count] = o
    return count


@kernel
def identifiers(b, rows, at, sheet):
    """The items of all rows; an empty list where there are none."""
    out, ends, kinds = sheet.octets[_OCTETS], sheet.item_ends[_LIST], sheet.kinds[_LIST]
    for i in range(rows.shape[0]):
        count = np.int64(sheet.list_ends[_LIST, at + i])
        added = put_identifiers(b, rows, i, out, ends, kinds, count)
        sheet.list_ends[_LIST, at + i + 1] = added
        sheet.list_valid[_LIST, at + i] = rows[i, _REASON] == 0
