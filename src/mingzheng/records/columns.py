"""One raw column → the fields it is stored as, by the type the contract gives it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.certificates.names import issuer_key
from mingzheng.evidence.settings import Settings, TableSettings
from mingzheng.records.cells import Fault, Stored, blanked, folded, split_spoiled, text, where
from mingzheng.records.codes import fold, read_booleans, read_code_lists, read_codes, spellings
from mingzheng.records.names import read_name_lists, read_names
from mingzheng.records.numbers import read_numbers
from mingzheng.records.schema import Column
from mingzheng.records.serials import read_serials
from mingzheng.records.times import read_times
from mingzheng.records.zones import Zone, zone

_WHOLE = r"^[+-]?\d{1,18}$"


@dataclass(frozen=True)
class Reading:
    """How the cells of one table are to be read."""

    zone: Zone
    as_of: dt.date
    decimal_serials: bool
    codes: Mapping[str, Mapping[str, str]]
    """Contract column → the CA's own spelling, folded → code."""


def reading(settings: Settings, table: TableSettings) -> Reading:
    """How a table's cells are read under these settings."""
    own = {
        column: {fold(spelling): code for spelling, code in codes.items()}
        for column, codes in table.codes.items()
    }
    return Reading(
        zone=zone(settings.time_zone),
        as_of=settings.as_of,
        decimal_serials=bool(table.decimal_serials),
        codes=own,
    )


def read_column(column: Column, array: pa.Array, how: Reading) -> Stored:
    """The stored arrays of one column, in the order of `Column.fields()`, and its bad cells."""
    kind = column.type.partition(":")[0]
    if kind in ("time", "end"):
        return read_times(array, zone=how.zone, end=kind == "end")
    if kind == "number":
        return read_numbers(array, as_of=how.as_of)
    if kind == "serial":
        return read_serials(array, decimal=how.decimal_serials)
    if kind in ("code", "codes"):
        known = {**spellings(column.codes or ""), **how.codes.get(column.name, {})}
        read = read_codes if kind == "code" else read_code_lists
        return read(array, known=known)
    return _PLAIN[kind](array)


def absent(column: Column, count: int) -> Stored:
    """A column that was not supplied: nulls."""
    return Stored(tuple(pa.nulls(count, field.type) for field in column.fields()))


def read_text(array: pa.Array) -> Stored:
    """Text as it stands, trimmed."""
    return Stored((text(array),))


def read_keys(array: pa.Array) -> Stored:
    """Identifiers: NFKC, trimmed."""
    cells, faults = split_spoiled(folded(text(array)))
    return Stored((cells,), faults)


def read_integers(array: pa.Array) -> Stored:
    """Whole numbers; a thousands separator is allowed."""
    cells = pc.replace_substring(folded(text(array)), ",", "")
    wrong = where(pc.invert(pc.match_substring_regex(cells, _WHOLE)))
    faults = (Fault("not_an_integer", wrong),) if len(wrong) else ()
    return Stored((pc.cast(pc.utf8_ltrim(blanked(cells, wrong), "+"), pa.int64()),), faults)


def read_distinguished_names(array: pa.Array) -> Stored:
    """Distinguished names as given, and as they compare."""
    given = text(array)
    encoded = given.dictionary_encode()
    keys = [issuer_key(name) for name in encoded.dictionary.to_pylist()]
    return Stored((given, pa.array(keys, pa.string()).take(encoded.indices)))


_PLAIN: Mapping[str, Callable[[pa.Array], Stored]] = {
    "text": read_text,
    "key": read_keys,
    "name": read_names,
    "names": read_name_lists,
    "integer": read_integers,
    "boolean": read_booleans,
    "dn": read_distinguished_names,
}
