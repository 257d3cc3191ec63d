"""From compiled passes over the DER of a block to its Arrow columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from mingzheng.certificates import (
    distinguished,
    extensions,
    general_names,
    identifiers,
    keys,
    scalars,
)
from mingzheng.certificates.fields import Field
from mingzheng.certificates.objects import SLOTS
from mingzheng.certificates.reasons import DAMAGE_BIT, DAMAGED, UNREADABLE
from mingzheng.certificates.schema import TEXT, TIME
from mingzheng.certificates.text import GROWTH

Array = np.ndarray[Any, Any]
Columns = dict[str, pa.Array]

_SUBJECT_COLUMNS = {
    "2.5.4.3": "subject_name",
    "2.5.4.10": "subject_organization",
    "2.5.4.6": "subject_country",
    "2.5.4.11": "subject_organizational_unit",
    "2.5.4.5": "subject_serial_number",
    "1.2.840.113549.1.9.1": "subject_email",
    "0.9.2342.19200300.100.1.1": "subject_user_id",
}
_ISSUER_COLUMNS = {"2.5.4.3": "issuer_common_name", "2.5.4.10": "issuer_organization"}

_EXTENSION_COLUMNS = {
    "extended_key_usage": (Field.EXTENDED_KEY_USAGE_START, extensions.USAGES),
    "policies": (Field.POLICIES_START, extensions.POLICIES),
    "crl_urls": (Field.CRL_POINTS_START, extensions.CRLS),
    "ocsp_urls": (Field.AUTHORITY_ACCESS_START, extensions.OCSPS),
    "issuer_urls": (Field.AUTHORITY_ACCESS_START, extensions.ISSUERS),
    "authority_key_id": (Field.AUTHORITY_KEY_ID_START, extensions.AUTHORITY),
    "subject_key_id": (Field.SUBJECT_KEY_ID_START, extensions.SUBJECT),
}

_LIST_DAMAGE = DAMAGE_BIT["extensions:malformed"] | DAMAGE_BIT["extensions:too_many"]


class Room:
    """Memory that one column after another is written in, so that it stays in the cache."""

    def __init__(self) -> None:
        self._octets = np.empty(1 << 20, np.uint8)
        self._numbers = np.empty(0, np.int64)

    def octets(self, count: int) -> Array:
        """At least so many octets, with anything in them."""
        if count > self._octets.size:
            self._octets = np.empty(count + count // 4, np.uint8)
        return self._octets

    def numbers(self, *shape: int) -> Array:
        """An array of int64 with anything in it."""
        count = math.prod(shape)
        if count > self._numbers.size:
            self._numbers = np.empty(count, np.int64)
        return self._numbers[:count].reshape(shape)


@dataclass(frozen=True)
class Block:
    """A run of certificates and what the offsets pass found in them."""

    der: Array
    rows: Array
    damage: Array
    room: Room

    @property
    def count(self) -> int:
        """Certificates in the block."""
        return len(self.rows)

    @cached_property
    def readable(self) -> Array:
        """Which rows are certificates."""
        readable: Array = self.rows[:, Field.REASON] == 0
        return readable

    def octets(self, start: int) -> int:
        """Octets between a field and the next, over all rows."""
        return int((self.rows[:, start + 1] - self.rows[:, start]).sum())


class Strings:
    """A column of strings that compiled code fills: octets, ends and which rows have one."""

    def __init__(self, room: Room, count: int, octets: int) -> None:
        self.out = room.octets(octets + 64)
        self.ends = np.zeros(count + 1, np.int32)
        self.valid = np.zeros(count, np.uint8)

    def array(self, count: int | None = None) -> pa.Array:
        """The Arrow column; with a count, of so many strings, none of them null."""
        rows = len(self.valid) if count is None else count
        data = kept(self.out[: self.ends[rows]])
        ends = kept(self.ends[: rows + 1])
        validity = None if count is not None else bitmap(self.valid)
        return pa.Array.from_buffers(TEXT, rows, [validity, ends, data])


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


def numbers(kind: pa.DataType, values: Array, valid: Array) -> pa.Array:
    """A column of numbers; `values` has the width of the type."""
    return pa.Array.from_buffers(kind, len(values), [bitmap(valid), pa.py_buffer(values)])


def booleans(values: Array, valid: Array) -> pa.Array:
    """A column of truth values."""
    packed = pa.py_buffer(np.packbits(values != 0, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [bitmap(valid), packed])


def chosen(words: Sequence[str], index: Array, valid: Array) -> pa.Array:
    """A column of words by their index."""
    return pa.array(words, TEXT).take(pa.array(index, pa.int32(), mask=~valid))


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


def unreadable_columns(block: Block) -> Columns:
    """Reason and offset."""
    number = block.rows[:, Field.REASON]
    words = ("", *UNREADABLE)
    at = np.ascontiguousarray(block.rows[:, Field.REASON_AT])
    located = ~block.readable & (number != words.index("missing"))
    return {
        "unreadable": chosen(words, number, ~block.readable),
        "unreadable_at": numbers(pa.int64(), at, located),
    }


def name_columns(block: Block, start: int, columns: dict[str, str], bits: Array) -> Columns:
    """The rendered name, under "dn", the values of its attributes, their number and repeats."""
    count = block.count
    whole = Strings(block.room, count, GROWTH * block.octets(start))
    found = block.room.numbers(count, len(SLOTS), 3)
    attributes = np.empty(count, np.int32)
    repeated = np.zeros(count, np.uint8)
    distinguished.names(
        block.der,
        block.rows,
        int(start),
        block.damage,
        bits,
        np.empty(distinguished.SCRATCH_SHAPE, np.int64),
        whole.out,
        whole.ends,
        whole.valid,
        found,
        attributes,
        repeated,
    )
    result = {"dn": whole.array()}
    for slot, oid in enumerate(SLOTS):
        if oid in columns:
            octets = int((found[:, slot, 1] - found[:, slot, 0]).sum())
            value = Strings(block.room, count, GROWTH * octets)
            distinguished.texts(block.der, found, slot, value.out, value.ends, value.valid)
            result[columns[oid]] = value.array()
    known = attributes >= 0
    result["attributes"] = numbers(pa.int32(), attributes, known)
    result["repeated"] = booleans(repeated, known)
    return result


def names_columns(block: Block) -> Columns:
    """Issuer and subject."""
    bits = distinguished.ISSUER_DAMAGE, distinguished.SUBJECT_DAMAGE
    issuer = name_columns(block, Field.ISSUER_START, _ISSUER_COLUMNS, bits[0])
    subject = name_columns(block, Field.SUBJECT_START, _SUBJECT_COLUMNS, bits[1])
    return {
        "issuer_dn": issuer.pop("dn"),
        "subject_dn": subject.pop("dn"),
        "subject_attributes": subject.pop("attributes"),
        "subject_repeated": subject.pop("repeated"),
        **{name: issuer[name] for name in _ISSUER_COLUMNS.values()},
        **subject,
    }


def serial_columns(block: Block) -> Columns:
    """Serial number and how it is encoded."""
    text = Strings(block.room, block.count, GROWTH * block.octets(Field.SERIAL_START))
    octets = np.zeros(block.count, np.int32)
    minimal = np.zeros(block.count, np.uint8)
    scalars.serials(
        block.der, block.rows, block.damage, text.out, text.ends, text.valid, octets, minimal
    )
    return {
        "serial_number": text.array(),
        "serial_octets": numbers(pa.int32(), octets, block.readable),
        "serial_minimal": booleans(minimal, text.valid),
    }


def version_and_validity_columns(block: Block) -> Columns:
    """Version and both ends of validity."""
    version = np.zeros(block.count, np.int8)
    scalars.versions(block.der, block.rows, block.damage, version)
    times = np.zeros((2, block.count), np.int64)
    valid = np.zeros((2, block.count), np.uint8)
    encoding = np.zeros(block.count, np.uint8)
    scalars.validities(block.der, block.rows, block.damage, times, valid, encoding)
    return {
        "version": numbers(pa.int8(), version, version > 0),
        "not_before": numbers(TIME, times[0], valid[0]),
        "not_after": numbers(TIME, times[1], valid[1]),
        "validity_encoding_ok": booleans(encoding, block.readable),
    }


def label_column(block: Block, codes: Array, places: Array) -> pa.Array:
    """Names of algorithms, dotted identifiers where they have none."""
    octets = int((places[:, 1] - places[:, 0])[codes == scalars.OTHER_CODE].sum())
    text = Strings(block.room, block.count, block.count * scalars.LONGEST_LABEL + GROWTH * octets)
    scalars.labels(block.der, codes, places, text.out, text.ends, text.valid)
    return text.array()


def signature_columns(block: Block) -> Columns:
    """The signature algorithm."""
    codes = np.empty(block.count, np.int64)
    places = np.zeros((block.count, 2), np.int64)
    match = np.zeros(block.count, np.uint8)
    scalars.signature_algorithms(block.der, block.rows, block.damage, codes, places, match)
    return {
        "signature_algorithm": label_column(block, codes, places),
        "signature_algorithms_match": booleans(match, block.readable),
    }


def key_columns(block: Block) -> Columns:
    """The public key."""
    table = block.room.numbers(block.count, keys.WIDTH)
    keys.public_keys(block.der, block.rows, block.damage, table)
    columns = np.ascontiguousarray(table.T)
    size, form, even = columns[keys.BITS], columns[keys.FORM], columns[keys.EVEN]
    exponent, decodable = columns[keys.EXPONENT], columns[keys.DECODABLE]
    parameters = table[:, keys.PARAMETERS_START : keys.PARAMETERS_END + 1].copy()
    name = table[:, keys.NAME_START : keys.NAME_END + 1].copy()
    return {
        "public_key_algorithm": label_column(block, columns[keys.NAME].copy(), name),
        "public_key_parameters": label_column(block, columns[keys.PARAMETERS].copy(), parameters),
        "public_key_bits": numbers(pa.int32(), size.astype(np.int32), size >= 0),
        "rsa_modulus_even": booleans(even, even >= 0),
        "rsa_exponent_one": booleans(exponent == 1, exponent != keys.NO_EXPONENT),
        "rsa_exponent": numbers(pa.int64(), exponent, exponent >= 0),
        "ec_point_form": chosen(keys.FORMS, form, form >= 0),
        "public_key_decodable": booleans(decodable, decodable >= 0),
    }


def extension_columns(block: Block) -> Columns:
    """The extensions that become one text, number or truth value."""
    result: Columns = {}
    for column, (start, which) in _EXTENSION_COLUMNS.items():
        text = Strings(block.room, block.count, GROWTH * block.octets(start))
        extensions.extension_texts(
            block.der,
            block.rows,
            int(start),
            which,
            block.damage,
            text.out,
            text.ends,
            text.valid,
        )
        result[column] = text.array()
    usage = np.zeros(block.count, np.uint16)
    path = np.zeros(block.count, np.int32)
    authority = np.zeros(block.count, np.uint8)
    valid = np.zeros((3, block.count), np.uint8)
    extensions.key_usages(block.der, block.rows, block.damage, usage, valid[0])
    extensions.basic_constraints(
        block.der, block.rows, block.damage, authority, valid[1], path, valid[2]
    )
    return result | {
        "key_usage": numbers(pa.uint16(), usage, valid[0]),
        "is_ca": booleans(authority, valid[1]),
        "path_length": numbers(pa.int32(), path, valid[2]),
    }


def extension_list_columns(block: Block) -> Columns:
    """What the list of extensions shows as a whole."""
    listed = block.readable & (block.damage & _LIST_DAMAGE == 0)
    octets = 0
    strange = block.rows[:, Field.UNKNOWN_CRITICAL] > 0
    if strange.any():
        spans = block.rows[:, Field.EXTENSIONS_END] - block.rows[:, Field.EXTENSIONS_START]
        octets = int(spans[strange].sum())
    text = Strings(block.room, block.count, GROWTH * octets)
    extensions.unknown_criticals(block.der, block.rows, text.out, text.ends, text.valid)
    count = block.rows[:, Field.EXTENSION_COUNT].astype(np.int32)
    return {
        "extensions": numbers(pa.int32(), count, listed),
        "is_precertificate": booleans(block.rows[:, Field.PRECERTIFICATE], listed),
        "unknown_critical": text.array(),
    }


def list_column(
    items: Strings, kinds: Array, words: Sequence[str], *, ends: Array, valid: Array
) -> pa.Array:
    """Lists of a kind and a value; `ends` closes each row's list."""
    count = int(ends[-1])
    values = pa.StructArray.from_arrays(
        [chosen(words, kinds[:count], np.ones(count, np.bool_)), items.array(count)],
        names=["kind", "value"],
    )
    mask = pa.array(valid == 0, pa.bool_())
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values, mask=mask)


def alternative_names_column(block: Block) -> pa.Array:
    """Subject alternative names."""
    octets = block.octets(Field.ALTERNATIVE_NAMES_START)
    items = Strings(block.room, octets // 2 + 1, GROWTH * octets)
    kinds = np.zeros(octets // 2 + 1, np.int32)
    ends = np.zeros(block.count + 1, np.int32)
    valid = np.zeros(block.count, np.uint8)
    general_names.alternative_names(
        block.der,
        block.rows,
        block.damage,
        np.empty(distinguished.SCRATCH_SHAPE, np.int64),
        items.out,
        items.ends,
        kinds,
        ends,
        valid,
    )
    return list_column(items, kinds, general_names.NAME_KINDS, ends=ends, valid=valid)


def identifiers_column(block: Block) -> pa.Array:
    """Numbers from the Chinese identity extensions; an empty list where there are none."""
    carried = block.rows[:, Field.IDENTIFIERS]
    spans = block.rows[:, Field.EXTENSIONS_END] - block.rows[:, Field.EXTENSIONS_START]
    items = Strings(block.room, int(carried.sum()) + 1, GROWTH * int(spans[carried > 0].sum()))
    kinds = np.zeros(int(carried.sum()) + 1, np.int32)
    ends = np.zeros(block.count + 1, np.int32)
    identifiers.identifiers(
        block.der, block.rows, block.damage, items.out, items.ends, kinds, ends
    )
    return list_column(items, kinds, identifiers.KINDS, ends=ends, valid=block.readable)


def columns(block: Block) -> Columns:
    """Every column of the schema that needs no digest."""
    result = {
        **serial_columns(block),
        **names_columns(block),
        **version_and_validity_columns(block),
        **signature_columns(block),
        **key_columns(block),
        **extension_columns(block),
        **extension_list_columns(block),
        "subject_alternative_names": alternative_names_column(block),
        "subject_identifiers": identifiers_column(block),
        **unreadable_columns(block),
    }
    return result | {"damaged": damage_column(block.damage)}
