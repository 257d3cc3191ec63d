from mingzheng.rules.content.differs_from_issuance import differs_from_issuance

TABLE = """
    certificate in_archive unreadable issuance_row recorded_issuer_differs kind  issued_at        not_before       old_not_after
    same        yes        -          1            no                      issue 2019-03-05T10:00 2019-03-05T10:00 -
    same_day    yes        -          1            no                      issue 2019-03-05       2019-03-05T10:00 -
    issuer      yes        -          1            yes                     issue 2019-03-05T10:00 2019-03-05T10:00 -
    untold      yes        -          1            -                       issue 2019-03-05T10:00 2019-03-05T10:00 -
    later       yes        -          1            no                      issue 2019-03-05T10:00 2019-03-09T10:00 -
    earlier     yes        -          1            no                      issue 2019-03-05T10:00 2019-03-01T10:00 -
    both        yes        -          1            yes                     issue 2019-03-05T10:00 2019-03-01T10:00 -
    midnight    yes        -          1            no                      issue 2019-03-05T10:00 2019-03-05T00:00 -
    evening     yes        -          1            no                      issue 2019-03-05T10:00 2019-03-04T22:00 -
    old_end     yes        -          1            no                      renew 2019-03-05T10:00 2019-04-01T00:00 2019-03-31T23:59
    not_the_end yes        -          1            no                      renew 2019-03-05T10:00 2019-04-09T00:00 2019-03-31T23:59
    unknown_old yes        -          1            no                      renew 2019-03-05T10:00 2019-04-01T00:00 -
    unmatched   yes        -          -            -                       -     -                2019-04-01T00:00 -
    undated     yes        -          1            no                      issue -                2019-04-01T00:00 -
    spoiled     yes        truncated  1            -                       issue 2019-03-05T10:00 -                -
    elsewhere   no         -          1            -                       issue 2019-03-05T10:00 -                -
    """
ANSWERS = {
    "same": "clear",
    "same_day": "clear",
    "issuer": "breach",
    "untold": "unknown",
    "later": "breach:doubt",
    "earlier": "breach:doubt",
    "both": "breach",
    "midnight": "clear",
    "evening": "clear",
    "old_end": "clear",
    "not_the_end": "breach:doubt",
    "unknown_old": "unknown",
    "unmatched": "-",
    "undated": "unknown",
    "spoiled": "unknown",
    "elsewhere": "-",
}


def test_the_certificate_is_the_one_that_was_recorded(judge):
    answers = judge(differs_from_issuance, TABLE, parameters={"matched_tolerance_hours": 24})
    assert answers == ANSWERS


def test_midnight_stands_however_short_the_tolerance(judge):
    answers = judge(differs_from_issuance, TABLE, parameters={"matched_tolerance_hours": 1})
    assert answers["midnight"] == "clear"
    assert answers["evening"] == "breach:doubt"


def test_the_practice_statement_may_allow_backdating(judge):
    allowed = {"matched_tolerance_hours": 24, "backdating_days": 4}
    assert judge(differs_from_issuance, TABLE, parameters=allowed) == ANSWERS | {
        "earlier": "clear"
    }


def test_without_a_tolerance_times_are_not_compared(judge):
    answers = judge(differs_from_issuance, TABLE)
    assert answers["later"] == answers["same"] == "unknown"
    assert answers["issuer"] == "breach"
