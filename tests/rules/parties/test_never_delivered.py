from mingzheng.rules.parties.never_delivered import never_delivered


def test_what_can_be_handed_over_is_on_record_as_delivered(judge):
    assert judge(
        never_delivered,
        """
        certificate product    media  deliveries is_ca
        delivered   signature  usbkey 1          no
        never       signature  usbkey 0          no
        file        event      file   0          no
        undeclared  signature  usbkey -          no
        cloud       signature  cloud  0          no
        medium      signature  -      0          no
        twin        encryption usbkey 0          no
        authority   signature  usbkey 0          yes
        """,
    ) == {
        "delivered": "clear",
        "never": "breach",
        "file": "breach",
        "undeclared": "unknown",
        "cloud": "-",
        "medium": "unknown",
        "twin": "-",
        "authority": "-",
    }
