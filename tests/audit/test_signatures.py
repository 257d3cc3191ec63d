"""Signatures from the bytes to the verdict, the seal and the exit."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from mingzheng.signatures import opinions
from mingzheng.signatures.verdicts import Verdict

RULE = "content.signature_invalid"


def own_certificate(issuer) -> bytes:
    key = issuer.key.public_key()
    begin = dt.datetime(2015, 1, 1)
    return (
        x509.CertificateBuilder()
        .subject_name(issuer.name)
        .issuer_name(issuer.name)
        .public_key(key)
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin.replace(year=2040))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .sign(issuer.key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


@pytest.fixture
def folder(write_evidence, issuer_named, tmp_path):
    """A sound certificate, a forged one, and one of an issuer that is not supplied."""
    known, stranger = issuer_named("一号"), issuer_named("二号")
    sound = known.certificate(0x13)
    forged = known.certificate(0x14)
    archived = {
        "sound.der": sound,
        "forged.der": forged[:-1] + bytes([forged[-1] ^ 1]),
        "stranger.der": stranger.certificate(0x15),
    }
    folder = write_evidence(tmp_path / "evidence", certificates=archived)
    (folder / "issuers").mkdir()
    (folder / "issuers" / "ca.der").write_bytes(own_certificate(known))
    return folder


def test_each_certificate_is_judged_by_its_issuers_key(folder, run_audit, tmp_path):
    audited = run_audit(folder, tmp_path / "result")
    assert audited.content["complete"]
    assert audited.content["signatures"] == {"invalid": 1, "issuer_unknown": 1, "valid": 1}
    found = {row["serial_number"]: row["verdict"] for row in audited.listed(RULE)}
    assert found == {"14": "breach", "15": "unknown"}
    assert {audited.rule(RULE)[word] for word in ("clear", "breach", "unknown")} == {1}


def test_without_issuers_every_certificate_is_unknown_and_none_listed(folder, run_audit, tmp_path):
    (folder / "issuers" / "ca.der").unlink()
    (folder / "issuers").rmdir()
    audited = run_audit(folder, tmp_path / "result")
    assert audited.content["signatures"] == {"issuer_unknown": 3}
    assert "issuers" in audited.content["summary"]["missing_tables"]
    for rule in (RULE, "content.validity_invalid"):
        assert audited.rule(rule)["unknown"] == 3
        assert audited.listed(rule) == []


def test_two_implementations_that_disagree_leave_the_run_incomplete(
    folder, run_audit, tmp_path, monkeypatch
):
    """The fault is put in: no signature is known on which real ones disagree."""
    monkeypatch.setattr(opinions, "second_opinion", lambda *asked: Verdict.VALID)
    audited = run_audit(folder, tmp_path / "result")
    assert not audited.content["complete"]
    assert [f["what"] for f in audited.content["failures"]] == ["source certificates/forged.der"]
    assert audited.content["signatures"] == {"disputed": 1, "issuer_unknown": 1, "valid": 1}
    [row] = [row for row in audited.listed(RULE) if row["serial_number"] == "14"]
    assert row["verdict"] == "unknown"
    assert "invalid / valid" in [shown["value"] for shown in row["shows"]]
