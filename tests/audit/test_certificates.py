"""Certificates, issuances and applications find each other, or it is said that they may not have."""

from __future__ import annotations

import pytest

WITHOUT = "content.issued_without_application"
LACKING = "content.application_without_certificate"
DIFFERS = "content.differs_from_issuance"
LONG = 0xA1B2C3D4E5F60718293A4B5C6D7E8F00

TOML = """
[audit]
until = 2022-12-31
[authority]
name = "示例认证"
[[issuers]]
dn = "CN=测试CA,O=示例认证"
role = "test"
"""


@pytest.fixture(scope="module")
def archive(audited, issuer_named):
    """An archive of two issuers, its issuances and applications, all declared complete."""
    one, two, trial = (issuer_named(name) for name in ("甲CA", "乙CA", "测试CA"))
    encrypts = ("key_encipherment", "data_encipherment")
    return audited(
        complete="certificates issuances applications",
        toml=TOML,
        certificates={
            "own.der": one.certificate(0x11, name="张三"),
            "short.der": one.certificate(0x12, name="张三"),
            "long.der": one.certificate(LONG, name="张三"),
            "twin-signs.der": one.certificate(0x13, name="李四"),
            "twin-encrypts.der": one.certificate(0x14, name="李四", usage=encrypts),
            "two-a.der": one.certificate(0x15, name="王五"),
            "two-b.der": two.certificate(0x15, name="王五"),
            "known-a.der": one.certificate(0x16, name="王五"),
            "known-b.der": two.certificate(0x16, name="王五"),
            "batch.der": one.certificate(0x17, name="赵六"),
            "alone.der": one.certificate(0x18, name="孙七"),
            "lostrow.der": one.certificate(0x19, name="孙七"),
            "other.der": one.certificate(0x1A, name="周八"),
            "trial.der": trial.certificate(0x1B, name="测试"),
            "after.der": one.certificate(0x1C, name="吴九", since="2023-06-01T00:00:00"),
        },
        applications="""
            application_id batch_id subject_name applied_at          quantity
            own            -        张三         2020-03-01T09:00:00 1
            short          -        张三         2020-03-01T09:00:00 -
            long           -        张三         2020-03-01T09:00:00 -
            twin           -        李四         2020-03-01T09:00:00 1
            two            -        王五         2020-03-01T09:00:00 -
            known          -        王五         2020-03-01T09:00:00 -
            batch          B1       赵六         2020-03-01T09:00:00 -
            batchmate      B1       钱十         2020-03-01T09:00:00 -
            absent         -        郑一         2020-03-01T09:00:00 -
            other          -        冯二         2020-03-01T09:00:00 -
            nothing        -        陈三         2020-03-01T09:00:00 -
            """,
        issuances=f"""
            serial_number application_id batch_id issuer_dn        issued_at           product   twin_serial
            11            own            -        -                2020-03-02T18:00:00 signature -
            12            short          -        CN=丙CA,O=别家   2020-03-02T18:00:00 signature -
            {LONG:x}      long           -        CN=丙CA,O=别家   2020-03-02T18:00:00 signature -
            13            twin           -        -                2020-03-02T18:00:00 signature 14
            15            two            -        -                2020-03-02T18:00:00 signature -
            16            known          -        CN=乙CA,O=示例认证 2020-03-02T18:00:00 signature -
            17            -              B1       -                2020-03-02T18:00:00 signature -
            99            absent         -        -                2020-03-02T18:00:00 signature -
            19            -              -        -                2020-03-02T18:00:00 signature -
            1a            other          -        -                2020-03-05T18:00:00 signature -
            1b            -              BT       -                2020-03-02T18:00:00 test      -
            """,
    )


def verdict_of(archive, rule, serial):
    """The listed verdicts on the certificates of a serial number; clear ones are not listed."""
    return sorted(r["verdict"] for r in archive.listed(rule) if r["serial_number"] == serial)


def test_a_certificate_nobody_applied_for_breaches_only_if_nothing_may_be_its_issuance(archive):
    assert verdict_of(archive, WITHOUT, "18") == ["breach"]
    for serial in ("11", f"{LONG:x}", "13", "14", "17"):
        assert verdict_of(archive, WITHOUT, serial) == [], serial


def test_a_serial_of_two_issuers_without_its_issuer_is_nobodys_for_sure(archive):
    assert verdict_of(archive, WITHOUT, "15") == ["unknown", "unknown"]
    assert archive.verdict(LACKING, "two") == "unknown"


def test_a_serial_of_two_issuers_is_told_apart_by_its_issuer(archive):
    assert verdict_of(archive, WITHOUT, "16") == ["breach"]
    assert archive.verdict(DIFFERS, "known") == "clear"


def test_another_issuer_on_record_is_believed_only_where_the_serial_is_no_coincidence(archive):
    assert archive.verdict(DIFFERS, "long") == "breach"
    assert archive.verdict(DIFFERS, "short") == "-"
    assert verdict_of(archive, WITHOUT, "12") == ["unknown"]


def test_an_issuance_whose_row_was_lost_is_not_missing(archive):
    assert verdict_of(archive, WITHOUT, "19") == ["unknown"]


def test_an_issuance_without_its_certificate(archive):
    assert archive.verdicts(LACKING, "absent", "own") == {"absent": "breach", "own": "clear"}


def test_an_issuance_by_batch_alone_finds_its_application_by_the_holder(archive):
    rule = "parties.applicant_is_not_subject"
    assert archive.verdicts(rule, "batch", "batchmate", "other") == {
        "batch": "clear",
        "batchmate": "-",
        "other": "breach",
    }


def test_a_start_of_validity_days_from_the_issuance_is_a_doubt(archive):
    assert archive.verdict(DIFFERS, "other") == "breach:doubt"


def test_an_encryption_twin_is_counted_with_its_signing_certificate(archive):
    assert archive.verdicts("parties.more_issued_than_requested", "twin", "own") == {
        "twin": "clear",
        "own": "clear",
    }
    assert archive.verdict("parties.applicant_is_not_subject", "twin") == "clear"


def test_test_certificates_appear_in_no_verdict(archive):
    products = {row["product"] for row in archive.statistics}
    assert "test" not in products
    assert not any(r["serial_number"] == "1b" for r in archive.listed(WITHOUT))


def test_content_judges_every_certificate_and_counts_those_outside_the_period_apart(archive):
    rule = archive.rule("content.serial_invalid")
    assert (rule["examined"], rule["outside_period"]) == (archive.content["certificates"] - 1, 1)
