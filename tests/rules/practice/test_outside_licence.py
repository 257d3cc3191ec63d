from mingzheng.rules.practice.outside_licence import outside_licence


def test_nobody_certifies_without_a_licence(judge):
    assert judge(
        outside_licence,
        """
        certificate product    taken_over licensed
        within      signature  no         yes
        outside     signature  no         no
        event       event      no         no
        midnight    signature  no         -
        absent      signature  -          no
        taken       signature  yes        no
        server      server     no         no
        twin        encryption no         no
        unnamed     -          no         no
        """,
    ) == {
        "within": "clear",
        "outside": "breach",
        "event": "breach",
        "midnight": "unknown",
        "absent": "breach",
        "taken": "-",
        "server": "-",
        "twin": "-",
        "unnamed": "unknown",
    }
