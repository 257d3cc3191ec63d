"""Signatures of revocation lists: by OpenSSL's keys and the sample's, one bit changed, nobody's."""

from __future__ import annotations

import datetime as dt
import subprocess
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from mingzheng.certificates.revocation_lists import read_list
from mingzheng.certificates.revocation_walk import ListField
from mingzheng.sample.issuers import make_issuers
from mingzheng.sample.revocation_lists import NO_REASON, Revoked, revocation_list

DAY = dt.datetime(2020, 5, 6, 7, 8, 9)
AT = 1_588_748_889


class Ca:
    """A CA with a key of its own."""

    def __init__(self, name: str, key) -> None:
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.key = key

    @property
    def certificate(self) -> bytes:
        builder = x509.CertificateBuilder().subject_name(self.name).issuer_name(self.name)
        builder = builder.public_key(self.key.public_key()).serial_number(1)
        builder = builder.not_valid_before(DAY - dt.timedelta(days=900))
        builder = builder.not_valid_after(DAY + dt.timedelta(days=900))
        own = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        builder = builder.add_extension(own, critical=False)
        builder = builder.add_extension(x509.BasicConstraints(True, None), critical=True)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def list(self, *serials: int, day: dt.datetime = DAY, named: bool = True, by=None) -> bytes:
        builder = x509.CertificateRevocationListBuilder(
            issuer_name=self.name, last_update=day, next_update=day + dt.timedelta(days=9)
        )
        if named:
            key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
            builder = builder.add_extension(key, critical=False)
        for serial in serials:
            entry = x509.RevokedCertificateBuilder(serial, DAY)
            if by is not None:
                issuer = x509.CertificateIssuer([x509.DirectoryName(by.name)])
                entry = entry.add_extension(issuer, critical=True)
            builder = builder.add_revoked_certificate(entry.build())
        if by is not None:
            place = [x509.UniformResourceIdentifier("http://crl.example.cn/a.crl")]
            indirect = x509.IssuingDistributionPoint(place, None, False, False, None, True, False)
            builder = builder.add_extension(indirect, critical=True)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


@cache
def ca(kind: str) -> Ca:
    if kind == "rsa":
        return Ca("RSA", rsa.generate_private_key(65537, 2048))
    return Ca(kind, ec.generate_private_key(ec.SECP384R1() if kind == "p384" else ec.SECP256R1()))


def sm2_list(*serials: int) -> bytes:
    octets = [serial.to_bytes(2, "big") for serial in serials]
    count = len(octets)
    revoked = Revoked(
        serials=pa.array(octets, pa.binary()),
        at=np.full(count, AT),
        until=np.full(count, AT + 10**8),
        reasons=np.full(count, NO_REASON, np.uint8),
    )
    return revocation_list(make_issuers(7).sm2, revoked, at=AT, number=1)


def made(kind: str) -> tuple[dict[str, bytes], bytes]:
    """The issuer's certificates, and a list of one certificate."""
    if kind == "sm2":
        issuers = make_issuers(7)
        supplied = {"root": issuers.root.certificate, "sm2": issuers.sm2.certificate}
        return supplied, sm2_list(0x1234)
    return {kind: ca(kind).certificate}, ca(kind).list(0x1234)


def changed(der: bytes, place: int) -> bytes:
    return der[:place] + bytes([der[place] ^ 1]) + der[place + 1 :]


def forged(der: bytes) -> list[bytes]:
    """One bit of the serial number listed, and one of the signature's last octet, are others."""
    return [changed(der, der.index(b"\x12\x34") + 1), changed(der, len(der) - 1)]


def folder(lists: list[bytes], issuers: dict[str, bytes]) -> dict[str, bytes]:
    return {f"crls/{n}.crl": der for n, der in enumerate(lists)} | {
        f"issuers/{name}.cer": der for name, der in issuers.items()
    }


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384", "sm2"])
def test_a_list_counts_by_its_issuers_key(read, kind):
    issuers, der = made(kind)
    found = read(folder([der, *forged(der)], issuers))
    assert found.column("crls", "signature_verdict") == ["valid", "invalid", "invalid"]
    assert found.column("crls", "complete") == [True, False, False]
    assert found.column("crls", "entries") == [1, 0, 0]
    assert found.column("revoked", "serial_number") == ["1234"]
    rejects = found.rejected("crl_signature_invalid")
    assert [(r["table"], r["file"]) for r in rejects] == [
        ("crls", "crls/1.crl"),
        ("crls", "crls/2.crl"),
    ]
    assert not [n for n in found.records.notices if "撤销列表" in n.zh]


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
def test_openssl_says_the_same(tmp_path, kind):
    issuers, der = made(kind)
    for name, octets in (("ca", issuers[kind]), *zip("abc", [der, *forged(der)], strict=True)):
        (tmp_path / f"{name}.der").write_bytes(octets)
    command = ["openssl", "x509", "-inform", "DER", "-in", "ca.der", "-out", "ca.pem"]
    subprocess.run(command, cwd=tmp_path, check=True)
    answers = []
    for name in "abc":
        command = ["openssl", "crl", "-inform", "DER", "-in", f"{name}.der", "-CAfile", "ca.pem"]
        said = subprocess.run([*command, "-noout"], cwd=tmp_path, capture_output=True, check=False)
        answers.append(b"verify OK" in said.stderr)
    assert answers == [True, False, False]


def test_a_list_of_an_unknown_issuer_counts_and_is_told(read):
    _, der = made("p256")
    found = read(folder([der, forged(der)[0]], {"other": ca("p384").certificate}))
    assert found.column("crls", "signature_verdict") == ["issuer_unknown"] * 2
    assert found.column("revoked", "serial_number") == ["1234", "1235"]
    [notice] = [n for n in found.records.notices if "撤销列表" in n.zh]
    assert "2" in notice.zh
    assert "issuers/" in notice.zh
    assert not found.rejected("crl_signature_invalid")


def test_an_indirect_list_is_signed_by_its_own_issuer(read):
    other, own = ca("p384"), ca("p256")
    der = other.list(0x1234, by=own)
    found = read(folder([der, *forged(der)], {"p384": other.certificate, "p256": own.certificate}))
    assert found.column("crls", "signature_verdict") == ["valid", "invalid", "invalid"]
    assert found.column("revoked", "issuer_dn") == ["CN=p256"]


def test_another_key_of_that_name_is_not_accused_of_forgery(read):
    """The list names a key of its issuer that was not supplied."""
    old, new = Ca("同名", ec.generate_private_key(ec.SECP256R1())), Ca("同名", ca("p256").key)
    found = read(folder([new.list(7)], {"old": old.certificate}))
    assert found.column("crls", "signature_verdict") == ["issuer_unknown"]
    assert found.column("revoked", "serial_number") == ["7"]


def test_a_list_from_outside_the_issuers_validity_is_not_refused(read):
    """Its issuer's certificate was not valid that day: whose key it was then is not known."""
    own = ca("p256")
    der = own.list(0x1234, day=DAY + dt.timedelta(days=5000))
    found = read(folder([der, forged(der)[1]], {"p256": own.certificate}))
    assert found.column("crls", "signature_verdict") == ["valid", "issuer_unknown"]


def test_a_list_that_names_no_key_is_its_issuers(read):
    own = ca("rsa")
    der = own.list(0x1234, named=False)
    found = read(folder([der, *forged(der)], {"rsa": own.certificate}))
    assert found.column("crls", "signature_verdict") == ["valid", "invalid", "invalid"]


def test_what_is_signed_lies_where_pyca_finds_it():
    for kind in ("rsa", "p256"):
        _, der = made(kind)
        mine, theirs = read_list(der), x509.load_der_x509_crl(der)
        start, end = mine.found[[ListField.SIGNED_START, ListField.SIGNED_END]].tolist()
        assert der[start:end] == theirs.tbs_certlist_bytes
        start, end = mine.found[[ListField.SIGNATURE_START, ListField.SIGNATURE_END]].tolist()
        assert der[start:end] == b"\0" + theirs.signature
        assert ca(kind).name == theirs.issuer
