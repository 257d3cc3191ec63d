"""pyca/cryptography agrees field by field on every certificate that it can read."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID

Certificate = x509.Certificate

PSS = "the key is restricted to RSASSA-PSS: pyca drops that and re-encodes it as plain RSA"
EXPLICIT = "the curve is spelled out: pyca recognises P-256 by its parameters and names it"
BIT_STRING = "RFC 4514 2.4 wants the hex of the whole element, pyca leaves out its header"
_PSS_FILES = (
    "",
    "_cert",
    "_cert_invalid_mgf",
    "_cert_no_sig_params",
    "_cert_unsupported_mgf_hash",
)
DIFFERENCES: dict[tuple[str, str], str] = {
    ("x509/custom/ec_no_named_curve.pem", "public_key_algorithm"): EXPLICIT,
    ("x509/custom/ec_no_named_curve.pem", "public_key"): f"{EXPLICIT} when it re-encodes",
    ("x509/scottishpower-bitstring-dn.pem", "subject_dn"): BIT_STRING,
    ("x509/unique_identifier.pem", "subject_dn"): BIT_STRING,
    **{
        (f"x509/custom/rsa_pss{end}.{'der' if end.count('_') > 1 else 'pem'}", field): PSS
        for end in _PSS_FILES
        for field in ("public_key_algorithm", "public_key")
    },
}

CURVES = {"secp256r1": "p-256", "secp384r1": "p-384", "secp521r1": "p-521"} | {
    "secp224r1": "p-224",
    "secp192r1": "p-192",
}
KINDS = {
    x509.OtherName: "other",
    x509.RFC822Name: "email",
    x509.DNSName: "dns",
    x509.DirectoryName: "directory",
    x509.UniformResourceIdentifier: "uri",
    x509.IPAddress: "ip",
    x509.RegisteredID: "registered_id",
}


def last(name: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    found = name.get_attributes_for_oid(oid)
    return found[-1].value if found else None


def text(name: x509.Name) -> str:
    return name.rfc4514_string()


def attribute(of: str, oid: x509.ObjectIdentifier) -> Callable[[Certificate], str | None]:
    return lambda found: last(getattr(found, of), oid)


def value(found: Certificate, oid: x509.ObjectIdentifier) -> Any:
    try:
        return found.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None


def key_usage(found: Certificate) -> int | None:
    usage = value(found, ExtensionOID.KEY_USAGE)
    if usage is None:
        return None
    names = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
    ]
    bits = [getattr(usage, name) for name in names]
    bits += [usage.key_agreement and usage.encipher_only]
    bits += [usage.key_agreement and usage.decipher_only]
    return sum(1 << bit for bit, is_set in enumerate(bits) if is_set)


def urls(names: Any) -> list[str]:
    found = [name for name in names if isinstance(name, x509.UniformResourceIdentifier)]
    return [name.value.replace(" ", "%20") for name in found]


def crl_urls(found: Certificate) -> str | None:
    points = value(found, ExtensionOID.CRL_DISTRIBUTION_POINTS)
    if points is None:
        return None
    return " ".join(url for point in points for url in urls(point.full_name or []))


def access_urls(method: x509.ObjectIdentifier) -> Callable[[Certificate], str | None]:
    def joined(found: Certificate) -> str | None:
        access = value(found, ExtensionOID.AUTHORITY_INFORMATION_ACCESS) or []
        places = [each.access_location for each in access if each.access_method == method]
        return " ".join(urls(places)) or None

    return joined


def oids(oid: x509.ObjectIdentifier) -> Callable[[Certificate], str | None]:
    def joined(found: Certificate) -> str | None:
        listed = value(found, oid)
        if listed is None:
            return None
        return " ".join(getattr(x, "policy_identifier", x).dotted_string for x in listed)

    return joined


def authority_key_id(found: Certificate) -> str | None:
    key = value(found, ExtensionOID.AUTHORITY_KEY_IDENTIFIER)
    return key.key_identifier.hex() if key and key.key_identifier is not None else None


def subject_key_id(found: Certificate) -> str | None:
    key = value(found, ExtensionOID.SUBJECT_KEY_IDENTIFIER)
    return key.digest.hex() if key else None


def alternative_names(found: Certificate) -> list[dict[str, str]] | None:
    names = value(found, ExtensionOID.SUBJECT_ALTERNATIVE_NAME)
    if names is None:
        return None
    return [
        {"kind": KINDS[type(name)], "value": alternative_name(name)}
        for name in names
        if not isinstance(name, x509.OtherName)
    ]


def alternative_name(name: x509.GeneralName) -> str:
    if isinstance(name, x509.DirectoryName):
        return name.value.rfc4514_string()
    if isinstance(name, x509.RegisteredID):
        return name.value.dotted_string
    return str(name.value)


def constraint(part: str) -> Callable[[Certificate], Any]:
    return lambda found: getattr(value(found, ExtensionOID.BASIC_CONSTRAINTS), part, None)


def key_algorithm(found: Certificate) -> str:
    key = found.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return CURVES.get(key.curve.name, key.curve.name.lower())
    if isinstance(key, rsa.RSAPublicKey):
        return "rsa"
    plain = {ed25519.Ed25519PublicKey: "ed25519", ed448.Ed448PublicKey: "ed448"}
    plain |= {x25519.X25519PublicKey: "x25519", x448.X448PublicKey: "x448"}
    plain |= {dsa.DSAPublicKey: "dsa"}
    return next(name for kind, name in plain.items() if isinstance(key, kind))


def key_bits(found: Certificate) -> int | None:
    plain = {"ed25519": 256, "x25519": 256, "ed448": 456, "x448": 448}
    return plain.get(key_algorithm(found)) or found.public_key().key_size


def exponent(found: Certificate) -> int | None:
    key = found.public_key()
    return key.public_numbers().e if isinstance(key, rsa.RSAPublicKey) else None


def modulus_even(found: Certificate) -> bool | None:
    key = found.public_key()
    return key.public_numbers().n % 2 == 0 if isinstance(key, rsa.RSAPublicKey) else None


def spki(found: Certificate) -> bytes:
    octets = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(octets).digest()


def serial(found: Certificate) -> str:
    return f"{found.serial_number:x}"


def list_of_extensions(found: Certificate) -> int:
    return len(found.extensions)


FIELDS: dict[str, Callable[[Certificate], Any]] = {
    "fingerprint": lambda found: hashlib.sha256(found.public_bytes(Encoding.DER)).digest(),
    "serial_number": serial,
    "version": lambda found: found.version.value + 1,
    "issuer_dn": lambda found: text(found.issuer),
    "subject_dn": lambda found: text(found.subject),
    "issuer_common_name": attribute("issuer", NameOID.COMMON_NAME),
    "issuer_organization": attribute("issuer", NameOID.ORGANIZATION_NAME),
    "subject_name": attribute("subject", NameOID.COMMON_NAME),
    "subject_organization": attribute("subject", NameOID.ORGANIZATION_NAME),
    "subject_country": attribute("subject", NameOID.COUNTRY_NAME),
    "subject_organizational_unit": attribute("subject", NameOID.ORGANIZATIONAL_UNIT_NAME),
    "subject_serial_number": attribute("subject", NameOID.SERIAL_NUMBER),
    "subject_email": attribute("subject", NameOID.EMAIL_ADDRESS),
    "subject_user_id": attribute("subject", NameOID.USER_ID),
    "subject_attributes": lambda found: len(list(found.subject)),
    "subject_repeated": lambda found: (
        len({each.oid for each in found.subject}) < len(list(found.subject))
    ),
    "not_before": lambda found: found.not_valid_before_utc,
    "not_after": lambda found: found.not_valid_after_utc,
    "public_key_algorithm": key_algorithm,
    "public_key_bits": key_bits,
    "public_key": spki,
    "rsa_exponent": exponent,
    "rsa_modulus_even": modulus_even,
    "key_usage": key_usage,
    "extended_key_usage": oids(ExtensionOID.EXTENDED_KEY_USAGE),
    "policies": oids(ExtensionOID.CERTIFICATE_POLICIES),
    "crl_urls": crl_urls,
    "ocsp_urls": access_urls(AuthorityInformationAccessOID.OCSP),
    "issuer_urls": access_urls(AuthorityInformationAccessOID.CA_ISSUERS),
    "authority_key_id": authority_key_id,
    "subject_key_id": subject_key_id,
    "subject_alternative_names": alternative_names,
    "is_ca": constraint("ca"),
    "path_length": constraint("path_length"),
    "is_precertificate": lambda found: value(found, ExtensionOID.PRECERT_POISON) is not None,
    "extensions": list_of_extensions,
}

REFUSED = object()


def asked(field: Callable[[Certificate], Any], found: Certificate) -> Any:
    try:
        return field(found)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return REFUSED
    except (x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return REFUSED


def loaded(der: bytes) -> Certificate | None:
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, x509.InvalidVersion):
        return None


def seen(name: str, row: dict[str, Any]) -> Any:
    if name == "subject_alternative_names" and row[name] is not None:
        return [each for each in row[name] if each["kind"] != "other"]
    return row[name]


def test_every_field_agrees(collection: dict[str, bytes], rows: dict[str, dict]) -> None:
    differences = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
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
