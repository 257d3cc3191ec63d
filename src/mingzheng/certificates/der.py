"""DER in compiled code: one element at a time, never past the end it is given.

ITU-T X.690. Every function takes the buffer and the bounds it may read; none reads outside.
Lengths in more octets than needed are read (BER allows them); indefinite ones, ones in more
than four octets and tag numbers over 30 are refused.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.reasons import REASON_NUMBER

TRUNCATED = -REASON_NUMBER["truncated"]
BEYOND_END = -REASON_NUMBER["length_beyond_end"]
INDEFINITE = -REASON_NUMBER["length_indefinite"]
TOO_LONG = -REASON_NUMBER["length_too_long"]
TAG_TOO_HIGH = -REASON_NUMBER["tag_too_high"]

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
SEQUENCE, SET = 0x30, 0x31

LIMB = 10**15

_HEX = np.array([list(b"%02x" % octet) for octet in range(256)], np.uint8)


@inlined
def element(b, p, end):
    """Tag, start and end of the content of the element at p; a negative tag is a reason."""
    if p + 2 > end:
        return TRUNCATED, p, p
    tag = np.int64(b[p])
    if tag & 0x1F == 0x1F:
        return TAG_TOO_HIGH, p, p
    length = np.int64(b[p + 1])
    start = p + 2
    if length >= 0x80:
        octets = length & 0x7F
        if octets == 0:
            return INDEFINITE, p, p
        if octets > 4:
            return TOO_LONG, p, p
        if start + octets > end:
            return TRUNCATED, p, p
        length = np.int64(0)
        for i in range(octets):
            length = (length << 8) | np.int64(b[start + i])
        start += octets
    if start + length > end:
        return BEYOND_END, p, p
    return tag, start, start + length


@inlined
def inside(b, p, end, tag):
    """Start and end of the content of the element at p, (-1, -1) if it has another tag."""
    found, start, stop = element(b, p, end)
    if found != tag:
        return np.int64(-1), np.int64(-1)
    return start, stop


@kernel
def bits(b, a, z):
    """Bits of the non-negative INTEGER whose content is b[a:z]; -1 if negative or empty."""
    if a >= z or b[a] >= 0x80:
        return np.int64(-1)
    while a < z and b[a] == 0:
        a += 1
    if a == z:
        return np.int64(0)
    top, width = np.int64(b[a]), np.int64(0)
    while top:
        width += 1
        top >>= 1
    return (z - a - 1) * 8 + width


@kernel
def small(b, a, z):
    """The non-negative INTEGER whose content is b[a:z]; -1 if negative, empty or over 2^63."""
    width = bits(b, a, z)
    if width < 0 or width > 63:
        return np.int64(-1)
    value = np.int64(0)
    for p in range(a, z):
        value = (value << 8) | np.int64(b[p])
    return value


@kernel
def put_hex(b, a, z, out, o):
    """Write b[a:z] in lower-case hex at out[o:]; returns the end."""
    for i in range(z - a):
        out[o + 2 * i], out[o + 2 * i + 1] = _HEX[b[a + i], 0], _HEX[b[a + i], 1]
    return o + 2 * (z - a)


@kernel
def put_decimal(value, out, o, width):
    """Write a number in decimal at out[o:], zero-padded to width; returns the end."""
    digits, rest = 1, value
    while rest >= 10:
        rest //= 10
        digits += 1
    digits = max(digits, width)
    for i in range(digits):
        out[o + digits - 1 - i] = 48 + value % 10
        value //= 10
    return o + digits


@kernel
def put_arc(high, middle, low, out, o):
    """Write high·10^30 + middle·10^15 + low in decimal; returns the end."""
    if high:
        o = put_decimal(high, out, o, 1)
        o = put_decimal(middle, out, o, 15)
        return put_decimal(low, out, o, 15)
    if middle:
        o = put_decimal(middle, out, o, 1)
        return put_decimal(low, out, o, 15)
    return put_decimal(low, out, o, 1)


@kernel
def arc(b, p, z):
    """The arc at p in three limbs of fifteen digits, and its end; (-1, 0, 0, 0) if malformed.

    Nineteen octets are read at most: 133 bits, as 2.25 carries UUIDs of 128.
    """
    high = middle = low = np.int64(0)
    if p < z and b[p] != 0x80:
        for q in range(p, min(z, p + 19)):
            low = low * 128 + np.int64(b[q] & 0x7F)
            middle = middle * 128 + low // LIMB
            high = high * 128 + middle // LIMB
            low, middle = low % LIMB, middle % LIMB
            if b[q] < 0x80:
                return q + 1, high, middle, low
    return np.int64(-1), np.int64(0), np.int64(0), np.int64(0)


@kernel
def put_oid(b, a, z, out, o):
    """Write the identifier whose content is b[a:z] with dots; -1 if malformed."""
    p, high, middle, low = arc(b, a, z)
    if p < 0:
        return np.int64(-1)
    root = min(low // 40, 2) if high == 0 and middle == 0 else 2
    if low < 40 * root:
        low, middle = low + LIMB, middle - 1
        if middle < 0:
            middle, high = middle + LIMB, high - 1
    out[o] = 48 + root
    out[o + 1] = 46
    o = put_arc(high, middle, low - 40 * root, out, o + 2)
    while p < z:
        p, high, middle, low = arc(b, p, z)
        if p < 0:
            return np.int64(-1)
        out[o] = 46
        o = put_arc(high, middle, low, out, o + 1)
    return o
