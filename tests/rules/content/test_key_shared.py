from mingzheng.rules.content.key_shared import key_shared


def test_a_key_belongs_to_one_holder(judge):
    assert judge(
        key_shared,
        """
        certificate in_archive unreadable key_holder_numbers key_holder_names
        own         yes        -          1                  1
        numberless  yes        -          0                  1
        numbers     yes        -          2                  2
        one_name    yes        -          2                  1
        names       yes        -          1                  2
        names_only  yes        -          -                  2
        untold      yes        -          -                  1
        spoiled     yes        truncated  -                  -
        elsewhere   no         -          -                  -
        """,
    ) == {
        "own": "clear",
        "numberless": "clear",
        "numbers": "breach",
        "one_name": "breach",
        "names": "breach:doubt",
        "names_only": "breach:doubt",
        "untold": "unknown",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
