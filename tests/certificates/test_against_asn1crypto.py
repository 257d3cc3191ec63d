"""asn1crypto agrees field by field on every certificate that it can read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import x509

Certificate = x509.Certificate

LDAP = "asn1crypto rewrites ldap:///CN=… as ldap:/CN=…"
PSS = "asn1crypto does not open keys restricted to RSASSA-PSS"
DIFFERENCES: dict[tuple[str, str], str] = {
    ("x509/PKITS_data/certs/UIDCACert.crt", "fingerprint"): (
        "asn1crypto encodes it anew; the file's own octets hash to ours, as pyca confirms"
    ),
    ("x509/bigoid.pem", "crl_urls"): LDAP,
    ("x509/bigoid.pem", "issuer_urls"): LDAP,
    ("x509/custom/cdp_empty_hostname.pem", "crl_urls"): LDAP,
    ("x509/custom/invalid_version.pem", "version"): (
        "asn1crypto passes the number on; there is no version 8, so ours is null and damaged"
    ),
    **{
        (f"x509/custom/rsa_pss{end}", "rsa_modulus_even"): PSS
        for end in (
            ".pem",
            "_cert.pem",
            "_cert_invalid_mgf.der",
            "_cert_no_sig_params.der",
            "_cert_unsupported_mgf_hash.der",
        )
    },
    ("x509/custom/two_basic_constraints.pem", "path_length"): (
        "the extension occurs twice: asn1crypto takes the last, we the first, and say so"
    ),
    ("x509/verisign_md2_root.pem", "signature_algorithm"): "asn1crypto has no name for MD2",
}

REFUSED = object()
USAGES = [
    "digital_signature",
    "non_repudiation",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
]
SIGNATURES = {
    "sha1_rsa": "rsa-sha1",
    "sha256_rsa": "rsa-sha256",
    "sha384_rsa": "rsa-sha384",
    "sha512_rsa": "rsa-sha512",
    "md5_rsa": "rsa-md5",
    "sha1_ecdsa": "ecdsa-sha1",
    "sha256_ecdsa": "ecdsa-sha256",
    "sha384_ecdsa": "ecdsa-sha384",
    "sha512_ecdsa": "ecdsa-sha512",
    "rsassa_pss": "rsa-pss",
    "ed25519": "ed25519",
    "ed448": "ed448",
    "sha1_dsa": "dsa-sha1",
    "sha256_dsa": "dsa-sha256",
    "1.2.156.10197.1.501": "sm2-sm3",
}


def loaded(der: bytes) -> Certificate | None:
    try:
        found = Certificate.load(der, strict=True)
        _ = found.native
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return found


def asked(field: Callable[[Certificate], Any], found: Certificate) -> Any:
    try:
        return field(found)
    except (ValueError, TypeError, KeyError, AttributeError):
        return REFUSED


def seen(name: str, row: dict[str, Any]) -> Any:
    return row[name]


def last(name: x509.Name, kind: str) -> str | None:
    values = [
        each["value"].native for rdn in name.chosen for each in rdn if each["type"].native == kind
    ]
    return values[-1] if values else None


def attribute(of: str, kind: str) -> Callable[[Certificate], str | None]:
    return lambda found: last(getattr(found, of), kind)


def bits(found: Certificate) -> int | None:
    usage = found.key_usage_value
    if usage is None:
        return None
    return sum(1 << bit for bit, name in enumerate(USAGES) if name in usage.native)


def dotted(found: Any) -> str | None:
    return None if found is None else " ".join(each.dotted for each in found)


def policies(found: Certificate) -> str | None:
    listed = found.certificate_policies_value
    if listed is None:
        return None
    return " ".join(each["policy_identifier"].dotted for each in listed)


def crl_urls(found: Certificate) -> str | None:
    points = found.crl_distribution_points_value
    if points is None:
        return None
    urls = []
    for point in points:
        name = point["distribution_point"]
        if name.native is not None and name.name == "full_name":
            urls += [each.chosen.native for each in name.chosen if each.name.startswith("unif")]
    return " ".join(url.replace(" ", "%20") for url in urls)


def access_urls(method: str) -> Callable[[Certificate], str | None]:
    def joined(found: Certificate) -> str | None:
        access = found.authority_information_access_value or []
        urls = [
            each["access_location"].chosen.native
            for each in access
            if each["access_method"].native == method
            and each["access_location"].name == "uniform_resource_identifier"
        ]
        return " ".join(url.replace(" ", "%20") for url in urls) or None

    return joined


def key_id(found: Any) -> str | None:
    return found.native.hex() if found is not None and found.native is not None else None


def authority(found: Certificate) -> str | None:
    value = found.authority_key_identifier_value
    return key_id(value["key_identifier"]) if value is not None else None


def constraint(part: str) -> Callable[[Certificate], Any]:
    def asked_for(found: Certificate) -> Any:
        value = found.basic_constraints_value
        return None if value is None else value[part].native

    return asked_for


def serial(found: Certificate) -> str:
    return f"{found.serial_number:x}"


def names_count(found: Certificate) -> int:
    return sum(len(rdn) for rdn in found.subject.chosen)


def signature(found: Certificate) -> str:
    kind = found["signature_algorithm"]["algorithm"]
    return SIGNATURES.get(kind.native, kind.dotted)


def even(found: Certificate) -> bool | None:
    key = found.public_key
    if key.algorithm != "rsa":
        return None
    return key["public_key"].parsed["modulus"].native % 2 == 0


FIELDS: dict[str, Callable[[Certificate], Any]] = {
    "fingerprint": lambda found: hashlib.sha256(found.dump()).digest(),
    "serial_number": serial,
    "serial_octets": lambda found: len(found["tbs_certificate"]["serial_number"].contents),
    "version": lambda found: int(found["tbs_certificate"]["version"]) + 1,
    "issuer_common_name": attribute("issuer", "common_name"),
    "issuer_organization": attribute("issuer", "organization_name"),
    "subject_name": attribute("subject", "common_name"),
    "subject_organization": attribute("subject", "organization_name"),
    "subject_country": attribute("subject", "country_name"),
    "subject_organizational_unit": attribute("subject", "organizational_unit_name"),
    "subject_serial_number": attribute("subject", "serial_number"),
    "subject_email": attribute("subject", "email_address"),
    "subject_user_id": attribute("subject", "user_id"),
    "subject_attributes": names_count,
    "not_before": lambda found: found.not_valid_before,
    "not_after": lambda found: found.not_valid_after,
    "public_key_bits": lambda found: (
        found.public_key.bit_size if found.public_key.algorithm in ("rsa", "dsa") else REFUSED
    ),
    "public_key": lambda found: hashlib.sha256(found.public_key.dump()).digest(),
    "rsa_modulus_even": even,
    "signature_algorithm": signature,
    "signature_algorithms_match": lambda found: (
        found["signature_algorithm"].dump() == found["tbs_certificate"]["signature"].dump()
    ),
    "key_usage": bits,
    "extended_key_usage": lambda found: dotted(found.extended_key_usage_value),
    "policies": policies,
    "crl_urls": crl_urls,
    "ocsp_urls": access_urls("ocsp"),
    "issuer_urls": access_urls("ca_issuers"),
    "authority_key_id": authority,
    "subject_key_id": lambda found: key_id(found.key_identifier_value),
    "is_ca": constraint("ca"),
    "path_length": constraint("path_len_constraint"),
    "extensions": lambda found: len(found["tbs_certificate"]["extensions"]),
}


def test_every_field_agrees(collection: dict[str, bytes], rows: dict[str, dict]) -> None:
    differences = {}
    for file, der in collection.items():
        found = loaded(der)
        if found is None:
            continue
        row = rows[file]
        assert row["unreadable"] is None, file
        for name, field in FIELDS.items():
            expected = asked(field, found)
            if expected is not REFUSED and expected != seen(name, row):
                differences[file, name] = expected, seen(name, row)
    unexplained = {key: both for key, both in differences.items() if key not in DIFFERENCES}
    assert not unexplained
    assert set(differences) == {key for key in DIFFERENCES if key[0] in collection}


@pytest.mark.parametrize(("file", "field"), DIFFERENCES)
def test_differences_are_explained(file: str, field: str) -> None:
    assert len(DIFFERENCES[file, field]) > 20
