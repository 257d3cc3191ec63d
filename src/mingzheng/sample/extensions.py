"""Names and extensions of certificates, encoded by columns.

Structure: RFC 5280, 4.1.2.4 and 4.2; identity extensions: GM/T 0015-2012, 5.2.4.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pyarrow as pa

from mingzheng.sample.der import (
    OCTET_STRING,
    PRINTABLE_STRING,
    SET,
    Column,
    Mask,
    constant,
    object_identifier,
    present,
    sequence,
    strings,
    tagged,
    take,
)
from mingzheng.sample.profile import (
    AlternativeName,
    Attribute,
    CertificateColumns,
    Codes,
    Constraints,
    Encoding,
    NameKind,
    Omission,
)


def distinguished_name(attributes: tuple[Attribute, ...]) -> Column:
    """The DER of each row's Name, attributes in order, those that are null left out."""
    relative = [
        present(
            tagged(SET, sequence(constant(object_identifier(each.oid)), _string(each))),
            valid(each.values),
        )
        for each in attributes
    ]
    return sequence(constant(b""), *relative)


def _string(attribute: Attribute) -> Column:
    value = strings(attribute.values)
    if attribute.encoding is Encoding.EXPLICIT:
        return tagged(Encoding.EXPLICIT, tagged(PRINTABLE_STRING, value))
    return tagged(attribute.encoding, value)


def valid(values: pa.Array) -> Mask:
    """Which rows are not null."""
    return np.asarray(values.is_valid())


def _extension(oid: str, value: Column, *, critical: bool = False) -> Column:
    flag = constant(b"\x01\x01\xff" if critical else b"")
    return sequence(constant(object_identifier(oid)), flag, tagged(OCTET_STRING, value))


def _optional(oid: str, values: pa.Array | None, encode: Callable[[pa.Array], Column]) -> Column:
    if values is None:
        return constant(b"")
    return present(_extension(oid, encode(values)), valid(values))


@cache
def _key_usages() -> list[bytes]:
    """The extension for every set of the nine bits."""
    values = map(constant, map(_named_bits, range(512)))
    return [_extension("2.5.29.15", value, critical=True).data.tobytes() for value in values]


def _key_usage(bits: pa.Array | None) -> Column:
    if bits is None:
        return constant(b"")
    which = np.asarray(bits.cast(pa.uint16()).fill_null(0)).astype(np.int64)
    return present(take(_key_usages(), which), valid(bits))


def _named_bits(bits: int) -> bytes:
    """BIT STRING of a named bit list, without trailing zeros (X.690, 11.2.2)."""
    length = bits.bit_length()
    octets = (length + 7) // 8
    turned = sum(1 << (8 * octets - 1 - i) for i in range(length) if bits >> i & 1)
    return bytes([0x03, octets + 1, 8 * octets - length]) + turned.to_bytes(octets, "big")


def _oid_lists(values: pa.Array, encode: Callable[[str], Column]) -> Column:
    """SEQUENCE OF what `encode` makes of each OID, for strings of OIDs; few are distinct."""
    lists = values.cast(pa.string()).fill_null("").dictionary_encode()
    choices = [
        sequence(constant(b""), *map(encode, text.split())).data.tobytes()
        for text in lists.dictionary.to_pylist()
    ]
    return take(choices, np.asarray(lists.indices).astype(np.int64))


def _purposes(values: pa.Array) -> Column:
    return _oid_lists(values, lambda oid: constant(object_identifier(oid)))


def _policies(values: pa.Array) -> Column:
    return _oid_lists(values, lambda oid: sequence(constant(object_identifier(oid))))


def _crl_points(urls: pa.Array) -> Column:
    name = tagged(0xA0, tagged(0xA0, tagged(NameKind.URI, strings(urls))))
    return sequence(sequence(name))


def _ocsp_access(urls: pa.Array) -> Column:
    method = constant(object_identifier("1.3.6.1.5.5.7.48.1"))
    return sequence(sequence(method, tagged(NameKind.URI, strings(urls))))


def _alternative_names(names: tuple[AlternativeName, ...]) -> Column:
    if not names:
        return constant(b"")
    parts = [
        present(tagged(each.kind, strings(each.values)), valid(each.values)) for each in names
    ]
    some = np.logical_or.reduce([valid(each.values) for each in names])
    return present(_extension("2.5.29.17", sequence(*parts)), some)


def codes(given: Codes | None, rows: int, default: int) -> Codes:
    """The codes given, or the default in every row."""
    return np.full(rows, default, np.uint8) if given is None else given


def _constraints(columns: CertificateColumns) -> Column:
    choices = [b""] + [
        _extension("2.5.29.19", sequence(constant(value)), critical=True).data.tobytes()
        for value in (b"", b"\x01\x01\xff")
    ]
    return take(choices, codes(columns.constraints, len(columns), Constraints.END_ENTITY))


def extensions(columns: CertificateColumns, *, authority: bytes, subject: Column) -> Column:
    """The [3] of a TBSCertificate; the two are the key identifiers of issuer and subject."""
    omit = codes(columns.omit, len(columns), 0)
    authority_id = _extension("2.5.29.35", sequence(tagged(0x80, constant(authority))))
    subject_id = _extension("2.5.29.14", tagged(OCTET_STRING, subject))
    identifiers = [
        present(_extension(each.oid, _string(each)), valid(each.values))
        for each in columns.identifiers
    ]
    every = sequence(
        present(authority_id, (omit & Omission.AUTHORITY_KEY_IDENTIFIER) == 0),
        present(subject_id, (omit & Omission.SUBJECT_KEY_IDENTIFIER) == 0),
        _constraints(columns),
        _key_usage(columns.key_usage),
        _optional("2.5.29.37", columns.extended_key_usage, _purposes),
        _optional("2.5.29.32", columns.policies, _policies),
        _optional("2.5.29.31", columns.crl_url, _crl_points),
        _optional("1.3.6.1.5.5.7.1.1", columns.ocsp_url, _ocsp_access),
        _alternative_names(columns.alternative_names),
        *identifiers,
    )
    return present(tagged(0xA3, every), codes(columns.version, len(columns), 3) == 3)
