"""Revocations announced or not."""

from __future__ import annotations

from mingzheng.rules.announcement.revocation_unannounced import revocation_unannounced

LISTS = {"crl_is_announcement": True}


def test_verdicts(judge):
    assert judge(
        revocation_unannounced,
        """
        subject    action    product    effective_at not_after  announcements announced_in_crl announced_by_ocsp crl_entries
        silent     revoked   signature  2021-03-02   2022-03-02 0             0                0                 0
        event      revoked   event      2021-03-02   2021-03-04 0             0                0                 0
        website    revoked   signature  2021-03-02   2022-03-02 1             0                0                 0
        ocsp       revoked   signature  2021-03-02   2022-03-02 0             0                1                 0
        crl        revoked   signature  2021-03-02   2022-03-02 0             1                0                 -
        entry      revoked   signature  2021-03-02   2022-03-02 0             0                0                 3
        no_list    revoked   signature  2021-03-02   2022-03-02 0             0                0                 -
        unrecorded revoked   signature  2021-03-02   2022-03-02 -             -                -                 0
        expired    revoked   signature  2022-03-05   2022-03-02 0             0                0                 0
        end        revoked   signature  2021-03-02   -          0             0                0                 0
        twin       revoked   encryption 2021-03-02   2022-03-02 0             0                0                 0
        suspended  suspended signature  2021-03-02   2022-03-02 0             0                0                 0
        """,
        parameters=LISTS,
    ) == {
        "silent": "breach",
        "event": "breach",
        "website": "clear",
        "ocsp": "clear",
        "crl": "clear",
        "entry": "clear",
        "no_list": "unknown",
        "unrecorded": "unknown",
        "expired": "-",
        "end": "unknown",
        "twin": "-",
        "suspended": "-",
    }


def test_a_list_may_be_no_announcement(judge):
    assert judge(
        revocation_unannounced,
        """
        subject action  product   effective_at not_after  announcements announced_in_crl announced_by_ocsp crl_entries
        crl     revoked signature 2021-03-02   2022-03-02 0             1                0                 2
        website revoked signature 2021-03-02   2022-03-02 1             0                0                 0
        """,
        parameters={"crl_is_announcement": False},
    ) == {"crl": "breach", "website": "clear"}
