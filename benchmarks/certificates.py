"""The certificate reader against pyca/cryptography: same fields, same run, one core each.

    python benchmarks/certificates.py [--distinct 2000] [--rows 300000]

Makes RSA-2048, P-256 and SM2 certificates as authorities issue them (names in Chinese, key
identifiers, policy, CRL and OCSP pointers), tiles them and prints certificates per second from
bytes to Arrow columns, in processor time, so that a busy machine changes little. Of SM2 certificates pyca reads everything but the public key.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable

import pyarrow as pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from mingzheng.certificates import offsets, read, warm_up

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


def certificate(number: int, key: Key, authority: Key) -> bytes:
    """One certificate as a Chinese authority issues it to a person in an organisation."""
    start = dt.datetime(2019, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=5 * number)
    holder = name(
        COUNTRY_NAME="CN",
        STATE_OR_PROVINCE_NAME="浙江省",
        LOCALITY_NAME="杭州市",
        ORGANIZATION_NAME=f"杭州示例软件有限公司{number}",
        COMMON_NAME=f"051@张三{number}@Z00000018{number:06}@1",
    )
    url = x509.UniformResourceIdentifier
    crl = x509.DistributionPoint([url("http://crl.example.cn/sm2/0.crl")], None, None, None)
    access = AuthorityInformationAccessOID
    builder = (
        x509.CertificateBuilder()
        .issuer_name(ISSUER)
        .subject_name(holder)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=730))
        .public_key(key.public_key())
    )
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    policy = x509.PolicyInformation(x509.ObjectIdentifier("1.2.156.112562.1.1"), None)
    for extension, critical in (
        (usage, True),
        (x509.BasicConstraints(ca=False, path_length=None), False),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False),
        (x509.CRLDistributionPoints([crl]), False),
        (
            x509.AuthorityInformationAccess(
                [x509.AccessDescription(access.OCSP, url("http://ocsp.example.cn/"))]
            ),
            False,
        ),
        (x509.CertificatePolicies([policy]), False),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), False),
    ):
        builder = builder.add_extension(extension, critical)
    return builder.sign(authority, hashes.SHA256()).public_bytes(Encoding.DER)


def made(distinct: int) -> dict[str, list[bytes]]:
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


def with_pyca(der: bytes) -> None:
    """The same fields, one certificate at a time, without SHA-256."""
    found = x509.load_der_x509_certificate(der)
    _ = found.serial_number, found.version
    _ = found.issuer.rfc4514_string(), found.subject.rfc4514_string()
    for of, oids in (
        (found.issuer, (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)),
        (
            found.subject,
            (
                NameOID.COMMON_NAME,
                NameOID.ORGANIZATION_NAME,
                NameOID.COUNTRY_NAME,
                NameOID.ORGANIZATIONAL_UNIT_NAME,
                NameOID.SERIAL_NUMBER,
                NameOID.EMAIL_ADDRESS,
                NameOID.USER_ID,
            ),
        ),
    ):
        for oid in oids:
            of.get_attributes_for_oid(oid)
    _ = found.not_valid_before_utc, found.not_valid_after_utc
    _ = found.signature_algorithm_oid, found.public_key_algorithm_oid
    for extension in found.extensions:
        _ = extension.value
    if found.signature_algorithm_oid.dotted_string != "1.2.156.10197.1.501":
        key = found.public_key()
        if isinstance(key, rsa.RSAPublicKey):
            _ = key.key_size, key.public_numbers()
        elif isinstance(key, ec.EllipticCurvePublicKey):
            _ = key.key_size, key.curve.name
            key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def rate(count: int, work: Callable[[], object], *, times: int = 3) -> float:
    """Certificates per second of processor time, the best of so many runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return count / best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distinct", type=int, default=2000)
    parser.add_argument("--rows", type=int, default=300_000)
    options = parser.parse_args()
    start = time.perf_counter()
    warm_up()
    print(f"compiled or loaded in {time.perf_counter() - start:.1f} s")
    columns = ("octets", "pyca/s", "offsets/s", "x", "columns/s", "x", "with SHA-256/s", "x")
    print(f"{'':9}" + "".join(f"{column:>15}" for column in columns))
    for algorithm, ders in made(options.distinct).items():
        column = pa.array([ders[i % len(ders)] for i in range(options.rows)], pa.large_binary())
        pyca = rate(len(ders), lambda ders=ders: [with_pyca(der) for der in ders])
        rates = [
            rate(options.rows, lambda column=column: offsets(column)),
            rate(options.rows, lambda column=column: read(column, digests=False)),
            rate(options.rows, lambda column=column: read(column)),
        ]
        cells = [f"{sum(map(len, ders)) // len(ders):,}", f"{pyca:,.0f}"]
        for each in rates:
            cells += [f"{each:,.0f}", f"{each / pyca:.0f}"]
        print(f"{algorithm:9}" + "".join(f"{cell:>15}" for cell in cells))


if __name__ == "__main__":
    main()
