from mingzheng.rules.content.key_weak import key_weak


def test_rsa_keys_have_2048_bits(judge):
    assert judge(
        key_weak,
        """
        certificate in_archive unreadable public_key_algorithm public_key_bits
        weak        yes        -          rsa                  1024
        nearly      yes        -          rsa                  2047
        enough      yes        -          rsa                  2048
        pss         yes        -          rsa-pss              1024
        sm2         yes        -          sm2                  256
        sizeless    yes        -          rsa                  -
        nameless    yes        -          -                    -
        spoiled     yes        truncated  -                    -
        elsewhere   no         -          -                    -
        """,
    ) == {
        "weak": "breach",
        "nearly": "breach",
        "enough": "clear",
        "pss": "breach",
        "sm2": "-",
        "sizeless": "unknown",
        "nameless": "unknown",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
