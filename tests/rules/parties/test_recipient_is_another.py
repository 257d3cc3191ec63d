from mingzheng.rules.parties.recipient_is_another import recipient_is_another


def test_a_medium_reaches_the_holders_side_or_a_stranger(judge):
    assert judge(
        recipient_is_another,
        """
        certificate product   media  deliveries recipient_role recipient_fault handed_over
        holder      signature usbkey 1          holder         0               -
        stranger    signature usbkey 1          applicant      2               no
        file        signature file   2          platform       2               -
        platform_ok signature file   2          platform       0               -
        cloud       signature cloud  1          platform       2               -
        medium      signature -      1          platform       2               -
        unsaid      signature usbkey 1          -              2               -
        courier     signature usbkey 1          courier        2               no
        on_the_way  signature usbkey 1          courier        2               -
        arrived     signature usbkey 1          employer       2               yes
        open        signature usbkey 1          agent          1               -
        untold      signature usbkey -          -              -               -
        never       signature usbkey 0          -              -               -
        server      server    usbkey 1          applicant      2               -
        """,
    ) == {
        "holder": "clear",
        "stranger": "breach",
        "file": "breach",
        "platform_ok": "clear",
        "cloud": "breach:doubt",
        "medium": "breach:doubt",
        "unsaid": "breach:doubt",
        "courier": "breach:doubt",
        "on_the_way": "breach:doubt",
        "arrived": "clear",
        "open": "unknown",
        "untold": "unknown",
        "never": "-",
        "server": "-",
    }
