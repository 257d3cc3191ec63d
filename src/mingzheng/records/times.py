"""Times as exports spell them → the earliest and the latest moment each can mean, in UTC.

A day, and a midnight written without a zone (which is how databases and spreadsheets print a
day), runs until its end; a time without seconds until the end of its minute; a civil time that
a change of clocks makes ambiguous covers both readings.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from mingzheng.records.cells import Fault, Mask, Octets, Stored, folded, is_ascii, spans, text
from mingzheng.records.schema import INSTANT
from mingzheng.records.zones import DAY, SECOND, Micros, Zone

MINUTE = 60 * SECOND
NO_END_AT = 253_402_214_400 * SECOND
"""9999-12-31 00:00 UTC: far enough from the last representable moment for any zone."""

_INSTANT, _MINUTE, _DAY = 0, 1, 2
_OK, _SPOILED, _UNKNOWN, _NO_END = 0, 1, 2, 3
_NAIVE = -(2**31)
_WITHOUT_END = pa.array(["长期", "永久", "长期有效", "永久有效", "无限期", "无固定期限", "无期限"])
_UNTIL = np.array([0, MINUTE - 1, DAY - 1], np.int64)
_MARKS = (("年", "-"), ("月", "-"), ("日", " "), ("时", ":"), ("点", ":"), ("分", ":"), ("秒", ""))
_EXCEL_EPOCH = 25_569
_EXCEL_LAST = 109_573
"""Excel's day number of 2199-12-31: a larger number is no serial date."""


class Parsed(NamedTuple):
    """What each cell says, one int64 array each."""

    status: Micros
    civil: Micros
    precision: Micros
    offset: Micros
    """Seconds east of UTC, or `_NAIVE`."""


def read_times(array: pa.Array, *, zone: Zone, end: bool) -> Stored:
    """A column of times as (x, x_until).

    end: the column says when something ends: a day counts to its end, and 长期, 9999-12-31 and
    2099-12-31 mean no end.
    """
    kind = array.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        moments = array.cast(pa.timestamp("us", "UTC")).cast(pa.int64()).cast(INSTANT)
        return Stored((moments, moments))
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _typed(array, zone=zone, end=end)
    if pa.types.is_floating(kind) or pa.types.is_integer(kind):
        return _numeric(array, zone=zone, end=end)
    cells = folded(text(array))
    present = cells.is_valid().to_numpy(zero_copy_only=False)
    parsed = _parse(_unmarked(cells))
    if end:
        forever = pc.is_in(cells, value_set=_WITHOUT_END).to_numpy(zero_copy_only=False)
        parsed.status[forever] = _NO_END
    return _stored(present, parsed, zone=zone, end=end)


def _unmarked(cells: pa.StringArray) -> pa.StringArray:
    """2019年3月2日 10时11分12秒 as 2019-3-2 10:11:12."""
    if not is_ascii(cells):
        for mark, plain in _MARKS:
            cells = pc.replace_substring(cells, mark, plain)
        cells = pc.utf8_trim_whitespace(cells)
    return cells.fill_null("")


def _typed(array: pa.Array, *, zone: Zone, end: bool) -> Stored:
    present = array.is_valid().to_numpy(zero_copy_only=False)
    plain = array.cast(pa.timestamp("us")).cast(pa.int64()).fill_null(0)
    civil = plain.to_numpy(zero_copy_only=False).copy()
    return _from_civil(present, civil, zone=zone, end=end)


def _numeric(array: pa.Array, *, zone: Zone, end: bool) -> Stored:
    """Typed numbers: Excel's day numbers, else digits such as 20190302101112."""
    values = array.cast(pa.float64()).fill_null(0).to_numpy(zero_copy_only=False)
    if not ((values >= 0) & (values <= _EXCEL_LAST)).all():
        return read_times(text(array), zone=zone, end=end)
    present = array.is_valid().to_numpy(zero_copy_only=False)
    civil = np.rint((values - _EXCEL_EPOCH) * 86_400_000).astype(np.int64) * 1000
    return _from_civil(present, civil, zone=zone, end=end)


def _from_civil(present: Mask, civil: Micros, *, zone: Zone, end: bool) -> Stored:
    precision = np.where(civil % DAY == 0, _DAY, _INSTANT)
    years = civil.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    status = np.where((years <= 1900) | (years > 2200), _SPOILED, _OK)
    days = np.floor_divide(civil, DAY)
    status[(years == 9999) | (days == _days(2099, 12, 31))] = _NO_END if end else _SPOILED
    offset = np.full(len(civil), _NAIVE, np.int64)
    parsed = Parsed(status, civil, precision, offset)
    return _stored(present, parsed, zone=zone, end=end)


def _stored(present: Mask, parsed: Parsed, *, zone: Zone, end: bool) -> Stored:
    status, civil, precision, offset = parsed
    if not end:
        status[status == _NO_END] = _SPOILED
    last = civil + _UNTIL[precision]
    naive = offset == _NAIVE
    first, _ = zone.to_utc(civil)
    _, until = zone.to_utc(last)
    first = np.where(naive, first, civil - offset * SECOND)
    until = np.where(naive, until, last - offset * SECOND)
    if end:
        first = np.where(precision == _DAY, until, first)
        first = np.where(status == _NO_END, NO_END_AT, first)
        until = np.where(status == _NO_END, NO_END_AT, until)
    missing = ~present | (status == _SPOILED) | (status == _UNKNOWN)
    faults = tuple(
        Fault(reason, rows)
        for code, reason in ((_SPOILED, "spoiled_date"), (_UNKNOWN, "not_a_time"))
        if len(rows := np.flatnonzero(present & (status == code)))
    )
    arrays = (pa.array(first, INSTANT, mask=missing), pa.array(until, INSTANT, mask=missing))
    return Stored(arrays, faults)


def _parse(cells: pa.StringArray) -> Parsed:
    offsets, data = spans(cells)
    parsed = np.empty((4, len(cells)), np.int64)
    _parse_all(data, offsets, parsed)
    return Parsed(*parsed)


@njit(cache=True, nogil=True)
def _digits(data: Octets, at: int, end: int) -> tuple[int, int]:
    """The number that begins at a place, and how many digits it has (18 at most)."""
    value = 0
    count = 0
    while at + count < end and count < 18:
        digit = data[at + count] - 48
        if digit < 0 or digit > 9:
            break
        value = value * 10 + digit
        count += 1
    return value, count


@njit(cache=True, nogil=True)
def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar."""
    shifted = year - (1 if month <= 2 else 0)
    era = shifted // 400
    of_era = shifted - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@njit(cache=True, nogil=True)
def _is_date(year: int, month: int, day: int) -> bool:
    if month < 1 or month > 12 or day < 1:
        return False
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return day <= (29 if leap else 28)
    return day <= (30 if month in (4, 6, 9, 11) else 31)


@njit(cache=True, nogil=True)
def _parse_date(data: Octets, at: int, end: int) -> tuple[int, int, int, int, int, int]:
    """(year, month, day, clock digits, how many, next place); next is -1 where it is no date."""
    value, count = _digits(data, at, end)
    if count in (8, 12, 14, 17):
        clock = 10 ** (count - 8)
        date = value // clock
        return date // 10000, date // 100 % 100, date % 100, value % clock, count - 8, at + count
    at += count
    if count != 4 or at >= end or data[at] not in (45, 46, 47):  # - . /
        return 0, 0, 0, 0, 0, -1
    month, count = _digits(data, at + 1, end)
    following = at + 1 + count
    if count not in (1, 2) or following >= end or data[following] != data[at]:
        return 0, 0, 0, 0, 0, -1
    day, count = _digits(data, following + 1, end)
    if count not in (1, 2):
        return 0, 0, 0, 0, 0, -1
    return value, month, day, 0, 0, following + 1 + count


@njit(cache=True, nogil=True)
def _parse_clock(data: Octets, at: int, end: int) -> tuple[int, bool, int]:
    """(microseconds of the day, whether minutes are the last, next place or -1)."""
    hour, count = _digits(data, at, end)
    at += count
    if count in (4, 6):
        second = hour % 100 if count == 6 else 0
        minute = hour // 100 % 100 if count == 6 else hour % 100
        hour = hour // 10000 if count == 6 else hour // 100
        short = count == 4
    else:
        if count not in (1, 2) or at >= end or data[at] != 58:  # :
            return 0, False, -1
        minute, count = _digits(data, at + 1, end)
        if count not in (1, 2):
            return 0, False, -1
        at += 1 + count
        second, short = 0, True
        if at < end and data[at] == 58:
            second, count = _digits(data, at + 1, end)
            if count > 2:
                return 0, False, -1
            short = count == 0
            at += 1 + count
    micros = 0
    if not short and at < end and data[at] in (44, 46):  # , .
        fraction, count = _digits(data, at + 1, end)
        if count < 1 or count > 9:
            return 0, False, -1
        micros = fraction * 10 ** (6 - count) if count <= 6 else fraction // 10 ** (count - 6)
        at += 1 + count
    if hour > 23 or minute > 59 or second > 59:
        return 0, False, -1
    return ((hour * 60 + minute) * 60 + second) * 1000000 + micros, short, at


@njit(cache=True, nogil=True)
def _parse_zone(data: Octets, at: int, end: int) -> tuple[int, int]:
    """(seconds east of UTC, next place or -1) of Z, +08, +0800 or +08:00."""
    if data[at] in (90, 122):
        return 0, at + 1
    if data[at] not in (43, 45):
        return 0, -1
    sign = 1 if data[at] == 43 else -1
    hours, count = _digits(data, at + 1, end)
    at += 1 + count
    minutes = 0
    if count == 4:
        hours, minutes = hours // 100, hours % 100
    elif count == 2 and at < end and data[at] == 58:
        minutes, count = _digits(data, at + 1, end)
        if count != 2:
            return 0, -1
        at += 3
    elif count != 2:
        return 0, -1
    if hours > 14 or minutes > 59:
        return 0, -1
    return sign * (hours * 60 + minutes) * 60, at


@njit(cache=True, nogil=True)
def _skip_blanks(data: Octets, at: int, end: int) -> int:
    while at < end and data[at] == 32:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _clock_of_digits(value: int, count: int) -> int:
    """(microseconds of the day, or -1) of hhmm, hhmmss or hhmmssfff."""
    millis = value % 1000 if count == 9 else 0
    whole = value // 1000 if count == 9 else value
    second = 0 if count == 4 else whole % 100
    minute = whole % 100 if count == 4 else whole // 100 % 100
    hour = whole // 100 if count == 4 else whole // 10000
    if hour > 23 or minute > 59 or second > 59:
        return -1
    return ((hour * 60 + minute) * 60 + second) * 1000000 + millis * 1000


@njit(cache=True, nogil=True)
def _parse_time_of_day(data: Octets, at: int, end: int) -> tuple[int, int, int, int]:
    """(microseconds, precision, seconds east of UTC or naive, next place or -1)."""
    at = _skip_blanks(data, at, end)
    if at == end:
        return 0, _DAY, _NAIVE, at
    clock, short, at = _parse_clock(data, at, end)
    precision = _MINUTE if short else _INSTANT
    if at < 0:
        return 0, precision, _NAIVE, at
    at = _skip_blanks(data, at, end)
    if at == end:
        return clock, precision, _NAIVE, at
    offset, at = _parse_zone(data, at, end)
    return clock, precision, offset, at


@njit(cache=True, nogil=True)
def _parse_one(data: Octets, at: int, end: int) -> tuple[int, int, int, int]:
    """(status, civil microseconds, precision, seconds east of UTC or naive)."""
    year, month, day, digits, count, at = _parse_date(data, at, end)
    if at < 0 or (year != 0 and not _is_date(year, month, day)):
        return _UNKNOWN, 0, 0, _NAIVE
    clock, precision, offset = 0, _DAY, _NAIVE
    if count:
        clock = _clock_of_digits(digits, count)
        precision = _MINUTE if count == 4 else _INSTANT
        at = _skip_blanks(data, at, end)
        if at < end:
            offset, at = _parse_zone(data, at, end)
    elif at < end and data[at] in (32, 84, 116):  # blank T t
        clock, precision, offset, at = _parse_time_of_day(data, at + 1, end)
    if clock < 0 or at != end:
        return _UNKNOWN, 0, 0, _NAIVE
    if offset == _NAIVE and clock == 0:
        precision = _DAY
    if year == 9999 or (year == 2099 and month == 12 and day == 31):
        return _NO_END, 0, precision, offset
    if year <= 1900 or year > 2200:
        return _SPOILED, 0, precision, offset
    return _OK, _days(year, month, day) * 86400000000 + clock, precision, offset


@njit(cache=True, nogil=True)
def _parse_all(data: Octets, offsets: npt.NDArray[np.int32], parsed: Micros) -> None:
    for row in range(parsed.shape[1]):
        status, civil, precision, offset = _parse_one(data, offsets[row], offsets[row + 1])
        parsed[0, row] = status
        parsed[1, row] = civil
        parsed[2, row] = precision
        parsed[3, row] = offset
