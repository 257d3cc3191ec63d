"""How long what a record rests on must be kept, by whatever link, and whether the file is the one."""

from __future__ import annotations

import hashlib

import pytest

NOT_KEPT = "preservation.record_not_kept"
EARLY = "preservation.destroyed_early"
SHORT = "preservation.term_too_short"
COMPLETE = "applications issuances holdings status_changes identity_checks materials"
YEAR = 365
EARLIER = "[audit]\nfrom = 2014-01-01\n"
"""The services of 2016 are looked at too."""

APPLICATIONS = """
    application_id batch_id kind   serial_number outcome  applied_at
    gone           -        issue  -             approved 2020-03-01T09:00:00
    fresh          -        issue  -             approved 2026-09-20T09:00:00
    before         -        issue  -             approved 2014-12-20T09:00:00
    spelled        -        issue  -             approved 2020-03-01T09:00:00
    several        -        issue  -             approved 2020-03-01T09:00:00
    batch1         B1       issue  -             approved 2016-03-01T09:00:00
    batch2         B1       issue  -             approved 2016-03-01T09:00:00
    first          -        issue  -             approved 2016-03-01T09:00:00
    relying        -        issue  -             approved 2017-03-01T09:00:00
    revoked        -        issue  -             approved 2016-03-01T09:00:00
    ended          -        revoke 16            approved 2017-01-01T09:00:00
    refused        -        issue  -             rejected 2020-03-01T09:00:00
    uncertified    -        issue  -             approved 2020-03-01T09:00:00
"""
ISSUANCES = """
    application_id serial_number issued_at
    gone           11            2020-03-02T10:00:00
    fresh          17            2026-09-21T10:00:00
    before         18            2020-03-02T10:00:00
    spelled        19            2020-03-02T10:00:00
    several        1a            2020-03-02T10:00:00
    batch1         12            2016-03-02T10:00:00
    batch2         13            2016-03-02T10:00:00
    first          14            2016-03-02T10:00:00
    relying        15            2017-03-02T10:00:00
    revoked        16            2016-03-02T10:00:00
    uncertified    1f            2020-03-02T10:00:00
"""
CHECKS = """
    check_id application_id party  method    result relied_on evidence_ref checked_at
    C1       gone           holder 现场      passed -         E1           2020-03-01T09:30:00
    C2       fresh          holder 现场      passed -         E2           2026-09-20T09:30:00
    C3       before         holder 现场      passed -         E3           2014-12-20T09:30:00
    C4       spelled        holder 现场      passed -         e4           2020-03-01T09:30:00
    C5       several        holder 现场      passed -         E5；E5a      2020-03-01T09:30:00
    C6       first          holder 现场      passed -         E6           2016-03-01T09:30:00
    C7       relying        holder reused    passed C6        -            2017-03-01T09:30:00
    C8       revoked        holder 现场      passed -         E8           2016-03-01T09:30:00
    C9       refused        holder 现场      passed -         E9           2020-03-01T09:30:00
    CA       uncertified    holder 现场      passed -         EA           2020-03-01T09:30:00
"""
MATERIALS = """
    application_id batch_id kind             archive_ref received_at
    -              B1       申请表           M1          2016-03-01T09:30:00
    ended          -        申请表           M2          2017-01-01T09:30:00
"""
HOLDINGS = """
    archive_ref form       location stored_at  destroyed_at retain_until
    E4          electronic -        2020-03-05 -            长期
    M1          paper      一号库   2016-03-05 2023-06-01   -
    M2          paper      一号库   2017-01-05 2022-02-01   -
    E6          electronic -        2016-03-05 2023-01-01   -
    E8          electronic -        2016-03-05 2022-02-01   -
    EA          electronic -        2020-03-05 2020-04-01   -
"""
CHANGES = """
    serial_number action  effective_at
    16            revoked 2017-01-02T10:00:00
"""


@pytest.fixture(scope="module")
def evidence(issuer_named):
    ca = issuer_named("甲CA")
    days = {"12": YEAR, "13": 3 * YEAR, "14": YEAR, "15": YEAR, "16": 10 * YEAR}
    since = {"12": 2016, "13": 2016, "14": 2016, "15": 2017, "16": 2016, "17": 2026}
    serials = ("11", "12", "13", "14", "15", "16", "17", "18", "19", "1a")
    return {
        "applications": APPLICATIONS,
        "issuances": ISSUANCES,
        "identity_checks": CHECKS,
        "materials": MATERIALS,
        "holdings": HOLDINGS,
        "status_changes": CHANGES,
        "certificates": {
            f"{serial}.der": ca.certificate(
                int(serial, 16),
                since=f"{since.get(serial, 2020)}-03-02T10:00:00",
                days=days.get(serial, 2 * YEAR),
            )
            for serial in serials
        },
    }


@pytest.fixture(scope="module")
def found(audited, evidence):
    return audited(complete=COMPLETE, toml=EARLIER, **evidence)


def test_a_missing_object_is_a_breach_only_where_nothing_can_explain_it(found):
    assert found.verdicts(
        NOT_KEPT, "gone", "fresh", "before", "spelled", "several", "refused", "uncertified"
    ) == {
        "gone": "breach",
        "fresh": "unknown",  # a month may pass until it reaches the archive
        "before": "unknown",  # the holdings are declared complete from 2015 on
        "spelled": "unknown",  # the archive spells it in capitals
        "several": "unknown",  # two references in one cell
        "refused": "-",  # no certificate, no term
        "uncertified": "clear",  # held: destroyed is another question
    }


def test_the_certificate_that_lapses_last_counts(found):
    assert found.verdicts(EARLY, "batch1", "first", "revoked", "ended", "uncertified") == {
        "batch1": "breach",  # one of the batch lapsed in 2017, the other in 2019
        "first": "breach",  # its check was relied on for another, until 2018
        "revoked": "clear",  # revoked early in 2017
        "ended": "clear",  # the revocation concerns the certificate that it ended
        "uncertified": "breach",  # whenever it ends, it was issued two months before
    }


def test_where_a_revocation_may_be_missing_the_term_may_have_ended(audited, evidence):
    known = COMPLETE.replace("status_changes", "")
    found = audited(complete=known, toml=EARLIER, **evidence)
    assert found.verdicts(EARLY, "batch1", "first", "revoked", "uncertified") == {
        "batch1": "unknown",
        "first": "unknown",
        "revoked": "clear",
        "uncertified": "breach",
    }


def test_a_longer_term_of_the_practice_statement_counts(audited, evidence):
    toml = EARLIER + "[parameters]\nretention_years = 10\n"
    found = audited(complete=COMPLETE, toml=toml, **evidence)
    assert found.verdicts(EARLY, "revoked", "ended") == {"revoked": "breach", "ended": "breach"}


def test_without_holdings_nothing_is_said_of_what_is_kept(audited, evidence):
    found = audited(complete=COMPLETE, **{k: v for k, v in evidence.items() if k != "holdings"})
    assert found.verdict(NOT_KEPT, "gone") == "unknown"
    assert found.rule(NOT_KEPT)["breach"] == 0
    assert found.listed(NOT_KEPT) == []


def test_files_are_compared_with_their_digests(write_evidence, run_audit, tmp_path, evidence):
    digest = hashlib.sha256(b"whole").hexdigest()
    holdings = f"""
        archive_ref sha256          sm3                 path           stored_at
        E1          {digest}        -                   a.pdf          2020-03-05
        E3          {digest}        -                   b.pdf          2020-03-05
        E8          {digest.upper()} {"0" * 64}         archive/a.pdf  2020-03-05
        M1          {digest}        -                   ../tables/x    2020-03-05
        M2          {digest}        -                   gone.pdf       2020-03-05
    """
    toml = EARLIER + "[parameters]\narchive_whole = true\n"
    folder = write_evidence(
        tmp_path / "evidence", complete=COMPLETE, toml=toml, **{**evidence, "holdings": holdings}
    )
    (folder / "archive").mkdir()
    (folder / "archive" / "a.pdf").write_bytes(b"whole")
    (folder / "archive" / "b.pdf").write_bytes(b"altered")
    found = run_audit(folder, tmp_path / "result")
    said = found.verdicts("preservation.altered", "gone", "before", "revoked", "batch1", "ended")
    assert said == {
        "gone": "clear",
        "before": "breach",
        "revoked": "clear",
        "batch1": "unknown",
        "ended": "-",
    }
    assert found.verdict("preservation.record_not_kept", "batch1") == "clear"
    assert found.verdicts("preservation.object_missing", "gone", "batch1", "ended") == {
        "gone": "clear",
        "batch1": "-",  # its term ended before the audit
        "ended": "-",
    }
    [shown] = found.listed("preservation.altered")[:1]
    assert shown["subject"] in ("E3", "M1")
    assert [r["reason"] for r in found.rejects()] == ["object_outside"]
    assert any(given["path"] == "archive" for given in found.content["inputs"])
