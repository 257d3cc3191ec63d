"""Revocations by the provider against the grounds of the Measures."""

from __future__ import annotations

from mingzheng.rules.practice.revoked_without_ground import revoked_without_ground


def test_verdicts(judge):
    assert judge(
        revoked_without_ground,
        """
        subject    action    product    change_initiated_by ground_stated
        groundless revoked   signature  ca                  no
        system     revoked   event      system              no
        grounded   revoked   signature  ca                  yes
        unfilled   revoked   signature  ca                  -
        unsaid     revoked   signature  -                   no
        holder     revoked   signature  holder              no
        court      revoked   signature  court               no
        suspended  suspended signature  ca                  no
        twin       revoked   encryption ca                  no
        """,
    ) == {
        "groundless": "breach",
        "system": "breach",
        "grounded": "clear",
        "unfilled": "unknown",
        "unsaid": "unknown",
        "holder": "-",
        "court": "-",
        "suspended": "-",
        "twin": "-",
    }
