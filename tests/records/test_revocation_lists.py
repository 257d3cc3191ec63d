"""Revocation lists on their way into the tables crls and revoked, made with pyca/cryptography."""

from __future__ import annotations

import datetime as dt
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from mingzheng.records.provenance import locate

KEY = ec.derive_private_key(9, ec.SECP256R1())
DAY = dt.datetime(2024, 5, 6, 7, 8, 9)


@cache
def made(*serials: int, name: str = "示例CA", days: int = 0) -> bytes:
    issuer = [
        x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, name),
    ]
    now = DAY + dt.timedelta(days=days)
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=x509.Name(issuer), last_update=now, next_update=now + dt.timedelta(days=1)
    )
    key = x509.AuthorityKeyIdentifier.from_issuer_public_key(KEY.public_key())
    builder = builder.add_extension(key, critical=False)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder(serial, DAY)
        reason = x509.CRLReason(x509.ReasonFlags.superseded)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, False).build())
    return builder.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)


def test_lists_and_entries(read):
    """Both tables, with the place of every list and entry, whatever the file holds."""
    found = read({"crls/a.crl": made(0x0A, 2) + made(3, name="Other"), "crls/b/c.crl": made(2)})
    assert found.records.supplied >= {"crls", "revoked"}
    lists = found.rows("crls")
    assert [row["issuer_dn"] for row in lists] == [
        "CN=示例CA,C=CN",
        "CN=Other,C=CN",
        "CN=示例CA,C=CN",
    ]
    assert [(row["entries"], row["complete"]) for row in lists] == [
        (2, True),
        (1, True),
        (1, True),
    ]
    assert lists[0]["this_update"] == DAY
    assert lists[0]["issuer_dn_key"] == lists[2]["issuer_dn_key"] != lists[1]["issuer_dn_key"]
    entries = found.rows("revoked")
    assert [row["serial_number"] for row in entries] == ["a", "2", "3", "2"]
    assert {row["reason"] for row in entries} == {"superseded"}
    assert {row["revoked_at"] for row in entries} == {DAY}
    assert [row["crl_row"] for row in entries] == [
        row["row"] for row, times in zip(lists, (2, 1, 1), strict=True) for _ in range(times)
    ]
    files = found.records.folder / "files.parquet"
    places = locate(files, "revoked", found.column("revoked", "row"))
    assert places == ["crls/a.crl:1", "crls/a.crl:2", "crls/a.crl:3", "crls/b/c.crl:1"]
    places = locate(files, "crls", found.column("crls", "row"))
    assert places == ["crls/a.crl:1", "crls/a.crl:2", "crls/b/c.crl:1"]


def test_no_lists(read):
    """Without the folder there is no table; an empty folder is a table without rows."""
    found = read({"issuances": "x"})
    assert not found.records.supplied & {"crls", "revoked"}
    assert found.rows("crls") == found.rows("revoked") == []


def test_a_list_given_twice_is_read_once(read):
    found = read({"crls/a.crl": made(1), "crls/b.crl": made(1)})
    assert len(found.rows("crls")) == len(found.rows("revoked")) == 1
    assert [entry["file"] for entry in found.rejected("crl_given_twice")] == ["crls/b.crl"]
    assert not found.records.void & {"crls", "revoked"}


def test_a_damaged_entry(read):
    """It is named with its place; its list proves no absence any more; the tables are not whole."""
    octets = bytearray(made(0x1111, 0x2222, 0x3333))
    octets[octets.index(b"\x22\x22") - 2] = 0x04
    found = read({"crls/a.crl": bytes(octets), "crls/b.crl": made(7)})
    assert [(row["entries"], row["complete"]) for row in found.rows("crls")] == [
        (2, False),
        (1, True),
    ]
    [reject] = found.rejected("damaged_crl_entry")
    assert (reject["table"], reject["file"], reject["line"]) == ("revoked", "crls/a.crl", 2)
    assert str(reject["value"]).startswith("malformed @")
    assert "revoked" in found.records.void


def test_an_unknown_reason_is_a_remark(read):
    octets = bytearray(made(1, 2))
    octets[octets.index(b"\x0a\x01\x04") + 2] = 0x07
    found = read({"crls/a.crl": bytes(octets)})
    assert found.column("revoked", "reason") == [None, "superseded"]
    assert found.column("crls", "complete") == [True]
    assert [e["line"] for e in found.rejected("crl_entry_value")] == [1]
    assert not found.records.void & {"crls", "revoked"}


def test_a_damaged_list(read):
    octets = bytearray(made(1, 2))
    octets[octets.index(b"\x30\x45", 60) if b"\x30\x45" in octets[60:] else -70] ^= 0xFF
    broken = bytearray(made(5))
    broken[4] = 0x31
    found = read({"crls/a.crl": bytes(broken), "crls/b.crl": made(7)})
    assert found.column("revoked", "serial_number") == ["7"]
    assert [e["file"] for e in found.rejected("damaged_crl")] == ["crls/a.crl"]
    assert {"crls", "revoked"} <= found.records.void


def test_a_second_run_keeps_what_is_there(read):
    files = {"crls/a.crl": made(1, 2)}
    first = read(files)
    again = read(files)
    assert again.rows("revoked") == first.rows("revoked")
    assert again.records.supplied == first.records.supplied
