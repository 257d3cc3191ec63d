from mingzheng.rules.content.serial_invalid import serial_invalid


def test_a_serial_number_is_there_positive_and_short(judge):
    assert judge(
        serial_invalid,
        """
        certificate in_archive unreadable serial_number serial_octets
        small       yes        -          1             1
        twenty      yes        -          7fffff        20
        long        yes        -          ffffff        21
        zero        yes        -          0             1
        negative    yes        -          -8000         2
        absent      yes        -          -             -
        spoiled     yes        truncated  -             -
        elsewhere   no         -          0             -
        """,
    ) == {
        "small": "clear",
        "twenty": "clear",
        "long": "breach:notice",
        "zero": "breach:notice",
        "negative": "breach:notice",
        "absent": "breach",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
