from mingzheng.rules.identity.passed_after_failure_unexplained import (
    passed_after_failure_unexplained,
)

TABLE = """
    case     kind  product   outcome  checks holder_passes identity_failed_row identity_failed_method identity_failed_at identity_method identity_passed_at
    changed  issue signature approved 2      1             7                   face                   2019-03-01T10:00   bank_card       2019-03-01T10:08
    again    issue signature approved 2      1             7                   face                   2019-03-01T10:00   face            2019-03-01T10:03
    counter  issue signature approved 2      1             7                   face                   2019-03-01T10:00   in_person       2019-03-02T09:00
    verge    issue signature approved 2      1             7                   face                   2019-03-01T10:00   bank_card       2019-03-01T10:33
    day      issue signature approved 2      1             7                   face                   2019-03-01         bank_card       2019-03-01
    undated  issue signature approved 2      1             7                   face                   -                  bank_card       2019-03-01
    unnamed  issue signature approved 2      1             7                   -                      2019-03-01T10:00   bank_card       2019-03-01T10:08
    at_once  issue signature approved 2      2             -                   -                      -                  face            2019-03-01T10:00
    one      issue signature approved 1      1             -                   -                      -                  face            2019-03-01T10:00
    never    issue signature approved 3      0             7                   face                   2019-03-01T10:00   -               -
    untold   issue signature approved -      -             -                   -                      -                  -               -
    """


def test_changing_the_method_until_one_says_yes_is_a_doubt(judge):
    said = judge(passed_after_failure_unexplained, TABLE, parameters={"explained_minutes": 30})
    assert said == {
        "changed": "breach",
        "again": "clear",
        "counter": "clear",
        "verge": "unknown",
        "day": "unknown",
        "undated": "unknown",
        "unnamed": "unknown",
        "at_once": "clear",
        "one": "-",
        "never": "-",
        "untold": "unknown",
    }


def test_without_the_minutes_nothing_is_soon(judge):
    said = judge(passed_after_failure_unexplained, TABLE)
    assert said["changed"] == said["counter"] == "unknown"
    assert said["again"] == said["at_once"] == "clear"
