"""Where compiled code writes the columns of a block of certificates.

One sheet serves block after block. Every column has the same room, enough for what any one
certificate can put there, and a block ends where the fullest column has no room for another:
memory depends neither on the number of certificates nor on what is in them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from mingzheng.certificates.compilation import inlined, kernel
from mingzheng.certificates.fields import Field
from mingzheng.certificates.octets import copy
from mingzheng.certificates.reasons import LARGEST, MOST_ATTRIBUTES
from mingzheng.certificates.text import GROWTH

Array = np.ndarray[Any, Any]

BLOCK_ROWS = 1 << 15
"""Certificates in a block, at most."""

BATCH_ROWS = 1 << 9
"""Certificates that one pass after another looks at: all of them stay in a core's own cache."""

_SPARE = 64
ROOM = GROWTH * LARGEST + _SPARE
"""Octets of a column."""

ITEMS = LARGEST
"""Items of a column of lists; one takes two octets of DER at least."""

TEXTS = (
    "serial_number",
    "issuer_dn",
    "subject_dn",
    "issuer_common_name",
    "issuer_organization",
    "subject_name",
    "subject_organization",
    "subject_country",
    "subject_organizational_unit",
    "subject_serial_number",
    "subject_email",
    "subject_user_id",
    "public_key_algorithm",
    "public_key_parameters",
    "ec_point_form",
    "signature_algorithm",
    "extended_key_usage",
    "policies",
    "crl_urls",
    "ocsp_urls",
    "issuer_urls",
    "authority_key_id",
    "subject_key_id",
    "unknown_critical",
)
"""Columns of strings."""

NUMBERS = (
    "serial_octets",
    "serial_minimal",
    "subject_attributes",
    "subject_repeated",
    "not_before",
    "not_after",
    "validity_encoding_ok",
    "version",
    "public_key_bits",
    "rsa_modulus_even",
    "rsa_exponent_one",
    "rsa_exponent",
    "public_key_decodable",
    "signature_algorithms_match",
    "key_usage",
    "is_ca",
    "path_length",
    "is_precertificate",
    "extensions",
    "unreadable_at",
    "damage",
    "reason",
    "spki_start",
    "spki_end",
)
"""Columns of numbers and truth values; the last four lead to columns of the table."""

LISTS = ("subject_alternative_names", "subject_identifiers")
"""Columns of lists of a kind and a value."""

ABSENT = np.iinfo(np.int64).min
"""In place of a number that there is not."""


class Sheet(NamedTuple):
    """The columns, each in the order of its names, and notes that passes leave for themselves."""

    octets: Array
    """uint8, (columns of strings, then of lists; ROOM)."""
    ends: Array
    """int32: where the string of each row ends, after a leading 0."""
    valid: Array
    """uint8: whether a row has a string."""
    numbers: Array
    """int64 or ABSENT."""
    item_ends: Array
    """int32: where each item of a column of lists ends, after a leading 0."""
    kinds: Array
    """int32: the kind of each item."""
    list_ends: Array
    """int32: the items of all rows up to each, after a leading 0."""
    list_valid: Array
    """uint8: whether a row has a list."""
    fields: Array
    """int64, (BATCH_ROWS, len(Field)): what the offsets pass found."""
    attributes: Array
    """int64: the attributes of one name."""
    slots: Array
    """int64: where the values of one name with a column of their own lie."""
    key: Array
    """int64: what one public key is."""
    written: Array
    """int64, (columns of strings, 3): start and end of the DER last written, and its row."""


def empty_sheet() -> Sheet:
    """A sheet with anything in it but the leading noughts."""
    strings, lists = len(TEXTS), len(LISTS)
    # Columns a power of two apart would compete for one place in the processor's cache.
    apart = BLOCK_ROWS + 24
    sheet = Sheet(
        octets=np.empty((strings + lists, ROOM), np.uint8),
        ends=np.empty((strings, apart), np.int32),
        valid=np.empty((strings, apart), np.uint8),
        numbers=np.empty((len(NUMBERS), apart), np.int64),
        item_ends=np.empty((lists, ITEMS + 24), np.int32),
        kinds=np.empty((lists, ITEMS + 24), np.int32),
        list_ends=np.empty((lists, apart), np.int32),
        list_valid=np.empty((lists, apart), np.uint8),
        fields=np.empty((BATCH_ROWS, len(Field)), np.int64),
        attributes=np.empty((MOST_ATTRIBUTES, 7), np.int64),
        slots=np.empty((8, 3), np.int64),
        key=np.empty(16, np.int64),
        written=np.empty((strings, 3), np.int64),
    )
    sheet.ends[:, 0] = sheet.item_ends[:, 0] = sheet.list_ends[:, 0] = 0
    return sheet


@kernel
def fitting(bounds, at, sheet):
    """How many certificates, BATCH_ROWS at most, surely fit in the room of every column."""
    space = np.int64(ROOM - _SPARE)
    for column in range(len(TEXTS)):
        space = min(space, ROOM - _SPARE - np.int64(sheet.ends[column, at]))
    for column in range(len(LISTS)):
        count = np.int64(sheet.list_ends[column, at])
        space = min(space, ROOM - _SPARE - np.int64(sheet.item_ends[column, count]))
        space = min(space, 2 * GROWTH * (ITEMS - count))
    rows = 0
    while rows < BATCH_ROWS and at + rows + 1 < bounds.size:
        size = bounds[at + rows + 1] - bounds[at + rows]
        # A certificate that is too large writes nothing.
        space -= GROWTH * size if size <= LARGEST else 0
        if space < 0:
            break
        rows += 1
    return rows


@inlined
def repeat(sheet, column, source, row):
    """Give a row the string of an earlier one."""
    out, ends = sheet.octets[column], sheet.ends[column]
    start, end = np.int64(ends[source]), np.int64(ends[source + 1])
    ends[row + 1] = copy(out, start, end, out, np.int64(ends[row]))
    sheet.valid[column, row] = sheet.valid[column, source]
