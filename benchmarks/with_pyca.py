"""The columns of the certificate reader that pyca/cryptography can give, as its users get them.

One pass over the extensions, each asked only for what has a column. Not asked, because pyca has
no answer: how serial number and times are encoded, whether the two algorithm identifiers agree,
and of SM2 certificates the key, whose curve pyca refuses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID

Row = tuple[Any, ...]

KEY = (
    "public_key_algorithm",
    "public_key_bits",
    "public_key_decodable",
    "rsa_modulus_even",
    "rsa_exponent_one",
    "rsa_exponent",
    "ec_point_form",
)
EXTENSIONS = (
    "key_usage",
    "extended_key_usage",
    "policies",
    "crl_urls",
    "ocsp_urls",
    "issuer_urls",
    "authority_key_id",
    "subject_key_id",
    "is_ca",
    "path_length",
    "subject_alternative_names",
    "subject_identifiers",
)
COLUMNS = (
    "serial_number",
    "version",
    "not_before",
    "not_after",
    "signature_algorithm",
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
    "subject_attributes",
    "subject_repeated",
    *KEY,
    "extensions",
    *EXTENSIONS,
)
DIGESTS = ("fingerprint", "public_key")
NOT_OF_SM2 = (*KEY, "public_key")

SIGNATURES = {
    "1.2.840.113549.1.1.11": "rsa-sha256",
    "1.2.840.10045.4.3.2": "ecdsa-sha256",
    "1.2.156.10197.1.501": "sm2-sm3",
}
CURVES = {"secp256r1": "p-256"}
RESIDENT = x509.ObjectIdentifier("1.2.156.10260.4.1.1")

SUBJECT = (
    NameOID.COMMON_NAME,
    NameOID.ORGANIZATION_NAME,
    NameOID.COUNTRY_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME,
    NameOID.SERIAL_NUMBER,
    NameOID.EMAIL_ADDRESS,
    NameOID.USER_ID,
)
ISSUER = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)


def attributes(name: x509.Name, oids: tuple[x509.ObjectIdentifier, ...]) -> list[str | None]:
    """The last value of each attribute type."""
    found = [name.get_attributes_for_oid(oid) for oid in oids]
    return [str(values[-1].value) if values else None for values in found]


def key_values(key: Any, *, digests: bool) -> tuple[Row, bytes | None]:
    """The values of `KEY`, and SHA-256 of the SubjectPublicKeyInfo."""
    digest = None
    if digests:
        spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        digest = hashlib.sha256(spki).digest()
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        even, one = numbers.n % 2 == 0, numbers.e == 1
        return ("rsa", key.key_size, True, even, one, numbers.e, None), digest
    assert isinstance(key, ec.EllipticCurvePublicKey)
    curve = CURVES[key.curve.name]
    return (curve, key.key_size, True, None, None, None, "uncompressed"), digest


def usage_bits(usage: x509.KeyUsage) -> int:
    """KeyUsage as a number; its last two bits only mean something beside key agreement."""
    bits = sum(1 << bit for bit, word in enumerate(USAGES) if getattr(usage, word))
    if usage.key_agreement:
        bits |= usage.encipher_only << 7 | usage.decipher_only << 8
    return bits


def urls(names: Any) -> list[str]:
    """The URIs among general names."""
    return [name.value for name in names if isinstance(name, x509.UniformResourceIdentifier)]


def access_urls(
    access: x509.AuthorityInformationAccess, method: x509.ObjectIdentifier
) -> str | None:
    """The URIs under one access method."""
    return (
        " ".join(urls(each.access_location for each in access if each.access_method == method))
        or None
    )


READERS: dict[x509.ObjectIdentifier, Callable[[Any], dict[str, Any]]] = {
    ExtensionOID.KEY_USAGE: lambda usage: {"key_usage": usage_bits(usage)},
    ExtensionOID.BASIC_CONSTRAINTS: lambda basic: {
        "is_ca": basic.ca,
        "path_length": basic.path_length,
    },
    ExtensionOID.SUBJECT_KEY_IDENTIFIER: lambda key: {"subject_key_id": key.digest.hex()},
    ExtensionOID.AUTHORITY_KEY_IDENTIFIER: lambda key: {
        "authority_key_id": key.key_identifier and key.key_identifier.hex()
    },
    ExtensionOID.CRL_DISTRIBUTION_POINTS: lambda points: {
        "crl_urls": " ".join(url for point in points for url in urls(point.full_name or ()))
    },
    ExtensionOID.AUTHORITY_INFORMATION_ACCESS: lambda access: {
        "ocsp_urls": access_urls(access, AuthorityInformationAccessOID.OCSP),
        "issuer_urls": access_urls(access, AuthorityInformationAccessOID.CA_ISSUERS),
    },
    ExtensionOID.CERTIFICATE_POLICIES: lambda policies: {
        "policies": " ".join(each.policy_identifier.dotted_string for each in policies)
    },
    ExtensionOID.EXTENDED_KEY_USAGE: lambda usages: {
        "extended_key_usage": " ".join(each.dotted_string for each in usages)
    },
    ExtensionOID.SUBJECT_ALTERNATIVE_NAME: lambda names: {
        "subject_alternative_names": [{"kind": "email", "value": name.value} for name in names]
    },
    RESIDENT: lambda identity: {
        "subject_identifiers": [{"kind": "resident_id", "value": identity.value[2:].decode()}]
    },
}


def extension_values(extensions: x509.Extensions) -> Row:
    """The values of `EXTENSIONS`."""
    found: dict[str, Any] = dict.fromkeys(EXTENSIONS)
    for extension in extensions:
        found.update(READERS[extension.oid](extension.value))
    return tuple(found.values())


def row(der: bytes, *, sm2: bool, digests: bool) -> Row:
    """The values of `COLUMNS`, then, if asked for, of `DIGESTS`; of SM2 keys nothing."""
    found = x509.load_der_x509_certificate(der)
    issuer, subject, extensions = found.issuer, found.subject, found.extensions
    oids = [each.oid for each in subject]
    key: Row = (None,) * len(KEY)
    key_digest = None
    if not sm2:
        key, key_digest = key_values(found.public_key(), digests=digests)
    values = (
        f"{found.serial_number:x}",
        found.version.value + 1,
        found.not_valid_before_utc,
        found.not_valid_after_utc,
        SIGNATURES[found.signature_algorithm_oid.dotted_string],
        issuer.rfc4514_string(),
        subject.rfc4514_string(),
        *attributes(issuer, ISSUER),
        *attributes(subject, SUBJECT),
        len(oids),
        len(set(oids)) < len(oids),
        *key,
        len(extensions),
        *extension_values(extensions),
    )
    return (*values, hashlib.sha256(der).digest(), key_digest) if digests else values
