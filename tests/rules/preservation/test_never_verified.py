from mingzheng.rules.preservation.never_verified import never_verified


def test_what_is_kept_is_looked_at_every_year(judge):
    assert judge(
        never_verified,
        """
        object    listed destroyed intact_at  audited_at
        forgotten yes    no        2021-05-01 2022-10-30
        seen      yes    no        2022-05-01 2022-10-30
        anniversary yes  no        2021-10-30 2022-10-30
        undated   yes    no        -          2022-10-30
        destroyed yes    yes       2021-05-01 2022-10-30
        unlisted  no     no        2021-05-01 2022-10-30
        unsaid    -      -         2021-05-01 2022-10-30
        """,
        parameters={"verification_days": 365},
    ) == {
        "forgotten": "breach",
        "seen": "clear",
        "anniversary": "unknown",
        "undated": "unknown",
        "destroyed": "-",
        "unlisted": "-",
        "unsaid": "unknown",
    }
