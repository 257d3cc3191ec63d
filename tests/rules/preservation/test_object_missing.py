from mingzheng.rules.preservation.object_missing import object_missing

TABLE = """
    object    listed destroyed object_state certificates keep_until audited_at
    missing   yes    no        absent       1            2024-03-01 2022-10-30
    there     yes    no        read         1            2024-03-01 2022-10-30
    there_old yes    no        read         -            -          2022-10-30
    unread    yes    no        refused      1            2024-03-01 2022-10-30
    over      yes    no        absent       1            2022-03-01 2022-10-30
    unsure    yes    no        absent       -            -          2022-10-30
    refused   yes    no        absent       0            -          2022-10-30
    pathless  yes    no        -            1            2024-03-01 2022-10-30
    destroyed yes    yes       absent       1            2024-03-01 2022-10-30
"""


def test_what_the_holdings_name_is_there(judge):
    assert judge(object_missing, TABLE, parameters={"archive_whole": True}) == {
        "missing": "breach",
        "there": "clear",
        "there_old": "clear",
        "unread": "unknown",
        "over": "-",
        "unsure": "unknown",
        "refused": "-",
        "pathless": "-",
        "destroyed": "-",
    }


def test_of_a_part_of_the_archive_nothing_is_said(judge):
    for given in ({}, {"archive_whole": False}):
        assert set(judge(object_missing, TABLE, parameters=given).values()) == {"-"}
