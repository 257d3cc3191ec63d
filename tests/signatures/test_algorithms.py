from __future__ import annotations

import datetime as dt

import pytest
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.signatures.algorithms import Algorithm, Scheme, agreed, algorithm_of

SM2_BARE = bytes.fromhex("300a06082a811ccf55018375")
SM2_NULL = bytes.fromhex("300c06082a811ccf550183750500")


def named(name: str) -> bytes:
    return SignedDigestAlgorithm({"algorithm": name}).dump()


@pytest.mark.parametrize(
    ("name", "scheme", "digest"),
    [
        ("sha256_ecdsa", Scheme.ECDSA, "sha256"),
        ("sha1_ecdsa", Scheme.ECDSA, "sha1"),
        ("sha512_ecdsa", Scheme.ECDSA, "sha512"),
        ("sha256_rsa", Scheme.RSA, "sha256"),
        ("md5_rsa", Scheme.RSA, "md5"),
        ("sha384_rsa", Scheme.RSA, "sha384"),
        ("ed25519", Scheme.ED25519, ""),
    ],
)
def test_names_of_another_library(name: str, scheme: Scheme, digest: str) -> None:
    found = algorithm_of(named(name))
    assert found is not None
    assert (found.scheme, found.digest) == (scheme, digest)


def test_parameters_that_mean_nothing_may_be_null_or_absent() -> None:
    assert agreed(SM2_BARE, SM2_NULL) == agreed(SM2_NULL, SM2_BARE) == algorithm_of(SM2_BARE)
    assert algorithm_of(SM2_BARE) == Algorithm("1.2.156.10197.1.501", Scheme.SM2, "sm3")


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "3000",
        "300c06082a811ccf550183750400",  # an empty OCTET STRING
        "300d06082a811ccf55018375050100",  # a NULL that holds something
        "300e06082a811ccf5501837505000500",  # two parameters
        "300c06082a811ccf550183760500",  # another algorithm
        "300a06082a811ccf5501837500",  # an octet after the end
        "30810a06082a811ccf55018375",  # a length with slack
        "310a06082a811ccf55018375",
        "300706032b65700500",  # Ed25519 has no parameters, not even NULL
        "300b06092a864886f70d01010a",  # PSS without its parameters
    ],
)
def test_what_names_no_algorithm(identifier: str) -> None:
    assert algorithm_of(bytes.fromhex(identifier)) is None


def test_disagreement_names_none() -> None:
    assert agreed(named("sha1_ecdsa"), named("sha256_ecdsa")) is None
    old = bytes.fromhex("300906052b0e03021d0500")
    assert algorithm_of(old) is not None
    assert agreed(old, named("sha1_rsa")) is None


@pytest.mark.parametrize(
    ("digest", "mask", "salt"), [("SHA256", "SHA256", 32), ("SHA384", "SHA512", 20)]
)
def test_parameters_of_pss(digest: str, mask: str, salt: int) -> None:
    key = rsa.generate_private_key(65537, 2048)
    scheme = padding.PSS(padding.MGF1(getattr(hashes, mask)()), salt)
    certificate = (
        x509.CertificateBuilder(x509.Name([]), x509.Name([]), key.public_key(), 1)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2030, 1, 1))
        .sign(key, getattr(hashes, digest)(), rsa_padding=scheme)
    )
    identifier = _outer(certificate)
    found = algorithm_of(identifier)
    assert found is not None
    assert (found.scheme, found.digest) == (Scheme.RSA_PSS, digest.lower())
    assert (found.mask_digest, found.salt_octets) == (mask.lower(), salt)


def _outer(certificate: x509.Certificate) -> bytes:
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding

    der = certificate.public_bytes(Encoding.DER)
    return Certificate.load(der)["signature_algorithm"].dump()


def test_pss_with_the_defaults_of_its_standard() -> None:
    found = algorithm_of(bytes.fromhex("300d06092a864886f70d01010a3000"))
    assert found is not None
    assert (found.digest, found.mask_digest, found.salt_octets) == ("sha1", "sha1", 20)


@given(st.binary(max_size=80))
def test_no_octets_raise(octets: bytes) -> None:
    for identifier in (octets, b"\x30" + bytes([len(octets)]) + octets):
        algorithm_of(identifier)
    pss = bytes.fromhex("06092a864886f70d01010a") + octets
    algorithm_of(bytes([0x30, len(pss)]) + pss)
