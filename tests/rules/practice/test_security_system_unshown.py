from mingzheng.rules.practice.security_system_unshown import security_system_unshown


def test_every_day_of_a_licensed_year_has_one_in_force(judge):
    assert judge(
        security_system_unshown,
        """
        year licensed policy_gap_days
        2018 yes      0
        2019 yes      31
        2020 yes      1
        2021 yes      -
        2022 no       31
        2023 -        31
        """,
    ) == {
        "2018": "clear",
        "2019": "breach",
        "2020": "breach",
        "2021": "unknown",
        "2022": "-",
        "2023": "unknown",
    }
