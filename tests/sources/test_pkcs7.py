"""PKCS#7 as OpenSSL and pyca write it, and broken in every place."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import certifi
import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.sources.certificates import read_certificates
from mingzheng.sources.limits import Limits
from mingzheng.sources.pkcs7 import read_signed
from mingzheng.sources.rejects import REASONS, Rejects

BUNDLE = Path(certifi.where()).read_text("ascii")
PEMS = ["-----BEGIN" + part.split("-----END")[0] + "-----END CERTIFICATE-----\n"
        for part in BUNDLE.split("-----BEGIN")[1:6]]  # fmt: skip
DERS = [ssl.PEM_cert_to_DER_cert(pem) for pem in PEMS]
LIMITS = Limits()


def wrapped(form: str, folder: Path) -> bytes:
    (folder / "in").write_text("".join(PEMS))
    command = ["openssl", "crl2pkcs7", "-nocrl", "-certfile", str(folder / "in"), "-outform", form]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_openssl_der(tmp_path: Path) -> None:
    assert read_signed(wrapped("DER", tmp_path), LIMITS).certificates == DERS


@pytest.mark.parametrize("form", ["DER", "PEM"])
def test_as_files_and_among_others(form: str, tmp_path: Path) -> None:
    signed = wrapped(form, tmp_path)
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "a.p7b").write_bytes(signed)
    if form == "PEM":
        (evidence / "b.pem").write_bytes(PEMS[4].encode() + signed + PEMS[3].encode())
    with Rejects() as rejects:
        batches = list(read_certificates(evidence, rejects=rejects))
        assert len(rejects) == 0
    found = [der.as_py() for batch in batches for der in batch.der]
    assert found == ([*DERS, DERS[4], *DERS, DERS[3]] if form == "PEM" else DERS)


def test_pyca_agrees() -> None:
    loaded = [x509.load_der_x509_certificate(der) for der in DERS]
    data = pkcs7.serialize_certificates(loaded, Encoding.DER)
    assert sorted(read_signed(data, LIMITS).certificates) == sorted(DERS)


def test_the_sm2_content_type(tmp_path: Path) -> None:
    """GM/T 0010 has its own arc for signed data; the structure is the same."""
    data = wrapped("DER", tmp_path)
    plain = bytes.fromhex("06092a864886f70d010702")
    inner = data[data.index(plain) + len(plain) :]
    oid = bytes.fromhex("060a2a811ccf550601040202")
    outer = b"\x30\x84" + (len(oid) + len(inner)).to_bytes(4, "big") + oid + inner
    assert read_signed(outer, LIMITS).certificates == DERS


def fault(data: bytes) -> tuple[str | None, list[bytes]]:
    signed = read_signed(data, LIMITS)
    return signed.reason, signed.certificates


def test_no_certificates(tmp_path: Path) -> None:
    empty = bytes.fromhex("302306092a864886f70d010702a016301402010131003"
                          "00b06092a864886f70d0107013100")  # fmt: skip
    assert cms.ContentInfo.load(empty)["content_type"].native == "signed_data"
    assert fault(empty) == ("no_certificates", [])
    assert "没有证书" in REASONS["no_certificates"].explanation.zh
    assert "no certificate" in REASONS["no_certificates"].explanation.en


def test_indefinite_lengths_are_refused(tmp_path: Path) -> None:
    assert fault(b"\x30\x80" + wrapped("DER", tmp_path)[4:])[0] == "indefinite_length"
    assert "不定长编码" in REASONS["indefinite_length"].explanation.zh
    assert "indefinite lengths" in REASONS["indefinite_length"].explanation.en


def test_every_cut_keeps_whole_certificates(tmp_path: Path) -> None:
    data = wrapped("DER", tmp_path)
    for size in range(0, len(data) - 30, 41):
        reason, found = fault(data[:size])
        assert reason == "damaged_pkcs7"
        assert found == DERS[: len(found)]
        assert len(found) == sum(
            size >= data.index(der) + len(der) for der in DERS
        )  # fmt: skip
    assert "结构损坏" in REASONS["damaged_pkcs7"].explanation.zh
    assert "damaged or incomplete" in REASONS["damaged_pkcs7"].explanation.en


@settings(max_examples=300, deadline=None)
@given(junk=st.binary(max_size=60), at=st.integers(0, 80))
def test_mutations_never_crash(junk: bytes, at: int) -> None:
    loaded = [x509.load_der_x509_certificate(DERS[0])]
    data = pkcs7.serialize_certificates(loaded, Encoding.DER)
    data = data[:at] + junk + data[at + len(junk) :]
    signed = read_signed(data, LIMITS)
    assert signed.reason in {None, *REASONS}
    assert signed.reason or signed.certificates
