"""Certificates met outside the archive."""

from __future__ import annotations

from mingzheng.rules.content.outside_archive import outside_archive


def test_verdicts(judge):
    assert judge(
        outside_archive,
        """
        subject     source        own_issuer in_archive archive_complete
        outside     crl           yes        no         yes
        inside      crl           yes        yes        yes
        inside_gap  complaint     -          yes        no
        before      crl           yes        no         no
        nameless    complaint     -          -          yes
        stranger    relying_party no         no         yes
        """,
    ) == {
        "outside": "breach",
        "inside": "clear",
        "inside_gap": "clear",
        "before": "unknown",
        "nameless": "unknown",
        "stranger": "-",
    }
