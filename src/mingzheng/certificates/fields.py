"""The columns of the offsets pass."""

from __future__ import annotations

from enum import IntEnum


class Field(IntEnum):
    """Columns of `offsets`: pairs of positions in the DER of the whole batch, then counts.

    A pair delimits a whole element, its tag and length included; of `SIGNATURE` and
    `PUBLIC_KEY` the octets of the BIT STRING after its count of unused bits, of `EXTENSIONS`
    the content of the sequence, of the named extensions the content of their OCTET STRING.
    A pair is -1, -1 where the certificate has no such part. `FIRST_IDENTIFIER` is the position
    of the first identity extension, of which there are `IDENTIFIERS`.
    """

    TBS_START = 0
    TBS_END = 1
    SERIAL_START = 2
    SERIAL_END = 3
    INNER_ALGORITHM_START = 4
    INNER_ALGORITHM_END = 5
    ISSUER_START = 6
    ISSUER_END = 7
    VALIDITY_START = 8
    VALIDITY_END = 9
    SUBJECT_START = 10
    SUBJECT_END = 11
    SPKI_START = 12
    SPKI_END = 13
    VERSION_START = 14
    VERSION_END = 15
    OUTER_ALGORITHM_START = 16
    OUTER_ALGORITHM_END = 17
    SIGNATURE_START = 18
    SIGNATURE_END = 19
    PUBLIC_KEY_START = 20
    PUBLIC_KEY_END = 21
    EXTENSIONS_START = 22
    EXTENSIONS_END = 23
    KEY_USAGE_START = 24
    KEY_USAGE_END = 25
    EXTENDED_KEY_USAGE_START = 26
    EXTENDED_KEY_USAGE_END = 27
    BASIC_CONSTRAINTS_START = 28
    BASIC_CONSTRAINTS_END = 29
    AUTHORITY_KEY_ID_START = 30
    AUTHORITY_KEY_ID_END = 31
    SUBJECT_KEY_ID_START = 32
    SUBJECT_KEY_ID_END = 33
    POLICIES_START = 34
    POLICIES_END = 35
    CRL_POINTS_START = 36
    CRL_POINTS_END = 37
    AUTHORITY_ACCESS_START = 38
    AUTHORITY_ACCESS_END = 39
    ALTERNATIVE_NAMES_START = 40
    ALTERNATIVE_NAMES_END = 41
    FIRST_IDENTIFIER = 42
    EXTENSION_COUNT = 43
    UNKNOWN_CRITICAL = 44
    IDENTIFIERS = 45
    PRECERTIFICATE = 46
    DAMAGE = 47
    REASON = 48
    REASON_AT = 49
