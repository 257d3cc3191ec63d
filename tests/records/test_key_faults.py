"""Every fault of a key against pyca/cryptography and OpenSSL; nobody is accused unexamined."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.core import ObjectIdentifier
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.certificates import read
from mingzheng.records.key_faults import FAULTS, key_faults
from mingzheng.signatures.curves import SM2

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例")])
POINT = Encoding.X962
SM2_OID, P256_OID = "1.2.156.10197.1.301", "1.2.840.10045.3.1.7"
CURVES = [
    ec.SECP224R1,
    ec.SECP256R1,
    ec.SECP384R1,
    ec.SECP521R1,
    ec.SECP256K1,
    ec.BrainpoolP256R1,
    ec.BrainpoolP384R1,
    ec.BrainpoolP512R1,
]


def certificate(public_key) -> bytes:
    issuer = ec.generate_private_key(ec.SECP256R1())
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME).serial_number(7)
    builder = builder.not_valid_before(start).not_valid_after(start + dt.timedelta(days=365))
    signed = builder.public_key(public_key).sign(issuer, hashes.SHA256())
    return signed.public_bytes(Encoding.DER)


PLAIN = certificate(ec.derive_private_key(7, ec.SECP256R1()).public_key())
MODULUS = (2**521 - 1) * (2**607 - 1)
"""Of two Mersenne primes: the names of tests must be the same in every process."""


def with_key(spki: bytes) -> bytes:
    """A certificate that carries this SubjectPublicKeyInfo, whatever is in it."""
    whole = asn1_x509.Certificate.load(PLAIN)
    body = whole["tbs_certificate"]
    old = body["subject_public_key_info"].dump()
    return rebuilt(body.dump(), old, spki, whole)


def rebuilt(body: bytes, old: bytes, new: bytes, whole) -> bytes:
    content = asn1_x509.TbsCertificate.load(body).contents.replace(old, new)
    rest = whole["signature_algorithm"].dump() + whole["signature_value"].dump()
    return element(0x30, element(0x30, content) + rest)


def element(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content


def curve_key(oid: str, point: bytes) -> bytes:
    algorithm = ObjectIdentifier("1.2.840.10045.2.1").dump() + ObjectIdentifier(oid).dump()
    return element(0x30, element(0x30, algorithm) + element(3, b"\0" + point))


def rsa_key(modulus: bytes, exponent: bytes) -> bytes:
    """Of the content octets of both integers, as they are."""
    algorithm = element(0x30, ObjectIdentifier("1.2.840.113549.1.1.1").dump() + b"\x05\x00")
    key = element(0x30, element(2, modulus) + element(2, exponent))
    return element(0x30, algorithm + element(3, b"\0" + key))


def integer(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)


def faults(*certificates: bytes) -> list[str | None]:
    der = pa.array(certificates, pa.large_binary())
    return key_faults(read(der), der).to_pylist()


def fault(spki: bytes) -> str | None:
    [found] = faults(with_key(spki))
    return found


def usable(spki: bytes) -> bool:
    """By pyca/cryptography."""
    try:
        load_der_public_key(spki)
    except ValueError:
        return False
    return True


def usable_by_openssl(spki: bytes, folder: Path) -> bool:
    """By openssl pkey, which knows SM2 and checks the point."""
    (folder / "key.der").write_bytes(spki)
    command = ["openssl", "pkey", "-pubin", "-inform", "DER", "-in", "key.der", "-pubcheck"]
    answer = subprocess.run([*command, "-noout"], cwd=folder, capture_output=True, check=False)
    return answer.returncode == 0


@pytest.mark.parametrize("curve", CURVES)
def test_points_in_every_form_on_every_curve(curve):
    key = ec.derive_private_key(12345, curve()).public_key()
    for form in (PublicFormat.UncompressedPoint, PublicFormat.CompressedPoint):
        point = key.public_bytes(POINT, form)
        spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        plain = key.public_bytes(POINT, PublicFormat.UncompressedPoint)
        oid = asn1_keys.PublicKeyInfo.load(spki)["algorithm"]["parameters"].chosen.dotted
        assert fault(curve_key(oid, point)) is None
        others = [point[:-1] + bytes([point[-1] ^ change]) for change in range(1, 8)]
        for other in others:
            expected = None if usable(curve_key(oid, other)) else "point_not_on_curve"
            assert fault(curve_key(oid, other)) == expected
        assert fault(curve_key(oid, plain[:-1])) == "undecodable"
        assert fault(curve_key(oid, plain + b"\0")) == "undecodable"
        assert fault(curve_key(oid, b"\x05" + plain[1:])) == "undecodable"
        assert fault(curve_key(oid, b"\0")) == "point_at_infinity"


def test_sm2_points_as_openssl_takes_them(tmp_path):
    x, y = SM2.x.to_bytes(32, "big"), SM2.y.to_bytes(32, "big")
    parity = SM2.y & 1
    for point in (
        b"\x04" + x + y,
        bytes([2 + parity]) + x,
        bytes([3 - parity]) + x,
        bytes([6 + parity]) + x + y,
        bytes([7 - parity]) + x + y,
        b"\x04" + y + x,
        b"\x04" + x + y[:-1] + b"\0",
        *(bytes([2]) + x[:-1] + bytes([last]) for last in range(6)),
        b"\0",
        b"\x04" + SM2.p.to_bytes(32, "big") + y,
    ):
        spki = curve_key(SM2_OID, point)
        assert (fault(spki) is None) == usable_by_openssl(spki, tmp_path), point.hex()


def test_hybrid_points_of_p256_as_pyca_takes_them():
    numbers = ec.derive_private_key(99, ec.SECP256R1()).public_key().public_numbers()
    octets = numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")
    for lead in (6, 7):
        spki = curve_key(P256_OID, bytes([lead]) + octets)
        assert (fault(spki) is None) == usable(spki)


@pytest.mark.parametrize(
    ("modulus", "exponent", "expected"),
    [
        (MODULUS, 65537, None),
        (MODULUS, 3, None),
        (MODULUS - 1, 65537, "even_modulus"),
        (MODULUS, 1, "exponent_one"),
        (MODULUS, 65536, "even_exponent"),
        (MODULUS, 2**80, "even_exponent"),
        (MODULUS, 0, "even_exponent"),
        (MODULUS, MODULUS, "great_exponent"),
        (MODULUS, MODULUS + 2, "great_exponent"),
        (-MODULUS, 65537, "negative_modulus"),
        (MODULUS, -3, "negative_exponent"),
        (0, 65537, "short_modulus"),
        (2**352 - 1, 65537, "short_modulus"),
        (2**353 - 1, 65537, None),
    ],
)
def test_the_integers_of_an_rsa_key(modulus, exponent, expected):
    spki = rsa_key(integer(modulus), integer(exponent))
    assert fault(spki) == expected
    # pyca takes exponents that RFC 8017 doesn't; it refuses nothing that is sound here
    if expected in (None, "negative_modulus", "negative_exponent"):
        assert usable(spki) == (expected is None)


def test_an_exponent_just_under_the_modulus_is_sound():
    assert fault(rsa_key(integer(MODULUS), integer(MODULUS - 2))) is None
    assert fault(rsa_key(b"\0\0" + integer(MODULUS), b"\0" + integer(65537))) is None


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"\x30\x00",
        element(0x30, element(2, integer(MODULUS))),
        element(0x30, element(2, b"") + element(2, b"\x03")),
        element(0x30, element(2, integer(MODULUS)) + element(2, b"\x03") + b"\x05\x00"),
        element(0x30, element(2, integer(MODULUS)) + element(2, b"\x03"))[:-1],
    ],
)
def test_what_is_not_an_rsa_key_is_undecodable(key):
    algorithm = element(0x30, ObjectIdentifier("1.2.840.113549.1.1.1").dump() + b"\x05\x00")
    spki = element(0x30, algorithm + element(3, b"\0" + key))
    assert fault(spki) == "undecodable"
    assert not usable(spki)


@settings(max_examples=100, deadline=None)
@given(octets=st.binary(max_size=80), name=st.sampled_from([SM2_OID, P256_OID, "1.3.132.0.34"]))
def test_no_octets_raise_or_pass_as_a_key(octets, name):
    found = fault(curve_key(name, octets))
    assert found in FAULTS
    if name == P256_OID:
        assert (found is None) == usable(curve_key(name, octets))


def test_faults_lie_where_their_keys_are():
    sound = [certificate(ec.generate_private_key(ec.SECP256R1()).public_key()) for _ in range(3)]
    spki = curve_key(SM2_OID, b"\x04" + bytes(64))
    mixed = [sound[0], with_key(spki), sound[1], b"garbage", with_key(b"\x30\x00"), sound[2]]
    expected = [None, "point_not_on_curve", None, "not_examined", "undecodable", None]
    assert faults(*mixed) == expected
    later = pa.array(mixed, pa.large_binary()).slice(1)
    assert key_faults(read(later), later).to_pylist() == expected[1:]


def test_an_algorithm_nobody_examines_is_not_accused():
    key = certificate(ed25519.Ed25519PrivateKey.generate().public_key())
    assert faults(key)[0] in (None, "not_examined")
    unknown = curve_key("1.2.3.4.5", b"\x04" + bytes(64))
    assert fault(unknown) == "not_examined"
    assert fault(unknown.replace(b"\x04" + bytes(64), b"\x06" + bytes(64))) == "not_examined"


def test_a_curve_spelled_out_is_not_examined(tmp_path):
    command = ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-param_enc", "explicit"]
    subprocess.run([*command, "-noout", "-out", "key.pem"], cwd=tmp_path, check=True)
    command = ["openssl", "pkey", "-in", "key.pem", "-pubout", "-outform", "DER"]
    spki = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout
    assert len(spki) > 200
    assert fault(spki) == "not_examined"
