"""What certificates of the synthetic CA are to contain, column by column, oddities included."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mingzheng.sample.der import IA5_STRING, PRINTABLE_STRING, UTF8_STRING, Bounds
from mingzheng.sample.keys import KeyKind
from mingzheng.sample.signing import Algorithm

Codes = npt.NDArray[np.uint8]
"""One code of an enumeration per row."""


class Encoding(IntEnum):
    """How a value is encoded; the last two are seen in identity extensions."""

    UTF8 = UTF8_STRING
    PRINTABLE = PRINTABLE_STRING
    """ASCII letters, digits, space and '()+,-./:=? only: the caller sees to it."""
    IA5 = IA5_STRING
    IMPLICIT = 0x80
    """[0] IMPLICIT, the primitive form."""
    EXPLICIT = 0xA0
    """[0] EXPLICIT around a PrintableString."""


@dataclass(frozen=True)
class Attribute:
    """One attribute of every subject, or one identity extension; absent where the value is null."""

    oid: str
    values: pa.Array
    encoding: Encoding = Encoding.UTF8


class NameKind(IntEnum):
    """A kind of subject alternative name, by its tag."""

    EMAIL = 0x81
    DNS = 0x82
    URI = 0x86


@dataclass(frozen=True)
class AlternativeName:
    """One subject alternative name of every certificate; absent where the value is null."""

    kind: NameKind
    values: pa.Array


class KeyUsage(IntFlag):
    """The bits of keyUsage (RFC 5280, 4.2.1.3), bit 0 the lowest here."""

    DIGITAL_SIGNATURE = 1
    NON_REPUDIATION = 2
    KEY_ENCIPHERMENT = 4
    DATA_ENCIPHERMENT = 8
    KEY_AGREEMENT = 16
    KEY_CERT_SIGN = 32
    CRL_SIGN = 64
    ENCIPHER_ONLY = 128
    DECIPHER_ONLY = 256


class Constraints(IntEnum):
    """The basicConstraints of a certificate."""

    ABSENT = 0
    END_ENTITY = 1
    AUTHORITY = 2


class Omission(IntFlag):
    """What a certificate lacks that its neighbours have."""

    AUTHORITY_KEY_IDENTIFIER = 1
    SUBJECT_KEY_IDENTIFIER = 2
    ISSUER = 4
    """The issuer is an empty name."""


class Damage(IntEnum):
    """What happened to the bytes after they were signed."""

    NONE = 0
    TRUNCATED = 1
    """The second half is missing."""
    GARBLED = 2
    """Octets 1 to 4, the outer length, are 0xFF."""
    SIGNATURE = 3
    """The last octet of the signature is another: readable, but not the issuer's."""
    INSIDE = 4
    """Octet 13, the tag of the serial number, is 0xFF: whole from outside, unreadable inside."""


@dataclass(frozen=True)
class CertificateColumns:
    """n certificates of one issuer, one row each. What is None has its default in every row.

    Columns of unequal length and codes that mean nothing raise ValueError.
    """

    serial: pa.Array
    """binary: the content octets of the INTEGER as they stand; null for none at all."""
    not_before: Bounds
    """int64[n], seconds from 1970 UTC; never swapped, so it may lie after `not_after`."""
    not_after: Bounds
    subject: tuple[Attribute, ...]
    """In the order of the name, each in an RDN of its own."""
    key_kind: Codes
    """`KeyKind`; with `key_index` it says which key: equal pairs share one."""
    key_index: Bounds
    key_usage: pa.Array | None = None
    """uint16 of `KeyUsage` bits; null for no extension."""
    extended_key_usage: pa.Array | None = None
    """string: OIDs with spaces between; null for no extension."""
    policies: pa.Array | None = None
    """string: OIDs with spaces between; null for no extension."""
    crl_url: pa.Array | None = None
    ocsp_url: pa.Array | None = None
    alternative_names: tuple[AlternativeName, ...] = ()
    identifiers: tuple[Attribute, ...] = ()
    """Identity extensions, by their OID."""
    constraints: Codes | None = None
    """`Constraints`; default END_ENTITY."""
    version: Codes | None = None
    """1 (then without extensions) or 3, the default."""
    algorithm: Codes | None = None
    """`Algorithm` inside the signed part; default the issuer's usual one."""
    outer_algorithm: Codes | None = None
    """`Algorithm` beside the signature, which it is made with if the key can; default the inner."""
    omit: Codes | None = None
    """`Omission` bits."""
    damage: Codes | None = None
    """`Damage`."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            parts = [part.values for part in value] if isinstance(value, tuple) else [value]
            if any(part is not None and len(part) != len(self) for part in parts):
                raise ValueError(f"{each.name} has not as many rows as not_before")
        for name, meanings in _MEANINGS.items():
            codes = getattr(self, name)
            if codes is not None and not np.isin(codes, meanings).all():
                raise ValueError(f"{name} holds a code that means nothing")

    def __len__(self) -> int:
        return len(self.not_before)

    def rows(self, start: int, stop: int) -> CertificateColumns:
        """The rows from `start` to before `stop`, without copying a value."""
        parts = {each.name: _cut(getattr(self, each.name), start, stop) for each in fields(self)}
        return CertificateColumns(**parts)


_MEANINGS: dict[str, list[int]] = {
    "key_kind": list(KeyKind),
    "constraints": list(Constraints),
    "version": [1, 3],
    "algorithm": list(Algorithm),
    "outer_algorithm": list(Algorithm),
    "omit": list(range(8)),
    "damage": list(Damage),
}


def _cut(value: Any, start: int, stop: int) -> Any:
    if isinstance(value, tuple):
        return tuple(replace(each, values=each.values[start:stop]) for each in value)
    return None if value is None else value[start:stop]


def serials(octets: npt.NDArray[np.uint8]) -> pa.BinaryArray:
    """Proper serial numbers from uint8[n, width] random octets: positive, all of that width."""
    positive = octets.copy()
    positive[:, 0] = positive[:, 0] & 0x3F | 0x40
    width = pa.binary(positive.shape[1])
    data = pa.py_buffer(np.ascontiguousarray(positive))
    return pa.FixedSizeBinaryArray.from_buffers(width, len(positive), [None, data])
