"""Keys that the kernels don't know are put to a library; nobody is accused for an unknown curve."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding

from mingzheng.certificates import read
from mingzheng.records.key_faults import key_faults

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "示例")])


def certificate(public_key) -> bytes:
    issuer = ec.generate_private_key(ec.SECP256R1())
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME).serial_number(7)
    builder = builder.not_valid_before(start).not_valid_after(start + dt.timedelta(days=365))
    signed = builder.public_key(public_key).sign(issuer, hashes.SHA256())
    return signed.public_bytes(Encoding.DER)


def faults(*certificates: bytes) -> list[str | None]:
    der = pa.array(certificates, pa.large_binary())
    return key_faults(read(der), der).to_pylist()


@pytest.mark.parametrize("curve", [ec.SECP256R1, ec.SECP384R1, ec.SECP521R1, ec.BrainpoolP256R1])
def test_a_point_off_its_curve_is_found_on_every_curve(curve):
    sound = certificate(ec.generate_private_key(curve()).public_key())
    spki = x509.load_der_x509_certificate(sound).public_key().public_numbers()
    y = spki.y.to_bytes((curve().key_size + 7) // 8, "big")
    broken = sound.replace(y, y[:-1] + bytes([y[-1] ^ 1]))
    assert broken != sound
    assert faults(sound, broken) == [None, "point_not_on_curve"]


@pytest.mark.parametrize("curve", [ec.SECP256R1, ec.SECP384R1])
def test_a_sound_key_is_found_sound_wherever_it_stands(curve):
    sound = [certificate(ec.generate_private_key(curve()).public_key()) for _ in range(4)]
    assert faults(*sound) == [None] * 4
    later = pa.array(sound, pa.large_binary()).slice(2)
    assert key_faults(read(later), later).to_pylist() == [None] * 2


def test_an_algorithm_nobody_examines_is_not_accused():
    key = certificate(ed25519.Ed25519PrivateKey.generate().public_key())
    assert faults(key)[0] in (None, "not_examined")
