from mingzheng.rules.practice.complaint_unanswered import complaint_unanswered

WRITTEN = """
    case      complaint_outcome    answered answered_at      counted_from        recorded_until
    intime    not_upheld yes      2020-03-10T10:00 2020-03-01          2022-10-31T00:00
    last      -          yes      2020-03-16       2020-03-01          2022-10-31T00:00
    late      upheld     yes      2020-03-17T08:00 2020-03-01          2022-10-31T00:00
    open      -          no       -                2020-03-01          2022-10-31T00:00
    running   -          no       -                2022-10-20          2022-10-31T00:00
    closed    upheld     -        -                2020-03-01          2022-10-31T00:00
    withdrawn withdrawn  -        -                2020-03-01          2022-10-31T00:00
    undated   -          yes      2020-03-17       -                   2022-10-31T00:00
    """


def test_an_answer_comes_within_the_days_that_the_statement_gives(judge):
    assert judge(complaint_unanswered, WRITTEN, parameters={"complaint_answer_days": 15}) == {
        "intime": "clear",
        "last": "clear",
        "late": "breach",
        "open": "breach",
        "running": "clear",
        "closed": "unknown",
        "withdrawn": "-",
        "undated": "unknown",
    }


def test_without_the_days_nothing_is_late(judge):
    said = judge(complaint_unanswered, WRITTEN)
    assert {verdict for subject, verdict in said.items() if subject != "withdrawn"} == {"unknown"}
