"""What the CA does as a whole: complaints, versions of its statement, years of service, licence."""

from __future__ import annotations

import pytest

TOML = """
[authority]
licence_periods = [{ from = 2015-06-01, until = 2020-05-31 }, { from = 2020-06-01, until = 2021-12-31 }]
[audit]
from = 2017-07-01
until = 2022-10-30
[parameters]
complaint_answer_days = { value = 15, source = "CPS" }
yearly_internal_audit = { value = true, source = "CPS" }
"""
HELD = "complaints documents audits applications issuances identity_checks reviews status_changes"


def listed(found, rule: str) -> dict[str, str]:
    """Subject → breach, doubt or unknown; the clear ones are not listed."""
    words = {"violation": "breach", "doubt": "doubt"}
    return {
        row["subject"]: words[row["severity"]] if row["verdict"] == "breach" else row["verdict"]
        for row in found.listed(f"practice.{rule}")
    }


@pytest.fixture(scope="module")
def found(audited, issuer_named):
    """Six applications of four applicants, five complaints, documents and audits with gaps."""
    issuer = issuer_named("示例CA")
    since, days = "2020-03-02T10:00:00", 900
    return audited(
        toml=TOML,
        complete=HELD,
        certificates={
            f"{n}.cer": issuer.certificate(0x1000 + n, since=since, days=days) for n in range(1, 7)
        },
        applications="""
            application_id applicant_id_number
            kept           110105194912310021
            gone           110105194912310048
            itsother       110105194912310048
            resolved       110105194912310056
            reviewed       110105194912310056
            quiet          110105194912310064
            """,
        issuances="""
            application_id serial_number issued_at           product
            kept           1001          2020-03-02T10:00:00 signature
            gone           1002          2020-03-02T10:00:00 signature
            itsother       1003          2020-03-02T10:00:00 signature
            resolved       1004          2020-03-02T10:00:00 signature
            reviewed       1005          2020-06-01T00:02:00 signature
            quiet          1006          2022-01-01T00:10:00 signature
            """,
        status_changes="""
            serial_number action  effective_at
            1002          revoked 2020-04-10T10:00:00
            1004          revoked 2020-07-10T10:00:00
            """,
        reviews="""
            application_id reviewed_at         result
            reviewed       2020-07-20T10:00:00 approved
            """,
        identity_checks="check_id application_id party checked_at result",
        complaints="""
            complaint_id received_at         answered_at         closed_at           topic           outcome    serial_number
            onkept       2020-04-01T10:00:00 2020-04-16T23:00:00 2020-04-16T23:00:00 非本人申请      upheld     1001
            ongone       2020-04-01T10:00:00 2020-04-17T00:30:00 2020-04-17T00:30:00 非本人申请      partly     1002
            onresolved   2020-07-01T10:00:00 -                   2020-07-15T10:00:00 非本人申请      upheld     1004
            ofnone       2020-07-01T10:00:00 2020-07-03          -                   非本人申请      upheld     -
            open         2020-07-01T10:00:00 -                   -                   fees            -          1006
            recent       2026-09-20T10:00:00 -                   -                   fees            -          1006
            """,
        documents="""
            document_id kind   effective_from effective_until published_at filed_at
            C1          cps    2016-06-01     2018-12-30      2016-05-20   2016-06-10
            C2          cps    2019-01-01     -               2018-12-20   2019-01-19
            C3          cps    2021-01-01     -               2021-01-20   -
            A1          policy 2016-01-01     2018-12-31      -            -
            A2          policy 2019-01-01     2020-01-31      -            -
            """,
        audits="""
            audit_id held_at
            N1       2018-12-31
            N2       2020-01-01T00:00:00
            """,
    )


def test_an_answer_is_due_by_the_end_of_the_last_day(found):
    assert listed(found, "complaint_unanswered") == {
        "ongone": "breach",
        "onresolved": "unknown",
        "open": "breach",
    }


def test_a_certificate_not_applied_for_is_traced_to_its_applicant(found):
    assert listed(found, "denied_application_unresolved") == {
        "onkept": "doubt",
        "ongone": "doubt",
        "ofnone": "unknown",
    }


def test_a_change_of_the_statement_is_filed_in_thirty_days(found):
    assert listed(found, "cps_not_filed") == {"C3": "breach"}
    assert listed(found, "cps_in_force_before_published") == {"C3": "doubt"}


def test_a_year_without_audit_statement_or_policy(found):
    assert listed(found, "no_internal_audit") == {"2019": "breach", "2021": "breach"}
    assert listed(found, "no_cps_in_force") == {"2018": "breach"}
    assert listed(found, "security_system_unshown") == {"2020": "doubt", "2021": "doubt"}


def test_periods_of_the_licence_that_follow_one_another_are_one(found):
    verdicts = found.verdicts("practice.outside_licence", "kept", "reviewed", "quiet")
    assert verdicts == {"kept": "clear", "reviewed": "clear", "quiet": "breach"}


@pytest.fixture(scope="module")
def undeclared(audited):
    """Nothing declared complete but the documents, of which a cell can't be read."""
    return audited(
        toml=TOML.replace("licence_periods", "# "),
        complete="documents",
        complaints="""
            complaint_id received_at         answered_at
            open         2020-07-01T10:00:00 -
            answered     2020-07-01T10:00:00 2020-07-02
            """,
        documents="""
            document_id kind effective_from effective_until published_at filed_at
            C1          cps  2016-06-01     -               2016-05-20   2016-06-10
            C2          cps  2019-01-01     -               2018-12-20   soon
            C3          cps  2019-01-01     -               2018-12-20   2019-03-01
            """,
        audits="""
            audit_id held_at
            N1       2018-12-01
            N2       -
            """,
        issuances="""
            application_id serial_number issued_at           product
            A1             1001          2020-03-02T10:00:00 signature
            """,
        applications="application_id",
    )


def test_what_may_be_missing_or_was_unreadable_is_unknown(undeclared):
    assert listed(undeclared, "complaint_unanswered") == {"open": "unknown"}
    assert listed(undeclared, "cps_not_filed") == {"C2": "unknown", "C3": "breach"}


def test_without_a_licence_period_no_year_is_known_to_be_licensed(undeclared):
    for rule in ("no_internal_audit", "security_system_unshown", "no_cps_in_force"):
        assert undeclared.rule(f"practice.{rule}")["unknown"] == 4
    assert undeclared.rule("practice.outside_licence")["unknown"] == 1
