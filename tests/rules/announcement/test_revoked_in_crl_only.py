"""Entries of the provider's own lists against its records."""

from __future__ import annotations

from mingzheng.rules.announcement.revoked_in_crl_only import revoked_in_crl_only


def test_verdicts(judge):
    assert judge(
        revoked_in_crl_only,
        """
        subject     source    own_issuer revocation_reason requests by_authority grounds
        nothing     crl       yes        -                 0        0            0
        asked       crl       yes        superseded        1        0            0
        asked_only  crl       yes        superseded        2        -            -
        grounded    crl       yes        -                 0        1            1
        groundless  crl       yes        key_compromise    0        1            0
        spoiled     crl       yes        key_compromise    0        1            -
        unrecorded  crl       yes        -                 -        0            0
        unchanged   crl       yes        -                 0        -            0
        held        crl       yes        certificate_hold  0        0            0
        stranger    crl       no         -                 0        0            0
        complaint   complaint -          -                 0        0            0
        """,
    ) == {
        "nothing": "breach",
        "asked": "clear",
        "asked_only": "clear",
        "grounded": "clear",
        "groundless": "breach",
        "spoiled": "unknown",
        "unrecorded": "unknown",
        "unchanged": "unknown",
        "held": "-",
        "stranger": "-",
        "complaint": "-",
    }
