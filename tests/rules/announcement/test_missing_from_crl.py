"""Revoked certificates in the lists that should hold them."""

from __future__ import annotations

from mingzheng.rules.announcement.missing_from_crl import missing_from_crl


def test_verdicts(judge):
    assert judge(
        missing_from_crl,
        """
        subject    action    product    effective_at not_after  lists_due lists_without
        missing    revoked   signature  2021-03-02   2022-03-02 2         2
        once       revoked   signature  2021-03-02   2022-03-02 2         1
        held       revoked   event      2021-03-02   2021-03-05 1         0
        none_due   revoked   signature  2021-03-02   2022-03-02 0         -
        unsupplied revoked   signature  2021-03-02   2022-03-02 -         -
        expired    revoked   signature  2022-03-05   2022-03-02 2         2
        twin       revoked   encryption 2021-03-02   2022-03-02 2         2
        renewed    renewed   signature  2021-03-02   2022-03-02 2         2
        suspended  suspended signature  2021-03-02   2022-03-02 2         2
        """,
    ) == {
        "missing": "breach",
        "once": "breach",
        "held": "clear",
        "none_due": "unknown",
        "unsupplied": "unknown",
        "expired": "-",
        "twin": "-",
        "renewed": "-",
        "suspended": "-",
    }
