from mingzheng.rules.content.serial_repeated import serial_repeated


def test_a_serial_number_is_given_once(judge):
    assert judge(
        serial_repeated,
        """
        certificate    in_archive unreadable is_precertificate serial_same_key serial_same_name
        once           yes        -          no                0               0
        twice          yes        -          no                1               1
        other_key      yes        -          no                0               1
        unknown_key    yes        -          no                -               1
        untold         yes        -          no                -               0
        precertificate yes        -          yes               1               1
        spoiled        yes        truncated  -                 -               -
        elsewhere      no         -          -                 -               -
        """,
    ) == {
        "once": "clear",
        "twice": "breach",
        "other_key": "breach:doubt",
        "unknown_key": "breach:doubt",
        "untold": "unknown",
        "precertificate": "-",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
