"""The entries of a certificate revocation list (RFC 5280 5.1.2.6 and 5.3), in compiled code.

A block of entries at a time: memory does not depend on how many a list holds. What an entry is
made of is judged entry by entry; one that is damaged is noted, and the next is read.
"""

from __future__ import annotations

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.der import INTEGER, SEQUENCE, element, inside
from mingzheng.certificates.octets import equal, load, word
from mingzheng.certificates.reasons import MOST_EXTENSIONS
from mingzheng.certificates.revocation_walk import is_time, standard_extension
from mingzheng.certificates.scalars import (
    GENERALIZED_TIME,
    NO_TIME,
    UTC_TIME,
    moment,
    put_integer,
    usual_moment,
)

ENUMERATED = 0x0A
REASON, INVALIDITY, ISSUER = 21, 24, 29
"""Last arcs of the extensions of an entry: reasonCode, invalidityDate, certificateIssuer."""

LONGEST_SERIAL = 1024
"""Octets of the longest serial number that is read; RFC 5280 allows twenty."""

REVOKED_AT, REASON_CODE, INVALID_FROM, ISSUER_START, ISSUER_END, POSITION = range(6)
"""Numbers of one entry. The issuer is where the GeneralNames of its certificate's issuer lie,
-1 where that is the issuer of the list, -2 where it can't be told."""

NO_REASON = -1
UNKNOWN_ISSUER = -2

BROKEN, MALFORMED, NO_SERIAL, NO_DATE, BAD_EXTENSIONS, UNKNOWN_CRITICAL, BAD_REASON, BAD_DATE = (
    range(8)
)
"""What can be wrong with an entry. BROKEN: where the next one begins can't be told. Up to NO_DATE
the entry is lost; later ones lose a value."""

_USUAL_REASON = word(bytes.fromhex("300c300a0603551d"))
_REASON_REST = word(bytes.fromhex("1504030a01000000"))
_REASON_MASK = word(bytes.fromhex("ffffffffff000000"))


@inlined
def usual_reason(b, p, end):
    """The reason, if nothing but a reasonCode stands in b[p:end]; NO_REASON if it is not that."""
    if end - p != 14 or p + 16 > b.size or load(b, p) != _USUAL_REASON:
        return np.int64(NO_REASON)
    if load(b, p + 8) & _REASON_MASK != _REASON_REST:
        return np.int64(NO_REASON)
    return np.int64(b[p + 13])


@inlined
def is_reason(code):
    """Whether this is a CRLReason: 0 to 10, of which 7 is not used."""
    return 0 <= code <= 10 and code != 7


@kernel
def enumerated(b, p, end):
    """The ENUMERATED b[p:end] of one octet; NO_REASON if it is not that."""
    start, stop = inside(b, p, end, ENUMERATED)
    if start < 0 or stop != end or stop != start + 1:
        return np.int64(NO_REASON)
    return np.int64(b[start])


@kernel
def generalized(b, p, end):
    """The time in the GeneralizedTime b[p:end]; NO_TIME if it is none."""
    start, stop = inside(b, p, end, GENERALIZED_TIME)
    if start < 0 or stop != end:
        return np.int64(NO_TIME)
    return np.int64(moment(b, start, stop, GENERALIZED_TIME))


@kernel
def take_extension(b, arc, critical, value, value_end, row):
    """Note one extension of an entry; what is wrong with it, or -1."""
    if arc == REASON:
        row[REASON_CODE] = enumerated(b, value, value_end)
        return np.int64(-1) if is_reason(row[REASON_CODE]) else np.int64(BAD_REASON)
    if arc == INVALIDITY:
        row[INVALID_FROM] = generalized(b, value, value_end)
        return np.int64(BAD_DATE) if row[INVALID_FROM] == NO_TIME else np.int64(-1)
    if arc == ISSUER:
        row[ISSUER_START], row[ISSUER_END] = value, value_end
        return np.int64(-1)
    return np.int64(UNKNOWN_CRITICAL) if critical else np.int64(-1)


@kernel
def entry_extensions(b, p, end, row):
    """Note the extensions of an entry, b[p:end]; what is wrong with them, or -1."""
    wrong = np.int64(-1)
    start, stop = inside(b, p, end, SEQUENCE)
    readable = start >= 0 and stop == end
    count = 0
    while readable and start < stop:
        after, arc, critical, value, value_end = standard_extension(b, start, stop)
        readable = after >= 0 and count < MOST_EXTENSIONS
        if readable:
            found = take_extension(b, arc, critical, value, value_end, row)
            # what forbids the use of the whole list outweighs what loses one value
            if found >= 0 and wrong != UNKNOWN_CRITICAL:
                wrong = found
            count += 1
            start = after
    return wrong if readable else np.int64(BAD_EXTENSIONS)


@inlined
def entry_time(b, p, end):
    """The Time at p and where it ends; NO_TIME if it is none."""
    tag, start, stop = element(b, p, end)
    if not is_time(tag):
        return np.int64(NO_TIME), p
    time = np.int64(NO_TIME)
    if tag == UTC_TIME and stop - start == 13:
        time = np.int64(usual_moment(b, start))
    if time == NO_TIME:
        time = np.int64(moment(b, start, stop, tag))
    return time, stop


@inlined
def entry(b, p, end, row, out, o):
    """Read the entry whose content is b[p:end]: where writing ended, and what is wrong or -1."""
    row[REASON_CODE], row[INVALID_FROM] = NO_REASON, NO_TIME
    start, stop = inside(b, p, end, INTEGER)
    if start < 0:
        return o, np.int64(MALFORMED)
    if start == stop or stop - start > LONGEST_SERIAL:
        return o, np.int64(NO_SERIAL)
    time, after = entry_time(b, stop, end)
    if time == NO_TIME:
        return o, np.int64(NO_DATE)
    wrong = np.int64(-1)
    if after < end:
        row[REASON_CODE] = usual_reason(b, after, end)
        if not is_reason(row[REASON_CODE]):
            wrong = np.int64(entry_extensions(b, after, end, row))
    row[REVOKED_AT] = time
    return np.int64(put_integer(b, start, stop, out, o)), wrong


@kernel
def same_octets(b, a, z, start, end):
    """Whether the same octets lie at two places, both of which there are."""
    return a >= 0 and start >= 0 and equal(b, a, z, start, end)


@kernel
def settle_issuer(b, row, wrong, state):
    """Say whose certificate an entry is of, and of whom the next is unless it says otherwise.

    RFC 5280 5.3.3: in an indirect list an issuer holds until another is named.
    """
    indirect, start, end = state[3], state[1], state[2]
    if wrong == BAD_EXTENSIONS or 0 <= wrong <= NO_DATE:
        row[ISSUER_START] = row[ISSUER_END] = UNKNOWN_ISSUER if indirect else -1
    elif same_octets(b, row[ISSUER_START], row[ISSUER_END], start, end):
        # a name written again need not be read again
        row[ISSUER_START], row[ISSUER_END] = start, end
    if indirect:
        state[1], state[2] = row[ISSUER_START], row[ISSUER_END]


@kernel
def read_entries(b, p, end, state, out, ends, numbers, faults):
    """Read entries of b[p:end] from p on, as long as there is room.

    state    int64: ordinal of the entry at p; start and end of the issuer that holds from the
             entry before, -1 for the list's own; whether the list is indirect. Kept up to date
    out      uint8: serial numbers in hex, ending at `ends` (int32, after a leading 0)
    numbers  int64, (n, 6): as named above
    faults   int64, (m, 3): what is wrong, ordinal, position

    Returns where to go on, the entries read and the faults found.
    """
    count = faulty = o = np.int64(0)
    room = out.size - 2 * LONGEST_SERIAL - 8
    while p < end and count < numbers.shape[0] and faulty < faults.shape[0] and o < room:
        tag, start, stop = element(b, p, end)
        row, wrong, written = numbers[count], np.int64(MALFORMED), o
        row[POSITION], row[ISSUER_START], row[ISSUER_END] = state[0], state[1], state[2]
        if tag == SEQUENCE:
            written, wrong = entry(b, start, stop, row, out, o)
        elif tag < 0:
            wrong, stop = np.int64(BROKEN), end
        if wrong >= 0:
            faults[faulty, 0], faults[faulty, 1], faults[faulty, 2] = wrong, state[0], p
            faulty += 1
        settle_issuer(b, row, wrong, state)
        if wrong < 0 or wrong > NO_DATE:
            ends[count + 1] = o = written
            count += 1
        state[0] += 1
        p = stop
    return p, count, faulty
