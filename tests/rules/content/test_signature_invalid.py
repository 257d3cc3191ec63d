from mingzheng.rules.content.signature_invalid import signature_invalid


def test_only_what_both_implementations_refuse_is_a_breach(judge):
    assert judge(
        signature_invalid,
        """
        certificate in_archive unreadable signature_verdict
        good        yes        -          valid
        empty_id    yes        -          valid_empty_id
        no_za       yes        -          valid_no_za
        forged      yes        -          invalid
        stranger    yes        -          issuer_unknown
        exotic      yes        -          algorithm_unsupported
        disputed    yes        -          -
        spoiled     yes        truncated  -
        elsewhere   no         -          -
        """,
    ) == {
        "good": "clear",
        "empty_id": "clear",
        "no_za": "clear",
        "forged": "breach",
        "stranger": "unknown",
        "exotic": "unknown",
        "disputed": "unknown",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
