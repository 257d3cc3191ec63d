"""All columns of a block of certificates, in compiled code.

A batch of certificates goes through one pass after another while its octets are in the
core's own cache.
"""

from __future__ import annotations

from mingzheng.certificates.compilation import kernel
from mingzheng.certificates.distinguished import (
    ISSUER,
    ISSUER_DAMAGE,
    SUBJECT,
    SUBJECT_DAMAGE,
    names,
)
from mingzheng.certificates.extensions import (
    basic_constraints,
    extension_texts,
    key_usages,
    unknown_criticals,
)
from mingzheng.certificates.fields import Field
from mingzheng.certificates.general_names import alternative_names
from mingzheng.certificates.identifiers import identifiers
from mingzheng.certificates.keys import public_keys
from mingzheng.certificates.reasons import DAMAGE_BIT, REASON_NUMBER
from mingzheng.certificates.scalars import (
    serials,
    signature_algorithms,
    validities,
    versions,
)
from mingzheng.certificates.sheet import ABSENT, NUMBERS, fitting
from mingzheng.certificates.walk import walk

_MISSING = REASON_NUMBER["missing"]
_LIST_DAMAGE = DAMAGE_BIT["extensions:malformed"] | DAMAGE_BIT["extensions:too_many"]

_ISSUER, _SUBJECT = int(Field.ISSUER_START), int(Field.SUBJECT_START)
_SPKI = int(Field.SPKI_START)
_COUNT = int(Field.EXTENSION_COUNT)
_PRECERTIFICATE = int(Field.PRECERTIFICATE)
_DAMAGE, _REASON = int(Field.DAMAGE), int(Field.REASON)
_REASON_AT = int(Field.REASON_AT)

_DAMAGE_NUMBER, _REASON_NUMBER = NUMBERS.index("damage"), NUMBERS.index("reason")
_UNREADABLE_AT = NUMBERS.index("unreadable_at")
_EXTENSIONS = NUMBERS.index("extensions")
_IS_PRECERTIFICATE = NUMBERS.index("is_precertificate")
_SPKI_START, _SPKI_END = NUMBERS.index("spki_start"), NUMBERS.index("spki_end")


@kernel
def summaries(rows, at, sheet):
    """What the offsets pass and the others found, as a whole."""
    numbers = sheet.numbers
    for i in range(rows.shape[0]):
        row, damage, reason = at + i, rows[i, _DAMAGE], rows[i, _REASON]
        numbers[_DAMAGE_NUMBER, row], numbers[_REASON_NUMBER, row] = damage, reason
        numbers[_SPKI_START, row], numbers[_SPKI_END, row] = rows[i, _SPKI], rows[i, _SPKI + 1]
        if reason == 0 and damage & _LIST_DAMAGE == 0:
            numbers[_EXTENSIONS, row] = rows[i, _COUNT]
            numbers[_IS_PRECERTIFICATE, row] = rows[i, _PRECERTIFICATE]
        if reason not in (0, _MISSING):
            numbers[_UNREADABLE_AT, row] = rows[i, _REASON_AT]


@kernel
def read_batch(b, rows, at, sheet):
    """Write the columns of the certificates whose fields are in `rows`, from row `at` on."""
    sheet.numbers[:, at : at + rows.shape[0]] = ABSENT
    serials(b, rows, at, sheet)
    versions(b, rows, at, sheet)
    validities(b, rows, at, sheet)
    names(b, rows, at, _ISSUER, ISSUER, ISSUER_DAMAGE, sheet)
    names(b, rows, at, _SUBJECT, SUBJECT, SUBJECT_DAMAGE, sheet)
    signature_algorithms(b, rows, at, sheet)
    public_keys(b, rows, at, sheet)
    key_usages(b, rows, at, sheet)
    basic_constraints(b, rows, at, sheet)
    extension_texts(b, rows, at, sheet)
    unknown_criticals(b, rows, at, sheet)
    alternative_names(b, rows, at, sheet)
    identifiers(b, rows, at, sheet)
    summaries(rows, at, sheet)


@kernel
def read_block(b, bounds, present, sheet):
    """Write the columns of the certificates b[bounds[i]:bounds[i + 1]] from the first on.

    Returns how many there was room for; there is room for one whatever it holds.
    """
    sheet.written[:] = -1
    at = 0
    while at < present.size:
        count = fitting(bounds, at, sheet)
        if count == 0:
            break
        rows = sheet.fields[:count]
        walk(b, bounds[at : at + count + 1], present[at : at + count], rows)
        read_batch(b, rows, at, sheet)
        at += count
    return at
