"""Serial number, version, validity and signature algorithm, in compiled code."""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.der import (
    INTEGER,
    NULL,
    OID,
    element,
    inside,
    put_hex,
    put_oid,
    small,
)
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import ALGORITHM_NAMES, KNOWN, known
from mingzheng.certificates.octets import copy, equal, load, word
from mingzheng.certificates.reasons import DAMAGE_BIT
from mingzheng.certificates.sheet import ABSENT, NUMBERS, TEXTS

UTC_TIME, GENERALIZED_TIME = 0x17, 0x18

_SERIAL = int(Field.SERIAL_START)
_VERSION = int(Field.VERSION_START)
_VALIDITY = int(Field.VALIDITY_START)
_INNER = int(Field.INNER_ALGORITHM_START)
_OUTER = int(Field.OUTER_ALGORITHM_START)
_DAMAGE = int(Field.DAMAGE)

_EMPTY_SERIAL = DAMAGE_BIT["serial_number:empty"]
_BAD_VERSION = DAMAGE_BIT["version:unknown"]
_BAD_TIME = np.array([DAMAGE_BIT["not_before:malformed"], DAMAGE_BIT["not_after:malformed"]])
_SERIAL_TEXT = TEXTS.index("serial_number")
_SIGNATURE_TEXT = TEXTS.index("signature_algorithm")
_OCTETS, _MINIMAL = NUMBERS.index("serial_octets"), NUMBERS.index("serial_minimal")
_VERSION_NUMBER = NUMBERS.index("version")
_TIMES = NUMBERS.index("not_before")
_WELL_ENCODED = NUMBERS.index("validity_encoding_ok")
_MATCH = NUMBERS.index("signature_algorithms_match")

_BAD_ALGORITHM = DAMAGE_BIT["signature_algorithm:malformed"]

NO_TIME = ABSENT
NO_CODE, OTHER_CODE = -2, -1


@kernel
def put_integer(b, a, z, out, o):
    """Write the INTEGER b[a:z] in hex, signed, without leading zeros; returns the end."""
    if b[a] >= 0x80:
        return put_negative(b, a, z, out, o)
    while a < z - 1 and b[a] == 0:
        a += 1
    if b[a] < 16:
        out[o] = b[a] + 48 if b[a] < 10 else b[a] + 87
        return put_hex(b, a + 1, z, out, o + 1)
    return put_hex(b, a, z, out, o)


@kernel
def put_negative(b, a, z, out, o):
    """Write the negative INTEGER b[a:z] in hex after a minus, without leading zeros."""
    low = z - 1
    while low > a and b[low] == 0:
        low -= 1
    out[o] = 45
    o += 1
    started = False
    for p in range(a, z):
        octet = np.int64(b[p])
        if p <= low:
            octet = (256 - octet if p == low else 255 - octet) & 255
        for nibble in (octet >> 4, octet & 15):
            if nibble or started:
                started = True
                out[o] = nibble + 48 if nibble < 10 else nibble + 87
                o += 1
    return o


@kernel
def serials(b, rows, at, sheet):
    """Serial numbers in hex, their octets as encoded and whether those are the fewest."""
    out, ends, valid = sheet.octets[_SERIAL_TEXT], sheet.ends[_SERIAL_TEXT], sheet.valid
    for i in range(rows.shape[0]):
        row = at + i
        ends[row + 1] = ends[row]
        valid[_SERIAL_TEXT, row] = 0
        if rows[i, _SERIAL] < 0:
            continue
        a, z = inside(b, rows[i, _SERIAL], rows[i, _SERIAL + 1], INTEGER)
        sheet.numbers[_OCTETS, row] = z - a
        if a == z:
            rows[i, _DAMAGE] |= _EMPTY_SERIAL
            continue
        spare = z - a > 1 and (
            (b[a] == 0 and b[a + 1] < 0x80) or (b[a] == 0xFF and b[a + 1] >= 0x80)
        )
        sheet.numbers[_MINIMAL, row] = not spare
        ends[row + 1] = put_integer(b, a, z, out, np.int64(ends[row]))
        valid[_SERIAL_TEXT, row] = 1


@kernel
def versions(b, rows, at, sheet):
    """Versions 1 to 3 as printed; v1 is the absent one."""
    for i in range(rows.shape[0]):
        p, end = rows[i, _VERSION], rows[i, _VERSION + 1]
        if rows[i, 0] < 0:
            continue
        value = np.int64(0)
        if p >= 0:
            _, start, stop = element(b, p, end)
            a, z = inside(b, start, stop, INTEGER)
            value = small(b, a, z) if a >= 0 and z == stop else -1
        if 0 <= value <= 2:
            sheet.numbers[_VERSION_NUMBER, at + i] = value + 1
        else:
            rows[i, _DAMAGE] |= _BAD_VERSION


@kernel
def digits(b, p, count):
    """The decimal number of so many digits at p; below zero if they are no digits."""
    value = np.int64(0)
    for i in range(count):
        digit = np.int64(b[p + i]) - 48
        if digit < 0 or digit > 9:
            return np.int64(-100_000)
        value = value * 10 + digit
    return value


@kernel
def days(year, month, day):
    """Days from 1970-01-01 in the Gregorian calendar; NO_TIME where there is no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = 29 if month == 2 and leap else 28 if month == 2 else 30 + (month + month // 8) % 2
    if year < 1 or month < 1 or month > 12 or day < 1 or day > length:
        return np.int64(NO_TIME)
    y = year - (1 if month <= 2 else 0)
    era_day = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + era_day - 719_468


@kernel
def zone(b, p, z):
    """Seconds east of UTC written at b[p:z] (Z, +hhmm or -hhmm); NO_TIME if neither."""
    if z - p == 1 and b[p] == 90:
        return np.int64(0)
    if z - p == 5 and (b[p] == 43 or b[p] == 45):
        hours, minutes = digits(b, p + 1, 2), digits(b, p + 3, 2)
        if 0 <= hours <= 23 and 0 <= minutes <= 59:
            return (hours * 3600 + minutes * 60) * (1 if b[p] == 43 else -1)
    return np.int64(NO_TIME)


@kernel
def fraction(b, p, z):
    """Microseconds of the decimal fraction at p, and its end (p where there is none)."""
    micros, scale = np.int64(0), np.int64(100_000)
    if p < z and (b[p] == 46 or b[p] == 44):
        p += 1
        while p < z and 48 <= b[p] <= 57:
            micros += (np.int64(b[p]) - 48) * scale
            scale //= 10
            p += 1
    return micros, p


_ZEROES, _TENS = word(b"00000000"), np.uint64(10)
_NIBBLES, _SIX = word(bytes([0xF0] * 8)), word(bytes([6] * 8))


@inlined
def pairs(b, p):
    """Four numbers of two digits at p, one in each sixteen bits; all bits where no digits.

    For processors that put the first octet of a number lowest, as all that Numba knows do.
    """
    found = load(b, p) ^ _ZEROES
    if (found | (found + _SIX)) & _NIBBLES:
        return ~np.uint64(0)
    return (found * _TENS + (found >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)


@inlined
def usual_moment(b, a):
    """What `moment` finds in the thirteen octets YYMMDDhhmmssZ at a; NO_TIME if it is no such."""
    dated, timed = pairs(b, a), pairs(b, a + 4)
    if b[a + 12] != 90 or dated == ~np.uint64(0) or timed == ~np.uint64(0):
        return np.int64(NO_TIME)
    dated, timed = np.int64(dated), np.int64(timed)
    year = dated & 0xFF
    day = days(year + (1900 if year >= 50 else 2000), dated >> 16 & 0xFF, dated >> 32 & 0xFF)
    hour, minute, second = timed >> 16 & 0xFF, timed >> 32 & 0xFF, timed >> 48
    if day == NO_TIME or hour > 23 or minute > 59 or second > 59:
        return np.int64(NO_TIME)
    return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000


@kernel
def moment(b, a, z, tag):
    """Microseconds since 1970 of a UTCTime or GeneralizedTime; NO_TIME if it is none.

    Read beyond RFC 5280: UTCTime without seconds, offsets for Z, fractions of a second.
    """
    wide = 4 if tag == GENERALIZED_TIME else 2
    if z - a < wide + 9 or z - a > 40:
        return np.int64(NO_TIME)
    year = digits(b, a, wide)
    if tag == UTC_TIME:
        year += 1900 if year >= 50 else 2000
    p = a + wide
    day = days(year, digits(b, p, 2), digits(b, p + 2, 2))
    hour, minute, second = digits(b, p + 4, 2), digits(b, p + 6, 2), np.int64(0)
    p += 8
    if z - p > 2 and 48 <= b[p] <= 57:
        second = digits(b, p, 2)
        p += 2
    micros, p = fraction(b, p, z) if tag == GENERALIZED_TIME else (np.int64(0), p)
    east = zone(b, p, z)
    if day == NO_TIME or east == NO_TIME or min(hour, minute, second) < 0:
        return np.int64(NO_TIME)
    if hour > 23 or minute > 59 or second > 59:
        return np.int64(NO_TIME)
    return ((day * 24 + hour) * 60 + minute) * 60_000_000 + (second - east) * 1_000_000 + micros


@kernel
def well_encoded(b, a, z, tag):
    """Whether a time read without fault has the one form of RFC 5280 4.1.2.5."""
    if z - a != (13 if tag == UTC_TIME else 15) or b[z - 1] != 90:
        return False
    return tag == UTC_TIME or digits(b, a, 4) >= 2050


@kernel
def validities(b, rows, at, sheet):
    """Both ends of validity in microseconds, and whether both are encoded as required."""
    for i in range(rows.shape[0]):
        if rows[i, _VALIDITY] < 0:
            continue
        _, p, stop = element(b, rows[i, _VALIDITY], rows[i, _VALIDITY + 1])
        good = True
        for k in range(2):
            tag, a, z = element(b, p, stop)
            time = np.int64(NO_TIME)
            if tag == UTC_TIME and z - a == 13:
                time = usual_moment(b, a)
            if time == NO_TIME and tag in (UTC_TIME, GENERALIZED_TIME):
                time = moment(b, a, z, tag)
            sheet.numbers[_TIMES + k, at + i] = time
            if time == NO_TIME:
                rows[i, _DAMAGE] |= _BAD_TIME[k]
                good = False
            else:
                good &= well_encoded(b, a, z, tag)
            p = z if tag > 0 else stop
        sheet.numbers[_WELL_ENCODED, at + i] = good and p == stop


FORMS = ("uncompressed", "compressed", "hybrid", "infinity", "malformed")
LABELS = (*ALGORITHM_NAMES, "explicit", "implicit", *FORMS, *KNOWN)
EXPLICIT, IMPLICIT = len(ALGORITHM_NAMES), len(ALGORITHM_NAMES) + 1
FIRST_FORM = IMPLICIT + 1
FIRST_DOTTED = FIRST_FORM + len(FORMS)
_LABEL_DATA = np.frombuffer("".join(LABELS).encode(), np.uint8).copy()
_LABEL_ENDS = np.cumsum([0, *map(len, LABELS)])


@inlined
def put_label(b, code, oid, oid_end, sheet, column, row):
    """Write the name of an algorithm by its code, its identifier's dots for OTHER_CODE."""
    out, ends = sheet.octets[column], sheet.ends[column]
    o = np.int64(ends[row])
    end = np.int64(-1)
    if code >= 0:
        end = copy(_LABEL_DATA, _LABEL_ENDS[code], _LABEL_ENDS[code + 1], out, o)
    elif code == OTHER_CODE:
        end = put_oid(b, oid, oid_end, out, o)
    ends[row + 1] = max(o, end)
    sheet.valid[column, row] = end >= 0


@kernel
def without_parameters(b, p, end):
    """Whether nothing but a NULL stands between p and end."""
    return p == end or (end - p == 2 and b[p] == NULL and b[p + 1] == 0)


@kernel
def same_algorithm(b, p, end, other, other_end):
    """Whether two AlgorithmIdentifiers are one; parameters left out are as good as NULL."""
    if equal(b, p, end, other, other_end):
        return True
    _, start, stop = element(b, p, end)
    _, other_start, other_stop = element(b, other, other_end)
    oid, oid_end = inside(b, start, stop, OID)
    other_oid, other_oid_end = inside(b, other_start, other_stop, OID)
    if oid < 0 or other_oid < 0 or not equal(b, oid, oid_end, other_oid, other_oid_end):
        return False
    bare = without_parameters(b, oid_end, stop)
    return bare and without_parameters(b, other_oid_end, other_stop)


@kernel
def signature_algorithms(b, rows, at, sheet):
    """The signature algorithm, and whether inside and outside agree."""
    for i in range(rows.shape[0]):
        p, end = rows[i, _OUTER], rows[i, _OUTER + 1]
        code, oid, oid_end = np.int64(NO_CODE), p, p
        if p >= 0:
            inner, inner_end = rows[i, _INNER], rows[i, _INNER + 1]
            sheet.numbers[_MATCH, at + i] = same_algorithm(b, p, end, inner, inner_end)
            _, start, stop = element(b, p, end)
            oid, oid_end = inside(b, start, stop, OID)
            if oid >= 0:
                code = np.int64(known(b, oid, oid_end))
            else:
                rows[i, _DAMAGE] |= _BAD_ALGORITHM
        put_label(b, code, oid, oid_end, sheet, _SIGNATURE_TEXT, at + i)
