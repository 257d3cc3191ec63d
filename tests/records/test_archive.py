"""Certificates on their way into the table, made with pyca/cryptography."""

import base64
import datetime as dt
from functools import cache

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from mingzheng.errors import SettingsError
from mingzheng.records import archive
from mingzheng.records.provenance import locate

from .conftest import read_folder

START = dt.datetime(2019, 3, 2, 2, 11, 12, tzinfo=dt.UTC)


@cache
def key():
    return ec.generate_private_key(ec.SECP256R1())


@cache
def certificate(serial=1, common_name="张三", hours=0):
    name = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    issuer = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.COMMON_NAME, "某某 CA"),
    ]
    start = START + dt.timedelta(minutes=serial, hours=hours)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name(name))
        .issuer_name(x509.Name(issuer))
        .public_key(key().public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365))
        .sign(key(), hashes.SHA256())
    )


def der(*serials, **about):
    return b"".join(certificate(s, **about).public_bytes(Encoding.DER) for s in serials)


def pem(*serials, **about):
    return b"".join(certificate(s, **about).public_bytes(Encoding.PEM) for s in serials)


def test_certificates_and_issuers(read):
    found = read(
        {
            "certificates/a.der": der(1),
            "certificates/b.pem": pem(2, 3),
            "issuers/ca.pem": pem(9),
        }
    )
    assert found.column("certificates", "serial_number") == ["1", "2", "3"]
    assert found.column("issuers", "serial_number") == ["9"]
    rows = found.column("certificates", "row")
    places = locate(found.records.folder / "files.parquet", "certificates", rows)
    assert [place.partition(":")[0] for place in places] == [
        "certificates/a.der", "certificates/b.pem", "certificates/b.pem",
    ]  # fmt: skip
    assert found.column("certificates", "not_before")[0] == START.replace(tzinfo=None, minute=12)
    assert found.column("certificates", "public_key_fault") == [None] * 3
    assert {"certificates", "issuers"} <= found.records.supplied


def test_a_bare_folder_of_certificates(read):
    found = read({"./one.pem": pem(1), "sub/two.der": der(2)})
    assert found.column("certificates", "serial_number") == ["1", "2"]
    assert found.records.supplied == {"certificates"}


def test_the_issuer_of_the_settings_is_the_issuer_of_the_certificate(read):
    toml = '[[issuers]]\ndn = "C=CN, CN=某某 CA"\nsubject_templates = ["051@{person}"]'
    found = read({"certificates/a.pem": pem(1, common_name="051@张三")}, toml)
    assert found.column("certificates", "holder_person") == ["张三"]


@pytest.mark.parametrize("encode", [base64.b64encode, lambda data: data.hex().encode()])
def test_certificates_in_a_column(read, encode):
    toml = """
        [certificates]
        paths = ["tables/certs.csv"]
        columns = { certificate = "证书内容" }
    """
    lines = b"".join(b"%d,%s\n" % (n, encode(der(n))) for n in (5, 6))
    found = read({"tables/certs.csv": "编号,证书内容\n".encode() + lines}, toml)
    assert found.column("certificates", "serial_number") == ["5", "6"]
    rows = found.column("certificates", "row")
    places = locate(found.records.folder / "files.parquet", "certificates", rows)
    assert places == ["tables/certs.csv:2", "tables/certs.csv:3"]


def test_damage_loses_only_what_is_damaged(read):
    found = read({"certificates/a.pem": pem(1) + b"-----BEGIN CERTIFICATE-----\n???\n" + pem(2)})
    assert set(found.column("certificates", "serial_number")) >= {"1", "2"}
    assert found.rejects
    assert "certificates" in found.records.void


def test_batches_and_threads_change_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "evidence/certificates"
    folder.mkdir(parents=True)
    both = [certificate(n) for n in (20, 21)]
    signed = pkcs7.serialize_certificates(both, Encoding.PEM)
    (folder / "a.pem").write_bytes(pem(*range(1, 8)) + signed + pem(8))
    for serial in range(9, 12):
        (folder / f"{serial}.der").write_bytes(der(serial))
    found = []
    for batch, threads in ((1 << 16, 1), (2, 1), (2, 4), (3, 2)):
        monkeypatch.setattr(archive, "BATCH", batch)
        out = tmp_path / f"{batch}-{threads}"
        read = read_folder(tmp_path / "evidence", out, threads=threads)
        rows = read.column("certificates", "row")
        assert len(set(rows)) == len(rows) == 13
        places = locate(out / "files.parquet", "certificates", rows)
        found.append([rows, places, read.column("certificates", "serial_number")])
    assert found == [found[0]] * 4


def test_a_template_that_cannot_be_used_is_said_first(read):
    toml = '[[issuers]]\ndn = "CN=x"\nsubject_templates = ["{persn}"]'
    with pytest.raises(SettingsError):
        read({"certificates/a.pem": pem(1)}, toml)


ISSUED = "申请编号,证书序列号,颁发者,签发时间\n"


def issued(serials, *, hours):
    lines = []
    for serial in serials:
        local = START + dt.timedelta(minutes=serial, hours=8 + hours, seconds=30)
        lines.append(f"A{serial},{serial:x},,{local:%Y-%m-%d %H:%M:%S}\n")
    return ISSUED + "".join(lines)


@pytest.mark.parametrize("hours", [-8, 8])
def test_a_uniform_shift_of_eight_hours_is_a_mapping_fault(read, hours):
    serials = range(1, 61)
    found = read({"issuances": issued(serials, hours=hours), "certificates/a.pem": pem(*serials)})
    assert found.records.shifted == {"issuances"}
    assert "8 小时" in found.records.notices[-1].zh


@pytest.mark.parametrize(("count", "hours"), [(60, 0), (60, 7), (40, -8)])
def test_other_distances_are_not(read, count, hours):
    serials = range(1, count + 1)
    found = read({"issuances": issued(serials, hours=hours), "certificates/a.pem": pem(*serials)})
    assert not found.records.shifted
