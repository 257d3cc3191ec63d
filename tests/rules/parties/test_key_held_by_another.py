from mingzheng.rules.parties.key_held_by_another import key_held_by_another


def test_a_key_in_other_hands_needs_the_holders_consent(judge):
    assert judge(
        key_held_by_another,
        """
        certificate product    key_held_by key_consent
        own         signature  holder      -
        platform    event      platform    no
        cloud       signature  ca_cloud    no
        consented   signature  ca_cloud    yes
        untold      signature  platform    -
        unrecorded  signature  -           no
        escrow      encryption escrow      no
        """,
    ) == {
        "own": "-",
        "platform": "breach",
        "cloud": "breach",
        "consented": "clear",
        "untold": "unknown",
        "unrecorded": "unknown",
        "escrow": "-",
    }
