"""The columns of the table of certificates."""

from __future__ import annotations

import pyarrow as pa

TEXT = pa.string()
DIGEST = pa.binary(32)
KIND_AND_VALUE = pa.struct([("kind", TEXT), ("value", TEXT)])
TIME = pa.timestamp("us", "UTC")

SCHEMA = pa.schema(
    [
        ("fingerprint", DIGEST),
        ("serial_number", TEXT),
        ("serial_octets", pa.int32()),
        ("serial_minimal", pa.bool_()),
        ("issuer_dn", TEXT),
        ("subject_dn", TEXT),
        ("issuer_common_name", TEXT),
        ("issuer_organization", TEXT),
        ("subject_name", TEXT),
        ("subject_organization", TEXT),
        ("subject_country", TEXT),
        ("subject_organizational_unit", TEXT),
        ("subject_serial_number", TEXT),
        ("subject_email", TEXT),
        ("subject_user_id", TEXT),
        ("subject_attributes", pa.int32()),
        ("subject_repeated", pa.bool_()),
        ("subject_identifiers", pa.list_(KIND_AND_VALUE)),
        ("subject_alternative_names", pa.list_(KIND_AND_VALUE)),
        ("not_before", TIME),
        ("not_after", TIME),
        ("validity_encoding_ok", pa.bool_()),
        ("version", pa.int8()),
        ("public_key_algorithm", TEXT),
        ("public_key_parameters", TEXT),
        ("public_key_bits", pa.int32()),
        ("public_key", DIGEST),
        ("rsa_modulus_even", pa.bool_()),
        ("rsa_exponent_one", pa.bool_()),
        ("rsa_exponent", pa.int64()),
        ("ec_point_form", TEXT),
        ("public_key_decodable", pa.bool_()),
        ("signature_algorithm", TEXT),
        ("signature_algorithms_match", pa.bool_()),
        ("key_usage", pa.uint16()),
        ("extended_key_usage", TEXT),
        ("policies", TEXT),
        ("crl_urls", TEXT),
        ("ocsp_urls", TEXT),
        ("issuer_urls", TEXT),
        ("authority_key_id", TEXT),
        ("subject_key_id", TEXT),
        ("is_ca", pa.bool_()),
        ("path_length", pa.int32()),
        ("is_precertificate", pa.bool_()),
        ("extensions", pa.int32()),
        ("unknown_critical", TEXT),
        ("damaged", TEXT),
        ("unreadable", TEXT),
        ("unreadable_at", pa.int64()),
    ]
)
"""One row per certificate.

`fingerprint` and `public_key` are SHA-256 of the DER and of the SubjectPublicKeyInfo.
Of an attribute that a name repeats, the column holds the last in the DER, the most specific;
`subject_repeated` says that there are several. `extended_key_usage`, `policies`, `*_urls` and
`unknown_critical` are joined by one space; a space in a URL is written %20. `crl_urls` is empty,
not null, where distribution points name no URL. `damaged` lists codes joined by one space; the
values concerned are null. An unreadable certificate has its fingerprint, reason and offset only.
"""
