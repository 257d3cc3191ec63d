"""Strings of every ASN.1 type to UTF-8, in compiled code.

UTF8String is UTF-8 or damaged. The others are read as they are really used: NumericString,
PrintableString, IA5String, VisibleString and TeletexString as UTF-8 where that is valid (ASCII
is), else as GBK, which old Chinese authorities put there; TeletexString as Latin-1 where
neither fits, as OpenSSL and browsers read it. Two Latin-1 letters in a row can be mistaken for
a Chinese one: GBK is only assumed where every pair is assigned and one is a GB 2312 character.
BMPString is UTF-16 (surrogate pairs allowed), UniversalString UTF-32, both big-endian.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.octets import copy

UTF8, NUMERIC, PRINTABLE, TELETEX, IA5 = 0x0C, 0x12, 0x13, 0x14, 0x16
VISIBLE, GENERAL, UNIVERSAL, BMP = 0x1A, 0x1B, 0x1C, 0x1E
VERBATIM = 0x1F
"""In place of a type (no element read has it): octets known to be UTF-8, copied as they are."""
STRINGS = (
    VERBATIM,
    UTF8,
    NUMERIC,
    PRINTABLE,
    TELETEX,
    0x15,
    IA5,
    VISIBLE,
    GENERAL,
    UNIVERSAL,
    BMP,
)

PLAIN, NAME, URI = 0, 1, 2
"""How a value is written: as it is; escaped for RFC 4514; with its spaces as %20."""

GROWTH = 4
"""Octets written per octet read, at most: an OID's one-octet arc, 127 and a dot."""


SPECIAL, AT_EDGE, NOT_UTF8 = 1, 2, 4
"""Classes of characters: escaped in a name, escaped at its edges (space, #), none at all."""


def _characters() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per tag: is it a string. Per octet: its class. Per pair of octets: its GBK character."""
    string = np.zeros(256, np.bool_)
    string[list(STRINGS)] = True
    classes = np.zeros(256, np.uint8)
    classes[list(b'\\"+,;<>\0')] = SPECIAL
    classes[list(b" #")] = AT_EDGE
    gbk = np.zeros((126, 192), np.uint16)
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            character = bytes((lead, trail)).decode("gbk", "ignore")
            gbk[lead - 0x81, trail - 0x40] = ord(character) if len(character) == 1 else 0
    return string, classes, gbk


IS_STRING, _CLASS, _GBK = _characters()


@kernel
def put_escaped(c, out, o, style, edge):
    """Write an ASCII character that needs care; edge is 1 first, 2 last, 3 both, 0 within."""
    if style == URI:
        if c == 32:
            out[o], out[o + 1], out[o + 2] = 37, 50, 48
            return o + 3
    elif c == 0:
        out[o], out[o + 1], out[o + 2] = 92, 48, 48
        return o + 3
    elif not ((c == 32 and edge == 0) or (c == 35 and edge & 1 == 0)):
        out[o] = 92
        o += 1
    out[o] = c
    return o + 1


@kernel
def put_point(c, out, o, style, edge):
    """Write one code point in UTF-8 in the given style; returns the end."""
    if c < 0x80:
        if style != PLAIN and _CLASS[c]:
            return put_escaped(c, out, o, style, edge)
        out[o] = c
        return o + 1
    if c < 0x800:
        out[o] = 0xC0 | c >> 6
        out[o + 1] = 0x80 | c & 0x3F
        return o + 2
    if c < 0x10000:
        out[o] = 0xE0 | c >> 12
        out[o + 1] = 0x80 | c >> 6 & 0x3F
        out[o + 2] = 0x80 | c & 0x3F
        return o + 3
    out[o] = 0xF0 | c >> 18
    out[o + 1] = 0x80 | c >> 12 & 0x3F
    out[o + 2] = 0x80 | c >> 6 & 0x3F
    out[o + 3] = 0x80 | c & 0x3F
    return o + 4


@kernel
def sequence_length(b, p, z):
    """Octets of the UTF-8 sequence at p, none of them beyond z; 0 if it is no valid one."""
    c = b[p]
    if c < 0x80:
        return 1
    length = 2 if c < 0xE0 else 3 if c < 0xF0 else 4
    if c < 0xC2 or c > 0xF4 or p + length > z:
        return 0
    second = b[p + 1]
    low = 0xA0 if c == 0xE0 else 0x90 if c == 0xF0 else 0x80
    high = 0x9F if c == 0xED else 0x8F if c == 0xF4 else 0xBF
    if second < low or second > high:
        return 0
    for i in range(2, length):
        if b[p + i] & 0xC0 != 0x80:
            return 0
    return length


@inlined
def classes_of(b, a, z):
    """The classes of the ASCII characters in b[a:z]; NOT_UTF8 if it is not UTF-8."""
    classes = np.int64(0)
    p = a
    while p < z:
        c = b[p]
        if c < 0x80:
            classes |= _CLASS[c]
            p += 1
        elif 0xE1 <= c <= 0xEC and p + 3 <= z:
            # Chinese characters take three octets and begin so.
            if b[p + 1] & 0xC0 != 0x80 or b[p + 2] & 0xC0 != 0x80:
                return np.int64(NOT_UTF8)
            p += 3
        else:
            length = sequence_length(b, p, z)
            if length == 0:
                return np.int64(NOT_UTF8)
            p += length
    return classes


@kernel
def put_escapes(b, a, z, out, o, style):
    """Copy valid UTF-8, writing its special characters in the given style."""
    for p in range(a, z):
        c = b[p]
        if _CLASS[c] & (SPECIAL | AT_EDGE):
            o = put_escaped(c, out, o, style, (p == a) + 2 * (p + 1 == z))
        else:
            out[o] = c
            o += 1
    return o


@inlined
def put_utf8(b, a, z, out, o, style):
    """Copy UTF-8 in the given style; returns the end, or -1 if it is not valid."""
    classes = classes_of(b, a, z)
    if classes == NOT_UTF8:
        return np.int64(-1)
    if style != PLAIN and classes & (SPECIAL | AT_EDGE):
        return put_escapes(b, a, z, out, o, style)
    return copy(b, a, z, out, o)


@kernel
def put_gbk(b, a, z, out, o, style):
    """Decode GBK in the given style; returns the end, or -1 where it can't be meant."""
    p = a
    chinese = False
    while p < z:
        c = np.int64(b[p])
        first, width = p == a, 1
        if c >= 0x80:
            if c == 0x80 or c == 0xFF or p + 1 == z or b[p + 1] < 0x40 or b[p + 1] == 0xFF:
                return np.int64(-1)
            chinese |= 0xB0 <= c <= 0xF7 and b[p + 1] >= 0xA1
            c = np.int64(_GBK[c - 0x81, np.int64(b[p + 1]) - 0x40])
            width = 2
            if c == 0:
                return np.int64(-1)
        p += width
        o = put_point(c, out, o, style, first + 2 * (p == z))
    return o if chinese else np.int64(-1)


@kernel
def put_wide(b, a, z, width, out, o, style):
    """Decode UTF-16 or UTF-32, big-endian; returns the end, or -1 if it is not valid."""
    if (z - a) % width:
        return np.int64(-1)
    p = a
    while p < z:
        first = p == a
        c = np.int64(0)
        for i in range(width):
            c = c << 8 | np.int64(b[p + i])
        p += width
        if width == 2 and 0xD800 <= c < 0xDC00 and p < z:
            low = np.int64(b[p]) << 8 | np.int64(b[p + 1])
            if 0xDC00 <= low < 0xE000:
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00)
                p += 2
        if c > 0x10FFFF or 0xD800 <= c < 0xE000:
            return np.int64(-1)
        o = put_point(c, out, o, style, first + 2 * (p == z))
    return o


@kernel
def put_legacy(b, a, z, tag, out, o, style):
    """Write a string that is not valid UTF-8 and not declared to be; -1 if undecodable."""
    end = put_gbk(b, a, z, out, o, style)
    if end >= 0 or tag != TELETEX:
        return end
    for p in range(a, z):
        o = put_point(np.int64(b[p]), out, o, style, (p == a) + 2 * (p + 1 == z))
    return o


@kernel
def put_text(b, a, z, tag, out, o, style):
    """Write the string b[a:z] of the given type in UTF-8; returns the end, or -1."""
    if tag == VERBATIM:
        return copy(b, a, z, out, o)
    if tag == BMP:
        return put_wide(b, a, z, 2, out, o, style)
    if tag == UNIVERSAL:
        return put_wide(b, a, z, 4, out, o, style)
    end = put_utf8(b, a, z, out, o, style)
    if end >= 0 or tag == UTF8:
        return end
    return put_legacy(b, a, z, tag, out, o, style)
