from mingzheng.rules.content.key_shares_prime import key_shares_prime


def test_rsa_keys_that_share_a_prime_are_doubtful(judge):
    assert judge(
        key_shares_prime,
        """
        certificate in_archive unreadable public_key_algorithm shares_prime
        shares      yes        -          rsa                  yes
        alone       yes        -          rsa                  no
        pss         yes        -          rsa-pss              yes
        uncompared  yes        -          rsa                  -
        curve       yes        -          sm2                  -
        spoiled     yes        truncated  -                    -
        elsewhere   no         -          -                    -
        """,
    ) == {
        "shares": "breach",
        "alone": "clear",
        "pss": "breach",
        "uncompared": "unknown",
        "curve": "-",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
