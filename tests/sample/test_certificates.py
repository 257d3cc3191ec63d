"""Certificates of the synthetic CA, read by pyca and asn1crypto, verified by OpenSSL and GmSSL."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.serialization import Encoding as Form
from cryptography.hazmat.primitives.serialization import PublicFormat
from cryptography.x509.oid import ExtensionOID
from gmssl_pyx import sm2_verify

from mingzheng.sample.certificates import BLOCK, IssuerKey, issue
from mingzheng.sample.issuers import Issuers, make_issuers
from mingzheng.sample.keys import KeyKind
from mingzheng.sample.profile import (
    AlternativeName,
    Attribute,
    CertificateColumns,
    Constraints,
    Damage,
    Encoding,
    KeyUsage,
    NameKind,
    Omission,
    serials,
)
from mingzheng.sample.signing import Algorithm
from mingzheng.signatures.curves import P256, SM2, on_curve

SEED = 7
USUAL = {"sm2": KeyKind.SM2, "p256": KeyKind.P256, "rsa": KeyKind.RSA}


@pytest.fixture(scope="module")
def issuers() -> Issuers:
    return make_issuers(SEED)


def columns(count: int, kind: KeyKind = KeyKind.SM2, **others: Any) -> CertificateColumns:
    """Certificates in which everything that may vary does."""
    draw = np.random.default_rng(1)
    rows = range(count)
    start = draw.integers(1_300_000_000, 1_700_000_000, count)
    sets = [bits | int(KeyUsage.KEY_AGREEMENT) if bits >= 128 else bits for bits in range(1, 512)]
    usages = [None if i % 9 == 0 else sets[draw.integers(511)] for i in rows]
    given = {
        "serial": serials(draw.integers(0, 256, (count, 16), np.uint8)),
        "not_before": start,
        "not_after": start + draw.integers(0, 40 * 365 * 86_400, count),
        "subject": (
            Attribute("2.5.4.6", pa.array(["CN"] * count), Encoding.PRINTABLE),
            Attribute("2.5.4.10", pa.array([None if i % 3 else f"示例科技{i}" for i in rows])),
            Attribute("2.5.4.3", pa.array([f"051@张三{i}@Z{i:018}@1" for i in rows])),
        ),
        "key_kind": np.full(count, kind, np.uint8),
        "key_index": np.arange(count) % (3 if kind is KeyKind.RSA else count),
        "key_usage": pa.array(usages, pa.uint16()),
        "extended_key_usage": pa.array(
            [
                ["1.3.6.1.5.5.7.3.2 1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.1", None][i % 3]
                for i in rows
            ]
        ),
        "policies": pa.array([None if i % 7 == 0 else f"1.2.156.999.{i % 4}" for i in rows]),
        "crl_url": pa.array([None if i % 5 == 0 else f"http://crl.example/{i}.crl" for i in rows]),
        "ocsp_url": pa.array([None if i % 4 == 0 else "http://ocsp.example/" for i in rows]),
        "alternative_names": (
            AlternativeName(
                NameKind.DNS, pa.array([f"a{i}.example" if i % 2 else None for i in rows])
            ),
            AlternativeName(
                NameKind.EMAIL, pa.array(["a@b.example" if i % 3 else None for i in rows])
            ),
        ),
        "identifiers": (
            Attribute(
                "1.2.156.10260.4.1.1", pa.array([f"{i:018}" for i in rows]), Encoding.IMPLICIT
            ),
            Attribute(
                "1.2.156.10260.4.1.4",
                pa.array([f"91{i:016}" if i % 2 else None for i in rows]),
                Encoding.PRINTABLE,
            ),
            Attribute("1.2.156.10260.4.1.5", pa.array([f"{i}" for i in rows]), Encoding.EXPLICIT),
        ),
    }
    return CertificateColumns(**(given | others))


def codes(*given: int) -> np.ndarray:
    return np.array(given, np.uint8)


def raw_public_key(issuer: IssuerKey) -> bytes:
    return asn1.Certificate.load(issuer.certificate).public_key["public_key"].native[1:]


def verify(der: bytes, issuer: IssuerKey) -> None:
    """Raises InvalidSignature unless the signature is the issuer's."""
    certificate = x509.load_der_x509_certificate(der)
    signed, signature = certificate.tbs_certificate_bytes, certificate.signature
    if issuer.key.kind is KeyKind.SM2:
        if not sm2_verify(raw_public_key(issuer), signed, signature):
            raise InvalidSignature
        return
    key: Any = x509.load_der_x509_certificate(issuer.certificate).public_key()
    hashed = certificate.signature_hash_algorithm
    assert hashed is not None
    if issuer.key.kind is KeyKind.P256:
        key.verify(signature, signed, ec.ECDSA(hashed))
    else:
        key.verify(signature, signed, padding.PKCS1v15(), hashed)


@pytest.mark.parametrize("which", ["root", "sm2", "p256", "rsa"])
def test_issuers_are_signed(issuers: Issuers, which: str) -> None:
    issuer: IssuerKey = getattr(issuers, which)
    certificate = x509.load_der_x509_certificate(issuer.certificate)
    signer = issuers.root if which == "sm2" else issuer
    verify(issuer.certificate, signer)
    assert certificate.subject.public_bytes() == issuer.name
    assert certificate.issuer.public_bytes() == signer.name
    extensions = certificate.extensions
    assert extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


@pytest.mark.parametrize("which", list(USUAL))
def test_every_certificate_is_signed_and_in_canonical_der(issuers: Issuers, which: str) -> None:
    issuer: IssuerKey = getattr(issuers, which)
    asked = columns(300, USUAL[which])
    for der in issue(issuer, asked, seed=SEED).to_pylist():
        verify(der, issuer)
        assert asn1.Certificate.load(der, strict=True).copy().dump(force=True) == der


def text(values: pa.Array, row: int) -> str | None:
    return values[row].as_py()


def extension(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> Any:
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None


@pytest.mark.parametrize("which", list(USUAL))
def test_pyca_reads_back_every_field(issuers: Issuers, which: str) -> None:
    issuer: IssuerKey = getattr(issuers, which)
    asked = columns(100, USUAL[which])
    for row, der in enumerate(issue(issuer, asked, seed=SEED).to_pylist()):
        certificate = x509.load_der_x509_certificate(der)
        assert certificate.version is x509.Version.v3
        assert certificate.serial_number == int.from_bytes(asked.serial[row].as_py(), "big")
        assert certificate.not_valid_before_utc == datetime.fromtimestamp(
            asked.not_before[row], UTC
        )
        assert certificate.not_valid_after_utc == datetime.fromtimestamp(asked.not_after[row], UTC)
        assert certificate.issuer.public_bytes() == issuer.name
        assert [(each.oid.dotted_string, each.value) for each in certificate.subject] == [
            (each.oid, text(each.values, row))
            for each in asked.subject
            if text(each.values, row) is not None
        ]
        check_extensions(certificate, asked, row, issuer)


def check_extensions(
    certificate: x509.Certificate, asked: CertificateColumns, row: int, issuer: IssuerKey
) -> None:
    authority = extension(certificate, ExtensionOID.AUTHORITY_KEY_IDENTIFIER)
    assert authority.key_identifier == issuer.key_identifier
    assert len(extension(certificate, ExtensionOID.SUBJECT_KEY_IDENTIFIER).digest) == 20
    assert not extension(certificate, ExtensionOID.BASIC_CONSTRAINTS).ca
    assert key_usage(certificate) == text(asked.key_usage, row)
    for oid, values, read in (
        (
            ExtensionOID.EXTENDED_KEY_USAGE,
            asked.extended_key_usage,
            lambda value: " ".join(each.dotted_string for each in value),
        ),
        (
            ExtensionOID.CERTIFICATE_POLICIES,
            asked.policies,
            lambda value: " ".join(each.policy_identifier.dotted_string for each in value),
        ),
        (
            ExtensionOID.CRL_DISTRIBUTION_POINTS,
            asked.crl_url,
            lambda value: value[0].full_name[0].value,
        ),
        (
            ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
            asked.ocsp_url,
            lambda value: value[0].access_location.value,
        ),
    ):
        value = extension(certificate, oid)
        assert (None if value is None else read(value)) == text(values, row)
    names = extension(certificate, ExtensionOID.SUBJECT_ALTERNATIVE_NAME)
    assert [each.value for each in names or []] == [
        text(each.values, row)
        for each in asked.alternative_names
        if text(each.values, row) is not None
    ]
    for each in asked.identifiers:
        value = extension(certificate, x509.ObjectIdentifier(each.oid))
        if text(each.values, row) is None:
            assert value is None
        else:
            assert value.value.endswith(text(each.values, row).encode())
            assert value.value[0] == each.encoding


def key_usage(certificate: x509.Certificate) -> int | None:
    oid = x509.ObjectIdentifier("2.5.29.15")
    for each in asn1.Certificate.load(certificate.public_bytes(Form.DER))["tbs_certificate"][
        "extensions"
    ]:
        if each["extn_id"].dotted == oid.dotted_string:
            bits = each["extn_value"].parsed
            unused, octets = bits.contents[0], bits.contents[1:]
            digits = "".join(f"{octet:08b}" for octet in octets)
            digits = digits[: len(digits) - unused]
            assert digits.endswith("1")
            return sum(1 << i for i, digit in enumerate(digits) if digit == "1")
    return None


def test_the_result_depends_on_the_seed_alone(issuers: Issuers) -> None:
    asked = columns(BLOCK + 1)
    one = issue(issuers.sm2, asked, seed=SEED, threads=1)
    assert one.equals(issue(issuers.sm2, asked, seed=SEED, threads=3))
    assert issue(issuers.sm2, asked.rows(BLOCK - 1, BLOCK + 1), seed=SEED).equals(one[BLOCK - 1 :])
    assert make_issuers(SEED) == issuers
    other = make_issuers(SEED + 1)
    assert not set(issue(other.sm2, asked.rows(0, 50), seed=SEED + 1).to_pylist()) & set(
        one.to_pylist()
    )


def test_keys_are_distinct_and_renewals_keep_them(issuers: Issuers) -> None:
    asked = columns(40, key_kind=np.arange(40, dtype=np.uint8) % 3, key_index=np.arange(40) % 20)
    keys = [
        asn1.Certificate.load(der).public_key.dump()
        for der in issue(issuers.p256, asked, seed=SEED).to_pylist()
    ]
    named = list(zip(asked.key_kind.tolist(), asked.key_index.tolist(), strict=True))
    assert len(set(keys)) == len(set(named))
    assert len(set(zip(keys, named, strict=True))) == len(set(named))


def one(issuer: IssuerKey, **oddity: Any) -> bytes:
    """One certificate with an oddity, beside a proper one that must not suffer from it."""
    proper = columns(2)
    [der, neighbour] = issue(issuer, replace(proper, **oddity), seed=SEED).to_pylist()
    verify(neighbour, issuer)
    assert neighbour == issue(issuer, proper, seed=SEED)[1].as_py()
    return der


@pytest.mark.parametrize(
    ("octets", "number"), [(b"\0", 0), (b"\xff", -1), (b"\x01" * 21, int("01" * 21, 16))]
)
def test_odd_serials(issuers: Issuers, octets: bytes, number: int) -> None:
    der = one(issuers.sm2, serial=pa.array([octets, columns(2).serial[1].as_py()]))
    assert asn1.Certificate.load(der).serial_number == number


def test_absent_serial_and_issuer(issuers: Issuers) -> None:
    der = one(issuers.sm2, serial=pa.array([None, columns(2).serial[1].as_py()], pa.binary()))
    with pytest.raises(ValueError, match="parsing asn1"):
        x509.load_der_x509_certificate(der)
    der = one(issuers.sm2, omit=codes(Omission.ISSUER, 0))
    assert not list(x509.load_der_x509_certificate(der).issuer)
    verify(der, issuers.sm2)


def test_absent_extensions(issuers: Issuers) -> None:
    both = Omission.AUTHORITY_KEY_IDENTIFIER | Omission.SUBJECT_KEY_IDENTIFIER
    certificate = x509.load_der_x509_certificate(one(issuers.p256, omit=codes(both, 0)))
    assert extension(certificate, ExtensionOID.AUTHORITY_KEY_IDENTIFIER) is None
    assert extension(certificate, ExtensionOID.SUBJECT_KEY_IDENTIFIER) is None
    absent = codes(Constraints.ABSENT, Constraints.END_ENTITY)
    certificate = x509.load_der_x509_certificate(one(issuers.p256, constraints=absent))
    assert extension(certificate, ExtensionOID.BASIC_CONSTRAINTS) is None
    old = x509.load_der_x509_certificate(one(issuers.p256, version=codes(1, 3)))
    assert old.version is x509.Version.v1
    assert not list(old.extensions)


def test_reversed_validity(issuers: Issuers) -> None:
    proper = columns(2)
    swapped = np.array([0, proper.not_after[1]])
    certificate = x509.load_der_x509_certificate(one(issuers.sm2, not_after=swapped))
    assert certificate.not_valid_after_utc < certificate.not_valid_before_utc


@pytest.mark.parametrize(
    ("which", "algorithm", "oid"),
    [
        ("sm2", Algorithm.SM2_WITH_SM3, "1.2.156.10197.1.501"),
        ("p256", Algorithm.ECDSA_WITH_SHA1, "1.2.840.10045.4.1"),
        ("rsa", Algorithm.RSA_WITH_SHA1, "1.2.840.113549.1.1.5"),
        ("rsa", Algorithm.RSA_WITH_MD5, "1.2.840.113549.1.1.4"),
    ],
)
def test_other_algorithms(issuers: Issuers, which: str, algorithm: Algorithm, oid: str) -> None:
    issuer: IssuerKey = getattr(issuers, which)
    der = one(issuer, algorithm=codes(algorithm, issuer.key.algorithms[0]))
    read = asn1.Certificate.load(der)
    assert read["signature_algorithm"]["algorithm"].dotted == oid
    assert read["signature_algorithm"].dump() == read["tbs_certificate"]["signature"].dump()
    verify(der, issuer)


def test_inner_and_outer_algorithm_differ(issuers: Issuers) -> None:
    usual = Algorithm.RSA_WITH_SHA256
    der = one(issuers.rsa, outer_algorithm=codes(Algorithm.RSA_WITH_SHA1, usual))
    read = asn1.Certificate.load(der)
    assert read["signature_algorithm"]["algorithm"].native == "sha1_rsa"
    assert read["tbs_certificate"]["signature"]["algorithm"].native == "sha256_rsa"
    der = one(
        issuers.sm2,
        outer_algorithm=codes(Algorithm.ECDSA_WITH_SHA256, Algorithm.SM2_WITH_SM3_NULL),
    )
    read = asn1.Certificate.load(der)
    assert read["signature_algorithm"]["algorithm"].native == "sha256_ecdsa"
    verify_sm2 = read["tbs_certificate"].dump(), read["signature_value"].native
    assert sm2_verify(raw_public_key(issuers.sm2), *verify_sm2)


@pytest.mark.parametrize("kind", [KeyKind.SM2_OFF_CURVE, KeyKind.P256_OFF_CURVE])
def test_points_off_the_curve(issuers: Issuers, kind: KeyKind) -> None:
    der = one(issuers.sm2, key_kind=codes(kind, KeyKind.SM2))
    point = asn1.Certificate.load(der).public_key["public_key"].native
    curve = SM2 if kind is KeyKind.SM2_OFF_CURVE else P256
    assert not on_curve(curve, np.frombuffer(point[1:], np.uint8).reshape(1, 64))[0]
    verify(der, issuers.sm2)


@pytest.mark.parametrize(
    ("kind", "bits", "exponent", "odd"),
    [
        (KeyKind.RSA_1024, 1024, 65537, 1),
        (KeyKind.RSA_EXPONENT_ONE, 2048, 1, 1),
        (KeyKind.RSA_EVEN_MODULUS, 2048, 65537, 0),
    ],
)
def test_bad_rsa_keys(issuers: Issuers, kind: KeyKind, bits: int, exponent: int, odd: int) -> None:
    der = one(issuers.sm2, key_kind=codes(kind, KeyKind.SM2))
    key = asn1.Certificate.load(der).public_key["public_key"].parsed
    assert key["modulus"].native.bit_length() == bits
    assert key["modulus"].native % 2 == odd
    assert key["public_exponent"].native == exponent
    verify(der, issuers.sm2)


def test_damage(issuers: Issuers) -> None:
    whole = issue(issuers.sm2, columns(2), seed=SEED)[0].as_py()
    cut = one(issuers.sm2, damage=codes(Damage.TRUNCATED, Damage.NONE))
    assert cut == whole[: len(whole) // 2]
    garbled = one(issuers.sm2, damage=codes(Damage.GARBLED, Damage.NONE))
    assert garbled == whole[:1] + b"\xff" * 4 + whole[5:]
    forged = one(issuers.sm2, damage=codes(Damage.SIGNATURE, Damage.NONE))
    with pytest.raises(InvalidSignature):
        verify(forged, issuers.sm2)


def test_no_certificates(issuers: Issuers) -> None:
    assert len(issue(issuers.sm2, columns(5).rows(0, 0), seed=SEED)) == 0


def test_columns_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="key_usage"):
        columns(3, key_usage=pa.array([1], pa.uint16()))
    with pytest.raises(ValueError, match="damage"):
        columns(3, damage=codes(0, 9, 0))


def test_a_public_key_is_the_private_one_s(issuers: Issuers) -> None:
    """The P-256 issuer's certificate holds the point that OpenSSL derives from its scalar."""
    key = ec.derive_private_key(issuers.p256.key.scalar, ec.SECP256R1()).public_key()
    certificate = x509.load_der_x509_certificate(issuers.p256.certificate)
    form = Form.DER, PublicFormat.SubjectPublicKeyInfo
    assert certificate.public_key().public_bytes(*form) == key.public_bytes(*form)


def test_openssl_accepts_sm2_under_the_national_identifier(
    issuers: Issuers, tmp_path: Path
) -> None:
    read = asn1.Certificate.load(issue(issuers.sm2, columns(1), seed=SEED)[0].as_py())
    info = asn1.Certificate.load(issuers.sm2.certificate).public_key.dump()
    for name, octets in (
        ("key", info),
        ("text", read["tbs_certificate"].dump()),
        ("signature", read["signature_value"].native),
    ):
        (tmp_path / name).write_bytes(octets)
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -in text -sigfile signature"
    command += " -rawin -digest sm3 -pkeyopt distid:"
    for identifier, accepted in (("1234567812345678", True), ("other", False)):
        arguments = (command + identifier).split()
        answer = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=False)
        assert (answer.returncode == 0) == accepted, answer.stderr


def test_columns_that_are_null_throughout_are_absent(issuers: Issuers) -> None:
    nothing = pa.nulls(2)
    names = ("key_usage", "extended_key_usage", "policies", "crl_url", "ocsp_url")
    absent: dict[str, Any] = dict.fromkeys(names, nothing)
    absent["identifiers"] = (Attribute("1.2.156.10260.4.1.5", nothing),)
    absent["alternative_names"] = (AlternativeName(NameKind.DNS, nothing),)
    absent["subject"] = (Attribute("2.5.4.3", nothing),)
    for der in issue(issuers.sm2, columns(2, **absent), seed=SEED).to_pylist():
        certificate = x509.load_der_x509_certificate(der)
        assert len(certificate.extensions) == 3
        assert not list(certificate.subject)
