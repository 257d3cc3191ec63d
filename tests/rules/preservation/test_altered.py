from mingzheng.rules.preservation.altered import altered


def test_a_file_is_the_one_whose_digest_is_on_record(judge):
    assert judge(
        altered,
        """
        object    listed destroyed digest_stated digest_agrees object_state
        other     yes    no        yes           no            read
        same      yes    no        yes           yes           read
        undigest  yes    no        yes           -             read
        unread    yes    no        yes           -             refused
        absent    yes    no        yes           -             absent
        unasked   yes    no        yes           -             -
        unhashed  yes    no        no            -             read
        destroyed yes    yes       yes           no            read
        unsaid    yes    -         yes           no            read
        """,
    ) == {
        "other": "breach",
        "same": "clear",
        "undigest": "unknown",
        "unread": "unknown",
        "absent": "-",
        "unasked": "-",
        "unhashed": "-",
        "destroyed": "-",
        "unsaid": "unknown",
    }
