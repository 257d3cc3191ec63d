"""Certificates as Chinese authorities issue them, for benchmarks. All persons are invented."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

P256_CURVE = bytes.fromhex("06082a8648ce3d030107")
SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")
ECDSA_SHA256 = bytes.fromhex("06082a8648ce3d040302")
SM2_SM3 = bytes.fromhex("06082a811ccf55018375")

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def name(**attributes: str) -> x509.Name:
    """A distinguished name from NameOID's own words."""
    return x509.Name(
        [x509.NameAttribute(getattr(NameOID, word), value) for word, value in attributes.items()]
    )


ISSUER = name(
    COUNTRY_NAME="CN", ORGANIZATION_NAME="示例电子认证有限公司", COMMON_NAME="Sample SM2 CA"
)


def holder(number: int) -> x509.Name:
    """A person in an organisation."""
    return name(
        COUNTRY_NAME="CN",
        STATE_OR_PROVINCE_NAME="浙江省",
        LOCALITY_NAME="杭州市",
        ORGANIZATION_NAME=f"杭州示例软件有限公司{number}",
        ORGANIZATIONAL_UNIT_NAME="财务部",
        COMMON_NAME=f"051@张三{number}@Z00000018{number:06}@1",
    )


def extensions(number: int, key: Key, authority: Key) -> list[tuple[x509.ExtensionType, bool]]:
    """Each extension that the reader has columns for, and whether it is critical."""
    url, access = x509.UniformResourceIdentifier, AuthorityInformationAccessOID
    crl = x509.DistributionPoint([url("http://crl.example.cn/sm2/0.crl")], None, None, None)
    described = x509.AccessDescription
    places = [
        described(access.OCSP, url("http://ocsp.example.cn/")),
        described(access.CA_ISSUERS, url("http://ca.example.cn/sm2.crt")),
    ]
    policy = x509.PolicyInformation(x509.ObjectIdentifier("1.2.156.112562.1.1"), None)
    usages = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    resident = b"\x13\x12" + f"12345619800101{number % 10_000:04}".encode()
    identity = x509.ObjectIdentifier("1.2.156.10260.4.1.1")
    return [
        (x509.KeyUsage(True, True, False, False, False, False, False, False, False), True),
        (x509.BasicConstraints(ca=False, path_length=None), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False),
        (x509.CRLDistributionPoints([crl]), False),
        (x509.AuthorityInformationAccess(places), False),
        (x509.CertificatePolicies([policy]), False),
        (x509.ExtendedKeyUsage(usages), False),
        (x509.SubjectAlternativeName([x509.RFC822Name(f"zs{number}@example.cn")]), False),
        (x509.UnrecognizedExtension(identity, resident), False),
    ]


def certificate(number: int, key: Key, authority: Key) -> bytes:
    """One certificate; its serial number is random."""
    start = dt.datetime(2019, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=5 * number)
    builder = x509.CertificateBuilder(
        issuer_name=ISSUER,
        subject_name=holder(number),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=start,
        not_valid_after=start + dt.timedelta(days=730),
    )
    for extension, critical in extensions(number, key, authority):
        builder = builder.add_extension(extension, critical)
    return builder.sign(authority, hashes.SHA256()).public_bytes(Encoding.DER)


def issued(distinct: int) -> dict[str, list[bytes]]:
    """Distinct certificates of each algorithm; RSA keys are reused, points are fresh."""
    pairs = [rsa.generate_private_key(65537, 2048) for _ in range(8)]
    authority = ec.generate_private_key(ec.SECP256R1())
    p256 = [
        certificate(i, ec.generate_private_key(ec.SECP256R1()), authority) for i in range(distinct)
    ]
    return {
        "RSA-2048": [certificate(i, pairs[i % 8], pairs[0]) for i in range(distinct)],
        "P-256": p256,
        # Only the identifiers differ: no reader looks whether the point is on the curve.
        "SM2": [der.replace(P256_CURVE, SM2_CURVE).replace(ECDSA_SHA256, SM2_SM3) for der in p256],
    }
