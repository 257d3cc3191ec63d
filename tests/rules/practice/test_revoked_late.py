"""Revocations against the hours of the practice statement."""

from __future__ import annotations

from mingzheng.rules.practice.revoked_late import revoked_late

LINES = """
        subject   action  product    change_initiated_by ground    requested_at     effective_at
        late      revoked signature  holder              requested 2021-03-02T10:00 2021-03-04T10:00
        in_time   revoked signature  holder              requested 2021-03-02T10:00 2021-03-02T20:00
        edge      revoked event      holder              requested 2021-03-02T10:00 2021-03-03T10:04
        by_ground revoked signature  -                   requested 2021-03-02T10:00 2021-03-04T10:00
        undated   revoked signature  holder              requested -                2021-03-04T10:00
        by_ca     revoked signature  ca                  untrue    2021-03-02T10:00 2021-03-04T10:00
        twin      revoked encryption holder              requested 2021-03-02T10:00 2021-03-04T10:00
        renewed   renewed signature  holder              -         2021-03-02T10:00 2021-03-04T10:00
"""


def test_verdicts(judge):
    assert judge(revoked_late, LINES, parameters={"revocation_hours": 24}) == {
        "late": "breach",
        "in_time": "clear",
        "edge": "unknown",
        "by_ground": "breach",
        "undated": "unknown",
        "by_ca": "-",
        "twin": "-",
        "renewed": "-",
    }


def test_without_hours(judge):
    assert judge(revoked_late, LINES)["late"] == "unknown"
