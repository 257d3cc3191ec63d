"""A missing row breaches only where the table is declared complete; elsewhere nothing is known."""

from __future__ import annotations


def test_first(audited):
    a = audited(
        applications="""
            application_id
            A1
            A2
            """,
        identity_checks="""
            check_id application_id party  checked_at          result method
            C1       A1             holder 2020-03-01T09:30:00 passed face
            """,
        complete="identity_checks applications",
    )
    assert a.verdicts("identity.never_checked", "A1", "A2") == {"A1": "clear", "A2": "breach"}
