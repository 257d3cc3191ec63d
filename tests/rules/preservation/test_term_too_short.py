from mingzheng.rules.preservation.term_too_short import term_too_short


def test_the_planned_term_reaches_as_far_as_the_statutory_one(judge):
    assert judge(
        term_too_short,
        """
        object    listed destroyed planned retain_until certificates keep_until
        short     yes    no        yes     2024-02-01   1            2024-03-01T10:00
        long      yes    no        yes     2024-04-01   1            2024-03-01T10:00
        that_day  yes    no        yes     2024-03-01   1            2024-03-01T10:00
        endless   yes    no        yes     9999-12-31   1            2024-03-01T10:00
        unplanned yes    no        no      -            1            2024-03-01T10:00
        unsure    yes    no        yes     2024-02-01   -            -
        refused   yes    no        yes     2024-02-01   0            -
        destroyed yes    yes       yes     2024-02-01   1            2024-03-01T10:00
        unlisted  no     no        yes     2024-02-01   1            2024-03-01T10:00
        spoiled   yes    no        -       -            1            2024-03-01T10:00
        """,
    ) == {
        "short": "breach",
        "long": "clear",
        "that_day": "clear",
        "endless": "clear",
        "unplanned": "-",
        "unsure": "unknown",
        "refused": "-",
        "destroyed": "-",
        "unlisted": "-",
        "spoiled": "unknown",
    }
