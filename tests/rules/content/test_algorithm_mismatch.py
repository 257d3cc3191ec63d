from mingzheng.rules.content.algorithm_mismatch import algorithm_mismatch


def test_both_places_name_one_algorithm(judge):
    assert judge(
        algorithm_mismatch,
        """
        certificate in_archive unreadable signature_algorithms_match
        same        yes        -          yes
        different   yes        -          no
        untold      yes        -          -
        spoiled     yes        truncated  -
        elsewhere   no         -          -
        """,
    ) == {
        "same": "clear",
        "different": "breach",
        "untold": "unknown",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
