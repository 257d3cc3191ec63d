"""Revocation lists through the whole audit: what they prove, and what nothing proves without them."""

from __future__ import annotations

import datetime as dt

import pyarrow.parquet as pq
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

COMPLETE = "applications issuances status_changes announcements certificates"
TOML = "[parameters]\nrevocation_announcement_hours = 24\nmax_validity_days = 400\n"
CHANGES = """
    serial_number action  initiated_by requested_at        effective_at
    21            revoked holder       2020-06-01T09:00:00 2020-06-01T10:00:00
    22            revoked holder       2020-06-01T09:00:00 2020-06-01T10:00:00
    """
RULES = (
    "announcement.missing_from_crl", "announcement.revocation_unannounced",
    "announcement.revoked_in_crl_only", "content.outside_archive",
)  # fmt: skip


def revocation_list(issuer, *serials):
    now = dt.datetime(2020, 7, 1)
    builder = x509.CertificateRevocationListBuilder(
        issuer_name=issuer.name, last_update=now, next_update=now + dt.timedelta(days=30)
    )
    key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    builder = builder.add_extension(key, critical=False)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder(serial, dt.datetime(2020, 6, 1, 2)).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def judged(issuer_named, write_evidence, run_audit, tmp_path_factory):
    """`judged(serials or None)`: audited with one list of them, or without any."""
    one = issuer_named("一号")

    def run(*serials):
        place = tmp_path_factory.mktemp("lists")
        folder = write_evidence(
            place / "evidence",
            certificates={f"{n:x}.der": one.certificate(n) for n in (0x21, 0x22, 0x23)},
            complete=COMPLETE,
            toml=TOML,
            status_changes=CHANGES,
            announcements="serial_number action",
            applications="application_id\nA1",
            issuances="serial_number application_id issued_at product\n"
            "21 A1 2020-03-02T18:00:00 signature",
        )
        if serials:
            (folder / "crls").mkdir()
            (folder / "crls/a.crl").write_bytes(revocation_list(one, *serials))
        return run_audit(folder, place / "result")

    return run


def breaches(found, rule):
    return {row["serial_number"] or row["subject"] for row in found.listed(rule)
            if row["verdict"] == "breach"}  # fmt: skip


def test_a_list_shows_what_is_missing_and_what_was_left_out(judged):
    found = judged(0x21, 0x23, 0x99)
    assert {rule: breaches(found, rule) for rule in RULES} == {
        "announcement.missing_from_crl": {"22"},
        "announcement.revocation_unannounced": {"22"},
        "announcement.revoked_in_crl_only": {"23", "99"},
        "content.outside_archive": {"99"},
    }
    # its issuer was not supplied
    assert [n for n in found.content["notices"] if "撤销列表" in n["zh"]]
    clear = {rule: found.rule(rule)["clear"] for rule in RULES}
    assert clear == dict(zip(RULES, (1, 1, 1, 2), strict=True))
    rows = pq.read_table(found.folder / "reconciliation.parquet").to_pylist()
    counted = {
        name: sum(row[name] for row in rows) for name in ("archive", "listed", "listed_only")
    }
    assert counted == {"archive": 3, "listed": 3, "listed_only": 1}


def test_without_a_list_nobody_is_accused_or_acquitted(judged):
    found = judged()
    for rule in RULES[:2]:
        counts = found.rule(rule)
        assert (counts["unknown"], counts["clear"], counts["breach"]) == (2, 0, 0), rule
    for rule in RULES[2:]:
        assert found.rule(rule)["breach"] == 0, rule
