"""Identity numbers: one spelling each, and what their check digits say.

Resident identity number: GB 11643-1999. Unified social credit code: GB 32100-2015, with the
organisation code of GB 11714-1997 inside it. A number that fails is only *not shown to be*
of that kind; whether that matters depends on the kind it is said to be.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from mingzheng.records.cells import (
    Octets,
    Stored,
    contains,
    folded,
    is_ascii,
    spans,
    split_spoiled,
    text,
)

RESIDENT, CREDIT, MASKED, HASHED = 1, 2, 4, 8
"""The bits of a number's form."""

_COVERED = r"[*#?_=●•◯○×■□█◆…]|X{4,}"
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_RESIDENT_CHECK = np.frombuffer(b"10X98765432", np.uint8)
_CREDIT_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)], np.int64)
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], np.int64)


def _values(alphabet: bytes) -> npt.NDArray[np.int64]:
    found = np.full(256, -1, np.int64)
    found[np.frombuffer(alphabet, np.uint8)] = np.arange(len(alphabet))
    return found


_CREDIT_VALUES = _values(b"0123456789ABCDEFGHJKLMNPQRTUWXY")
_ORGANISATION_VALUES = _values(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_ALPHABET = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", np.uint8)


def read_numbers(array: pa.Array, *, as_of: dt.date) -> Stored:
    """A column of identity numbers as (given, key, form bits)."""
    given, faults = split_spoiled(text(array))
    key = number_key(given)
    form = number_form(key, as_of=as_of)
    return Stored((given, key, form), faults)


def number_key(given: pa.StringArray) -> pa.StringArray:
    """Numbers in one spelling: NFKC, upper case, without blanks and hyphens."""
    key = pc.utf8_upper(folded(given))
    if contains(key, b" -\t") or not is_ascii(key):
        key = pc.replace_substring_regex(key, r"[\s\-‐‑–—]", "")
    return key


def number_form(key: pa.StringArray, *, as_of: dt.date) -> pa.UInt8Array:
    """What each number passes as: the bits RESIDENT, CREDIT, MASKED and HASHED.

    key is as `number_key` gives it; nobody is born after `as_of`. Division codes are not looked
    up: historical ones and those of 港澳台居民居住证 are as good as today's.
    """
    filled = key.fill_null("")
    offsets, data = spans(filled)
    form = np.zeros(len(key), np.uint8)
    _classify(data, offsets, as_of.year * 10_000 + as_of.month * 100 + as_of.day, form)
    covered = pc.match_substring_regex(filled, _COVERED).to_numpy(zero_copy_only=False)
    form[covered] = MASKED
    base64 = contains(filled, b"=")
    if base64:
        ends = pc.ends_with(filled, "=").to_numpy(zero_copy_only=False)
        form[ends] = HASHED
    missing = key.is_null().to_numpy(zero_copy_only=False)
    return pa.array(form, pa.uint8(), mask=missing)


def resident_check(body: str) -> str:
    """The check character of the first 17 digits of a resident number (GB 11643)."""
    total = sum(int(digit) * int(weight) for digit, weight in zip(body, _WEIGHTS, strict=True))
    return chr(_RESIDENT_CHECK[total % 11])


def credit_check(body: str) -> str:
    """The check character of the first 17 characters of a credit code (GB 32100)."""
    places = zip(body.encode(), _CREDIT_WEIGHTS, strict=True)
    total = sum(int(_CREDIT_VALUES[octet]) * int(weight) for octet, weight in places)
    return chr(_ALPHABET[-total % 31])


def organisation_check(body: str) -> str:
    """The check character of the first 8 characters of an organisation code (GB 11714)."""
    places = zip(body.encode(), _ORGANISATION_WEIGHTS, strict=True)
    total = sum(int(_ORGANISATION_VALUES[octet]) * int(weight) for octet, weight in places)
    return "0123456789X"[-total % 11]


@njit(cache=True, nogil=True)
def _number(data: Octets, at: int, count: int) -> int:
    value = 0
    for place in range(at, at + count):
        digit = int(data[place]) - 48
        if digit < 0 or digit > 9:
            return -1
        value = value * 10 + digit
    return value


@njit(cache=True, nogil=True)
def _is_resident(data: Octets, at: int, today: int) -> bool:
    total = 0
    for place in range(17):
        digit = int(data[at + place]) - 48
        if digit < 0 or digit > 9:
            return False
        total += digit * _WEIGHTS[place]
    born = _number(data, at + 6, 8)
    month, day = born // 100 % 100, born % 100
    if born < 18000000 or born > today or month < 1 or month > 12 or day < 1:
        return False
    year = born // 10000
    days = 31
    if month == 2:
        days = 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    elif month in (4, 6, 9, 11):
        days = 30
    return day <= days and data[at + 17] == _RESIDENT_CHECK[total % 11]


@njit(cache=True, nogil=True)
def _is_credit(data: Octets, at: int) -> bool:
    total = 0
    for place in range(17):
        value = _CREDIT_VALUES[data[at + place]]
        if value < 0:
            return False
        total += value * _CREDIT_WEIGHTS[place]
    if data[at + 17] != _ALPHABET[-total % 31] or _number(data, at + 2, 6) < 0:
        return False
    total = 0
    for place in range(8):
        total += _ORGANISATION_VALUES[data[at + 8 + place]] * _ORGANISATION_WEIGHTS[place]
    check = -total % 11
    return data[at + 16] == (88 if check == 10 else 48 + check)


@njit(cache=True, nogil=True)
def _is_hash(data: Octets, at: int, end: int) -> bool:
    if end - at not in (32, 40, 64):
        return False
    for place in range(at, end):
        octet = data[place]
        if not (48 <= octet <= 57 or 65 <= octet <= 70):
            return False
    return True


@njit(cache=True, nogil=True)
def _classify(data: Octets, offsets: npt.NDArray[np.int32], today: int, form: Octets) -> None:
    for row in range(len(form)):
        at, end = offsets[row], offsets[row + 1]
        if end - at == 18:
            if _is_resident(data, at, today):
                form[row] = form[row] | RESIDENT
            if _is_credit(data, at):
                form[row] = form[row] | CREDIT
        elif _is_hash(data, at, end):
            form[row] = HASHED
