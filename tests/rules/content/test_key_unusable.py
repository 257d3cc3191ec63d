from mingzheng.rules.content.key_unusable import key_unusable


def test_a_key_verifies_or_is_faulty(judge):
    assert judge(
        key_unusable,
        """
        certificate in_archive unreadable public_key_fault
        good        yes        -          -
        off_curve   yes        -          point_not_on_curve
        infinity    yes        -          point_at_infinity
        negative    yes        -          negative_modulus
        great       yes        -          great_exponent
        unexamined  yes        -          not_examined
        spoiled     yes        truncated  -
        elsewhere   no         -          -
        """,
    ) == {
        "good": "clear",
        "off_curve": "breach",
        "infinity": "breach",
        "negative": "breach:doubt",
        "great": "breach:doubt",
        "unexamined": "unknown",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
