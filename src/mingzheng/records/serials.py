"""Serial numbers of certificates: lower-case hex without leading zeros."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from mingzheng.records.cells import (
    Fault,
    Octets,
    Stored,
    blanked,
    contains,
    folded,
    is_ascii,
    spans,
    split_spoiled,
    text,
    where,
)

LONGEST_DECIMAL = 60
"""Digits: 20 octets, the most RFC 5280 (4.1.2.2) allows, have 49; a few more are read."""

_LIMBS = 7


def read_serials(array: pa.Array, *, decimal: bool) -> Stored:
    """A column of serial numbers, written in hex or, where the CA says so, in decimal."""
    cells, faults = split_spoiled(text(array))
    plain = pc.utf8_lower(folded(cells))
    if contains(plain, b": -\t") or not is_ascii(plain):
        plain = pc.replace_substring_regex(plain, r"[\s:\-]", "")
    pattern = f"^[0-9]{{1,{LONGEST_DECIMAL}}}$" if decimal else "^(0x)?[0-9a-f]+h?$"
    wrong = where(pc.invert(pc.match_substring_regex(plain, pattern)))
    if len(wrong):
        plain = blanked(plain, wrong)
        faults = (*faults, Fault("not_a_serial", wrong))
    if decimal:
        return Stored((hex_of_decimal(plain),), faults)
    if contains(plain, b"xh"):
        plain = pc.replace_substring_regex(plain, "^0x|h$", "")
    return Stored((without_zeros(plain),), faults)


def without_zeros(plain: pa.StringArray) -> pa.StringArray:
    """Hex digits without leading zeros; zero itself is 0."""
    trimmed = pc.utf8_ltrim(plain, "0")
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar("0"), trimmed)


def hex_of_decimal(digits: pa.StringArray) -> pa.StringArray:
    """Decimal numbers of up to `LONGEST_DECIMAL` digits in hex."""
    offsets, data = spans(digits.fill_null("0"))
    count = len(digits)
    width = _LIMBS * 8
    written = np.full((count, width), ord("0"), np.uint8)
    _convert(data, offsets, written)
    places = pa.array(np.arange(count + 1, dtype=np.int32) * width)
    hexes = pa.StringArray.from_buffers(count, places.buffers()[1], pa.py_buffer(written))
    return blanked(without_zeros(hexes), where(digits.is_null()))


@njit(cache=True, nogil=True)
def _convert(data: Octets, offsets: npt.NDArray[np.int32], written: Octets) -> None:
    limbs = np.zeros(_LIMBS, np.uint64)
    for row in range(len(offsets) - 1):
        limbs[:] = 0
        for place in range(offsets[row], offsets[row + 1]):
            carry = np.uint64(data[place]) - np.uint64(48)
            for limb in range(_LIMBS):
                carry += limbs[limb] * np.uint64(10)
                limbs[limb] = carry & np.uint64(0xFFFFFFFF)
                carry >>= np.uint64(32)
        for nibble in range(_LIMBS * 8):
            shift = np.uint64(4 * (nibble % 8))
            value = np.int64((limbs[nibble // 8] >> shift) & np.uint64(15))
            digit = 48 + value if value < 10 else 87 + value
            written[row, _LIMBS * 8 - 1 - nibble] = digit
