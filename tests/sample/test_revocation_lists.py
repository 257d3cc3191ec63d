"""The sample's revocation lists, against pyca/cryptography, gmssl and our own reader."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from asn1crypto.crl import CertificateList
from asn1crypto.x509 import Certificate
from cryptography import x509
from gmssl_pyx import sm2_verify

from mingzheng.certificates.revocation_lists import read_blocks, read_list
from mingzheng.sample.issuers import Issuers, make_issuers
from mingzheng.sample.revocation_lists import (
    NO_REASON,
    Revocations,
    Revoked,
    issue_days,
    revocation_list,
    write_revocation_lists,
)

AT = 1_640_995_200
DAY = 86_400


@pytest.fixture(scope="module")
def issuers() -> Issuers:
    return make_issuers(3)


def revoked(*serials: bytes) -> Revoked:
    count = len(serials)
    return Revoked(
        serials=pa.array(serials, pa.binary()),
        at=AT - DAY * np.arange(1, count + 1),
        until=np.full(count, AT + 100 * DAY),
        reasons=np.array([4, NO_REASON] * count, np.uint8)[:count],
    )


@pytest.mark.parametrize("name", ["p256", "rsa"])
def test_pyca_reads_and_verifies(issuers: Issuers, name: str) -> None:
    issuer = getattr(issuers, name)
    three = revoked(b"\x41\x02", b"\x01", b"\x7f" * 16)
    der = revocation_list(issuer, three, at=AT, number=5, point="http://a.example/1.crl")
    theirs = x509.load_der_x509_crl(der)
    own = x509.load_der_x509_certificate(issuer.certificate)
    assert theirs.issuer == own.subject
    assert theirs.is_signature_valid(own.public_key())
    assert [entry.serial_number for entry in theirs] == [0x4102, 1, int.from_bytes(b"\x7f" * 16)]
    assert [len(entry.extensions) for entry in theirs] == [1, 0, 1]
    key = theirs.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    assert key.key_identifier == issuer.key_identifier
    ours = read_list(der)
    assert ours.covers_all
    assert ours.distribution_point == "http://a.example/1.crl"
    assert [batch.num_rows for batch, _ in read_blocks(ours)] == [3]


def test_another_implementation_verifies_sm2(issuers: Issuers) -> None:
    """With the default identity, as GM/T 0009 has it."""
    der = revocation_list(issuers.sm2, revoked(b"\x42"), at=AT, number=1)
    theirs = CertificateList.load(der)
    own = Certificate.load(issuers.sm2.certificate).public_key["public_key"]
    point = bytes(own)[-64:]
    signed, signature = theirs["tbs_cert_list"].dump(), theirs["signature"].native
    assert sm2_verify(point, signed, signature)
    assert not sm2_verify(point, signed + b"!", signature)
    assert read_list(der).signature_algorithm == "sm2-sm3"


def test_a_list_of_nobody(issuers: Issuers) -> None:
    """An empty list has no sequence of entries (RFC 5280 5.1.2.6)."""
    der = revocation_list(issuers.p256, revoked(), at=AT, number=1)
    assert len(x509.load_der_x509_crl(der)) == 0
    assert read_list(der).unreadable is None


def test_who_stands_in_which_list(issuers: Issuers, tmp_path: Path) -> None:
    """From an hour after the revocation until the certificate expires; the same bytes each time."""
    as_of = dt.date(2018, 5, 4)
    days = issue_days(as_of)
    assert [day.isoformat() for day in days[-3:]] == ["2018-01-01", "2018-04-01", "2018-05-04"]
    at, until = (
        int(np.datetime64(day, "s").astype(np.int64)) for day in ("2017-12-01", "2018-04-02")
    )
    revocations = Revocations()
    one = Revoked(pa.array([b"\x55"], pa.binary()), np.array([at]), np.array([until]),
                  np.array([NO_REASON], np.uint8))  # fmt: skip
    revocations.add("rsa", one)
    keys = {name: getattr(issuers, name) for name in ("sm2", "p256", "rsa")}
    for folder in ("a", "b"):
        count = write_revocation_lists(tmp_path / folder, keys, revocations, as_of)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(files) == count == 3 * len(days)
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    held = {
        path.stem
        for path in (tmp_path / "a").glob("rsa-*")
        if len(x509.load_der_x509_crl(path.read_bytes()))
    }
    assert held == {"rsa-2018-01-01", "rsa-2018-04-01"}
