"""Cells of a raw column as text: what every type of column starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Octets = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NULL_SPELLINGS = pa.array(["", "null", "NULL", "Null", "\\N", "None", "NaN", "nan", "<null>"])
_LONGEST_NULL = 6
_EXACT = 2**53


@dataclass(frozen=True)
class Fault:
    """Cells that could not be read, all for one reason (a code of `sources/reasons.toml`)."""

    reason: str
    rows: Rows


@dataclass(frozen=True)
class Stored:
    """A column as it is stored: one array per field of `Column.fields()`, and what is wrong."""

    arrays: tuple[pa.Array, ...]
    faults: tuple[Fault, ...] = ()


def text(array: pa.Array) -> pa.StringArray:
    """Any array as trimmed text; empty cells and spellings of null are null.

    Whole floats below 2^53 read as integers: a spreadsheet knows no other numbers.
    """
    cells = _spelled(array)
    if (len(octets(cells)) and octets(cells).min() <= ord(" ")) or not is_ascii(cells):
        cells = pc.utf8_trim_whitespace(cells)
    lengths = pc.binary_length(cells).fill_null(0).to_numpy(zero_copy_only=False)
    if len(lengths) and lengths.min() <= _LONGEST_NULL:
        empty = pc.is_in(cells, value_set=NULL_SPELLINGS)
        cells = pc.if_else(empty, pa.scalar(None, pa.string()), cells)
    return cells


def folded(cells: pa.StringArray) -> pa.StringArray:
    """Text in Unicode's compatibility form (NFKC): full width and half width are one."""
    if is_ascii(cells):
        return cells
    return pc.utf8_trim_whitespace(pc.utf8_normalize(cells, "NFKC"))


def octets(cells: pa.StringArray) -> Octets:
    """The bytes that the cells span, without a copy."""
    offsets, data = spans(cells)
    return data[offsets[0] : offsets[-1]]


def spans(cells: pa.StringArray) -> tuple[npt.NDArray[np.int32], Octets]:
    """Offsets (one more than cells) and bytes of a string array, without a copy."""
    if not len(cells):
        return np.zeros(1, np.int32), np.zeros(0, np.uint8)
    _, places, data = cells.buffers()
    offsets = np.frombuffer(places, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return offsets, np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8)


def is_ascii(cells: pa.StringArray) -> bool:
    """Whether no cell holds anything but ASCII."""
    found = octets(cells)
    return not len(found) or int(found.max()) < 0x80


def contains(cells: pa.StringArray, characters: bytes) -> bool:
    """Whether any cell may hold one of some ASCII characters; cheap, to skip dear work."""
    found = octets(cells)
    return any(bool((found == character).any()) for character in characters)


def where(mask: pa.Array) -> Rows:
    """The indices at which a boolean array is true (null is not)."""
    return np.flatnonzero(pc.fill_null(mask, False).to_numpy(zero_copy_only=False))


def blanked(array: pa.Array, rows: Rows) -> pa.Array:
    """The array with some of its cells made null."""
    if not len(rows):
        return array
    mask = np.zeros(len(array), bool)
    mask[rows] = True
    return pc.if_else(pa.array(mask), pa.scalar(None, array.type), array)


def split_spoiled(cells: pa.StringArray) -> tuple[pa.StringArray, tuple[Fault, ...]]:
    """Cells without those that a spreadsheet turned into floats, such as 1.10105E+17."""
    if not contains(cells, b"Ee") or not contains(cells, b"+"):
        return cells, ()
    rows = where(pc.match_substring_regex(cells, r"^[+-]?\d(\.\d+)?[eE]\+\d+$"))
    if not len(rows):
        return cells, ()
    return blanked(cells, rows), (Fault("spoiled_number", rows),)


def _spelled(array: pa.Array) -> pa.StringArray:
    kind = array.type
    if pa.types.is_dictionary(kind):
        array = array.dictionary_decode()
        kind = array.type
    if pa.types.is_string(kind):
        return array
    if pa.types.is_floating(kind):
        return _spelled_floats(array)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pc.binary_join(array.cast(pa.list_(pa.string())), ";")
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else v.hex() for v in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def _spelled_floats(array: pa.Array) -> pa.StringArray:
    values = array.cast(pa.float64())
    whole = pc.and_(
        pc.equal(pc.floor(values), values), pc.less(pc.abs(values), pa.scalar(float(_EXACT)))
    )
    integers = pc.if_else(pc.fill_null(whole, False), values, pa.scalar(0.0)).cast(pa.int64())
    return pc.if_else(whole, integers.cast(pa.string()), values.cast(pa.string()))
