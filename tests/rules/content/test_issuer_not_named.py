from mingzheng.rules.content.issuer_not_named import issuer_not_named


def test_the_provider_is_named(judge):
    assert judge(
        issuer_not_named,
        """
        certificate in_archive unreadable taken_over is_ca issuer_empty issuer_named damaged
        named       yes        -          no         no    no           yes          -
        empty       yes        -          no         no    yes          -            -
        another     yes        -          no         -     no           no           -
        unregistered yes       -          no         no    no           -            -
        superior    yes        -          no         yes   no           no           -
        own_root    yes        -          no         yes   no           yes          -
        garbled     yes        -          no         no    no           no           issuer:invalid_utf8
        taken_over  yes        -          yes        no    no           no           -
        spoiled     yes        truncated  no         -     -            -            -
        elsewhere   no         -          no         -     -            -            -
        """,
    ) == {
        "named": "clear",
        "empty": "breach",
        "another": "breach",
        "unregistered": "unknown",
        "superior": "unknown",
        "own_root": "clear",
        "garbled": "unknown",
        "taken_over": "-",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
