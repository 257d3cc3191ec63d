import pytest

from mingzheng.rules.review.never_reviewed import never_reviewed

TABLE = """
    case      kind   product   initiated_by outcome   issued reviews personal_reviews machine_reviews
    none      issue  signature holder       approved  yes    0       0                0
    person    issue  signature holder       approved  yes    1       1                0
    returned  renew  signature holder       approved  yes    2       2                0
    untold    issue  signature holder       approved  yes    -       -                -
    machine   issue  event     holder       approved  yes    1       0                1
    unread    issue  event     holder       approved  yes    1       0                -
    both      issue  event     holder       approved  yes    2       1                1
    asked     revoke signature holder       approved  no     0       0                0
    court     revoke signature court        approved  no     0       0                0
    refused   issue  signature holder       rejected  no     0       0                0
    server    issue  server    holder       approved  yes    0       0                0
    bare      -      signature -            -         yes    -       -                -
    """

SAID = {
    "none": "breach",
    "person": "clear",
    "returned": "clear",
    "untold": "unknown",
    "unread": "unknown",
    "both": "clear",
    "asked": "breach",
    "court": "-",
    "refused": "-",
    "server": "-",
    "bare": "unknown",
}


@pytest.mark.parametrize(("traceable", "machine"), [(True, "clear"), (False, "breach")])
def test_a_machine_reviews_where_its_rules_can_be_named(judge, traceable, machine):
    parameters = {"automated_review_traceable": traceable}
    assert judge(never_reviewed, TABLE, parameters=parameters) == {**SAID, "machine": machine}


def test_without_a_word_on_its_rules_a_machine_is_unknown(judge):
    assert judge(never_reviewed, TABLE) == {**SAID, "machine": "unknown"}
