from mingzheng.rules.content.signature_nonstandard import signature_nonstandard


def test_hashed_in_another_way(judge):
    assert judge(
        signature_nonstandard,
        """
        certificate in_archive unreadable signature_algorithm signature_verdict
        good        yes        -          sm2-sm3             valid
        empty_id    yes        -          sm2-sm3             valid_empty_id
        no_za       yes        -          sm2-sm3             valid_no_za
        forged      yes        -          sm2-sm3             invalid
        stranger    yes        -          sm2-sm3             issuer_unknown
        disputed    yes        -          sm2-sm3             -
        other       yes        -          ecdsa-sha256        valid
        spoiled     yes        truncated  -                   -
        elsewhere   no         -          -                   -
        """,
    ) == {
        "good": "clear",
        "empty_id": "breach",
        "no_za": "breach",
        "forged": "unknown",
        "stranger": "unknown",
        "disputed": "unknown",
        "other": "-",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
