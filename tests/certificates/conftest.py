"""Real certificates from packages and, where it is there, from the shared folder."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import subprocess
from base64 import b64decode
from pathlib import Path

import certifi
import cryptography_vectors
import pyarrow as pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type

from mingzheng.certificates import read

SHARED = Path(__file__).parents[2] / "../shared/data"
PEM = re.compile(rb"-----BEGIN (?:TRUSTED )?CERTIFICATE-----(.*?)-----END", re.DOTALL)


def certificates_of(path: Path) -> list[bytes]:
    octets = path.read_bytes()
    if path.suffix in (".der", ".crt") and octets[:1] == b"\x30":
        return [octets]
    return [b64decode(body) for body in PEM.findall(octets)]


def sm2_certificate(folder: Path) -> bytes | None:
    """A self-signed SM2 certificate from OpenSSL; None where OpenSSL has no SM2."""
    key, out = folder / "sm2.key", folder / "sm2.der"
    commands = (
        ["ecparam", "-genkey", "-name", "SM2", "-out", str(key)],
        f"req -x509 -new -sm3 -sigopt distid:1234567812345678 -utf8 -days 365 -outform DER "
        f"-key {key} -out {out} -subj /C=CN/O=示例公司/CN=测试".split(),
    )
    for command in commands:
        try:
            subprocess.run(["openssl", *command], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return None
    return out.read_bytes()


def made(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """A certificate with every string that pyca can write and the usual extensions."""
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    attribute, oid = x509.NameAttribute, x509.NameOID
    name = x509.Name(
        [
            x509.RelativeDistinguishedName([attribute(oid.COUNTRY_NAME, "CN")]),
            x509.RelativeDistinguishedName([attribute(oid.LOCALITY_NAME, '#a, "b"+c; <d>\\ ')]),
            x509.RelativeDistinguishedName(
                [
                    attribute(oid.ORGANIZATIONAL_UNIT_NAME, "部门"),
                    attribute(oid.SERIAL_NUMBER, "7"),
                ]
            ),
            x509.RelativeDistinguishedName(
                [attribute(oid.ORGANIZATION_NAME, "公司", _ASN1Type.BMPString)]
            ),
            x509.RelativeDistinguishedName(
                [attribute(oid.COMMON_NAME, "張三𠮷", _ASN1Type.UniversalString)]
            ),
            x509.RelativeDistinguishedName([attribute(oid.EMAIL_ADDRESS, "a@example.cn")]),
        ]
    )
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName("example.cn"),
            x509.RFC822Name("a@example.cn"),
            x509.IPAddress(ipaddress.ip_address("10.0.0.1")),
            x509.IPAddress(ipaddress.ip_address("2001:db8::1:0:0:1")),
            x509.RegisteredID(
                x509.ObjectIdentifier("2.25.329800735698586629295641978511506172918")
            ),
            x509.DirectoryName(name),
        ]
    )
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=0x80FF,
        not_valid_before=start,
        not_valid_after=dt.datetime(2051, 1, 1, tzinfo=dt.UTC),
    )
    return (
        builder.add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=3), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """DER by name: `file`, or `file#2` for the second of a bundle."""
    vectors = Path(cryptography_vectors.__file__).parent
    paths = [
        (path.relative_to(vectors).as_posix(), path)
        for path in sorted(vectors.glob("x509/**/*.*"))
    ]
    paths += [("certifi", Path(certifi.where()))]
    paths += [(path.name, path) for path in sorted(SHARED.glob("root*/*.pem"))]
    found = {}
    for name, path in paths:
        if (
            path.suffix in (".pem", ".der", ".crt")
            and "crl" not in name
            and "requests" not in name
            and "ocsp" not in name
        ):
            for number, der in enumerate(certificates_of(path), start=1):
                found[name if number == 1 else f"{name}#{number}"] = der
    found["made RSA"] = made(rsa.generate_private_key(65537, 2048))
    found["made P-256"] = made(ec.generate_private_key(ec.SECP256R1()))
    if sm2 := sm2_certificate(tmp_path_factory.mktemp("sm2")):
        found["made SM2"] = sm2
    return found


@pytest.fixture(scope="session")
def rows(collection: dict[str, bytes]) -> dict[str, dict]:
    """What the reader says of each, by name."""
    table = read(pa.array(list(collection.values()), pa.binary()))
    table.validate(full=True)
    return dict(zip(collection, table.to_pylist(), strict=True))
