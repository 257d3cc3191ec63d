"""Certificates against issuances: what is on record by any way is not said to be missing."""

from __future__ import annotations

import pyarrow.parquet as pq


def test_a_twin_named_by_its_signing_certificate_is_on_record(audited, issuer_named):
    one = issuer_named("一号")
    encrypts = ("key_encipherment", "data_encipherment", "key_agreement")
    found = audited(
        certificates={
            "signs.der": one.certificate(0x13),
            "encrypts.der": one.certificate(0x14, usage=encrypts),
            "stray.der": one.certificate(0x15),
        },
        applications="application_id\nA1",
        issuances="""
            serial_number application_id issued_at           product   twin_serial
            13            A1             2020-03-02T18:00:00 signature 14
            16            A1             2020-03-02T18:00:00 signature -
            """,
    )
    rows = pq.read_table(found.folder / "reconciliation.parquet").to_pylist()
    counted = {
        name: sum(row[name] for row in rows)
        for name in ("archive", "issuances", "matched", "archive_only", "issuances_only")
    }
    assert counted == {
        "archive": 3, "issuances": 3, "matched": 2, "archive_only": 1, "issuances_only": 1,
    }  # fmt: skip
    (encryption,) = [row for row in rows if row["product"] == "encryption"]
    assert (encryption["matched"], encryption["archive_only"]) == (1, 0)
