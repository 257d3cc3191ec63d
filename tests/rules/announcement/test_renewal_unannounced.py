"""Renewals announced or not."""

from __future__ import annotations

from mingzheng.rules.announcement.renewal_unannounced import renewal_unannounced


def test_verdicts(judge):
    assert judge(
        renewal_unannounced,
        """
        subject     action   product    announcements announced_in_crl announced_by_ocsp
        silent      renewed  signature  0             0                0
        rekeyed     rekeyed  signature  0             0                0
        ocsp        renewed  signature  0             0                2
        announced   renewed  signature  1             0                0
        either      renewed  signature  1             -                -
        listed      rekeyed  signature  0             1                0
        unrecorded  renewed  signature  -             -                -
        part        renewed  signature  0             -                0
        product     renewed  -          0             0                0
        twin        renewed  encryption 0             0                0
        event       renewed  event      0             0                0
        revoked     revoked  signature  0             0                0
        changed     changed  signature  0             0                0
        """,
    ) == {
        "silent": "breach",
        "rekeyed": "breach",
        "ocsp": "breach:doubt",
        "announced": "clear",
        "either": "clear",
        "listed": "clear",
        "unrecorded": "unknown",
        "part": "unknown",
        "product": "unknown",
        "twin": "-",
        "event": "-",
        "revoked": "-",
        "changed": "-",
    }
