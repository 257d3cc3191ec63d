"""Announcements in time or late."""

from __future__ import annotations

from mingzheng.rules.announcement.announced_late import announced_late

TIMES = {
    "crl_is_announcement": True,
    "revocation_announcement_hours": 24,
    "renewal_announcement_days": 3,
}
REVOKED = """
        subject    action  product   effective_at     not_after  announcements announced_in_crl announced_by_ocsp announced_at     announced_in_crl_at announced_by_ocsp_at listed_at        announcement_undated crl_entries
        late       revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-05T10:00 -                   -                    -                no                   0
        nolists    revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-05T10:00 -                   -                    -                no                   -
        in_time    revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-03T09:00 -                   -                    -                no                   -
        listed     revoked signature 2021-03-02T10:00 2022-03-02 1             1                0                 2021-03-05T10:00 2021-03-02T18:00    -                    -                no                   -
        in_a_list  revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-05T10:00 -                   -                    2021-03-02T20:00 no                   -
        late_list  revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-05T10:00 -                   -                    2021-04-02T20:00 no                   1
        ocsp       revoked signature 2021-03-02T10:00 2022-03-02 1             0                1                 2021-03-05T10:00 -                   2021-03-02T10:30     -                no                   -
        only_list  revoked signature 2021-03-02T10:00 2022-03-02 0             1                0                 -                2021-03-09T10:00    -                    -                no                   0
        that_day   revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-03       -                   -                    -                no                   -
        undated    revoked signature 2021-03-02T10:00 2022-03-02 1             0                0                 2021-03-05T10:00 -                   -                    -                yes                  -
        unrecorded revoked signature 2021-03-02T10:00 2022-03-02 1             -                0                 2021-03-05T10:00 -                   -                    -                no                   -
        silent     revoked signature 2021-03-02T10:00 2022-03-02 0             0                0                 -                -                   -                    -                -                    -
"""


def test_revocations(judge):
    assert judge(announced_late, REVOKED, parameters=TIMES) == {
        "late": "breach",
        "nolists": "unknown",
        "in_time": "clear",
        "listed": "clear",
        "in_a_list": "clear",
        "late_list": "unknown",  # an earlier one may have held it
        "ocsp": "clear",
        "only_list": "breach",
        "that_day": "unknown",
        "undated": "unknown",
        "unrecorded": "unknown",
        "silent": "-",
    }


def test_without_a_time_set(judge):
    said = judge(announced_late, REVOKED, parameters={"crl_is_announcement": True})
    assert {verdict for subject, verdict in said.items() if subject != "silent"} == {"unknown"}


def test_renewals(judge):
    assert judge(
        announced_late,
        """
        subject action  product    effective_at     announcements announced_at     announcement_undated
        late    renewed signature  2021-03-02T10:00 1             2021-03-09T10:00 no
        in_time rekeyed signature  2021-03-02T10:00 1             2021-03-04T10:00 no
        twin    renewed encryption 2021-03-02T10:00 1             2021-03-09T10:00 no
        silent  renewed signature  2021-03-02T10:00 0             -                -
        unknown renewed signature  2021-03-02T10:00 -             -                -
        """,
        parameters=TIMES,
    ) == {"late": "breach", "in_time": "clear", "twin": "-", "silent": "-", "unknown": "unknown"}
