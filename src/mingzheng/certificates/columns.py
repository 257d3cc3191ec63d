"""From what compiled code wrote on its sheet to Arrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates.general_names import NAME_KINDS
from mingzheng.certificates.identifiers import KINDS
from mingzheng.certificates.reasons import DAMAGED, UNREADABLE
from mingzheng.certificates.schema import SCHEMA, TEXT
from mingzheng.certificates.sheet import ABSENT, LISTS, NUMBERS, TEXTS, Sheet

Array = np.ndarray[Any, Any]

_KINDS = {"subject_alternative_names": NAME_KINDS, "subject_identifiers": KINDS}


def kept(values: Array) -> pa.Buffer:
    """A copy in Arrow's own memory, which it reuses from batch to batch without new pages."""
    buffer = pa.allocate_buffer(values.nbytes)
    np.frombuffer(buffer, values.dtype)[:] = values
    return buffer


def bitmap(valid: Array) -> pa.Buffer | None:
    """Arrow's validity bitmap; None where all are valid."""
    if valid.all():
        return None
    return pa.py_buffer(np.packbits(valid, bitorder="little"))


def strings(octets: Array, ends: Array, valid: Array | None) -> pa.Array:
    """A column of strings; `ends` begins with a 0."""
    data = kept(octets[: ends[-1]])
    validity = None if valid is None else bitmap(valid)
    return pa.Array.from_buffers(TEXT, len(ends) - 1, [validity, kept(ends), data])


def numbers(kind: pa.DataType, values: Array) -> pa.Array:
    """A column of numbers or truth values, null where ABSENT."""
    valid = values != ABSENT
    if pa.types.is_boolean(kind):
        data = np.packbits(values > 0, bitorder="little")
    else:
        width = np.int64 if pa.types.is_timestamp(kind) else kind.to_pandas_dtype()
        data = values.astype(width)
    return pa.Array.from_buffers(kind, len(values), [bitmap(valid), pa.py_buffer(data)])


def chosen(words: Sequence[str], index: Array, valid: Array | None = None) -> pa.Array:
    """A column of words by their index."""
    mask = None if valid is None else ~valid
    return pa.array(words, TEXT).take(pa.array(index, pa.int32(), mask=mask))


def damage_column(damage: Array) -> pa.Array:
    """The codes of each mask, joined by one space."""
    if not damage.any():
        return pa.nulls(len(damage), TEXT)
    masks, index = np.unique(damage, return_inverse=True)
    words = [
        " ".join(code for bit, code in enumerate(DAMAGED) if int(mask) >> bit & 1)
        for mask in masks
    ]
    return chosen(words, index, damage != 0)


def reason_column(reason: Array) -> pa.Array:
    """Why each certificate is unreadable."""
    if not reason.any():
        return pa.nulls(len(reason), TEXT)
    return chosen(("", *UNREADABLE), reason, reason != 0)


def list_column(sheet: Sheet, number: int, count: int) -> pa.Array:
    """Lists of a kind and a value."""
    ends, valid = sheet.list_ends[number, : count + 1], sheet.list_valid[number, :count]
    items = int(ends[-1])
    item_ends = sheet.item_ends[number, : items + 1]
    values = pa.StructArray.from_arrays(
        [
            chosen(_KINDS[LISTS[number]], sheet.kinds[number, :items]),
            strings(sheet.octets[len(TEXTS) + number], item_ends, None),
        ],
        fields=list(SCHEMA.field(LISTS[number]).type.value_type),
    )
    kind = SCHEMA.field(LISTS[number]).type
    return pa.Array.from_buffers(kind, count, [bitmap(valid), kept(ends)], children=[values])


def columns(sheet: Sheet, count: int) -> dict[str, pa.Array]:
    """Every column of the schema that needs no digest."""
    result = {
        name: strings(
            sheet.octets[number], sheet.ends[number, : count + 1], sheet.valid[number, :count]
        )
        for number, name in enumerate(TEXTS)
    }
    for number, name in enumerate(NUMBERS):
        if name in SCHEMA.names:
            result[name] = numbers(SCHEMA.field(name).type, sheet.numbers[number, :count])
    for number, name in enumerate(LISTS):
        result[name] = list_column(sheet, number, count)
    result["damaged"] = damage_column(sheet.numbers[NUMBERS.index("damage"), :count])
    result["unreadable"] = reason_column(sheet.numbers[NUMBERS.index("reason"), :count])
    return result
