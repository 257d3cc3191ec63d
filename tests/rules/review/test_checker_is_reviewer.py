from mingzheng.rules.review.checker_is_reviewer import checker_is_reviewer

TABLE = """
    case     kind  product   outcome  issued initiated_by checks operator_fault reviews reviewer_fault identity_operator reviewer several_reviewers holder_passes
    same     issue signature approved yes    holder       1      0              1       0              甲                甲       no                1
    two      issue signature approved yes    holder       1      0              1       0              甲                乙       no                1
    second   issue signature approved yes    holder       1      0              2       0              甲                甲       yes               1
    unnamed  issue signature approved yes    holder       1      0              2       1              甲                甲       -                 1
    checks   issue signature approved yes    holder       2      0              1       0              甲                甲       no                2
    others   issue signature approved yes    holder       2      0              1       0              甲                乙       no                2
    machine  issue signature approved yes    holder       1      -              1       0              -                 甲       no                1
    machined issue signature approved yes    holder       1      0              1       -              甲                -        no                1
    nobody   issue signature approved yes    holder       1      1              1       0              -                 甲       no                1
    none     issue signature approved yes    holder       1      0              0       -              甲                -        -                 1
    untold   issue signature approved yes    holder       1      0              -       -              甲                -        -                 1
    server   issue server    approved yes    holder       1      0              1       0              甲                甲       no                1
    """

SAID = {
    "same": "breach",
    "two": "clear",
    "second": "clear",
    "unnamed": "unknown",
    "checks": "unknown",
    "others": "clear",
    "machine": "-",
    "machined": "-",
    "nobody": "unknown",
    "none": "-",
    "untold": "unknown",
    "server": "-",
}


def test_where_the_posts_are_separate_one_person_cant_hold_both(judge):
    parameters = {"checker_reviewer_separated": True}
    assert judge(checker_is_reviewer, TABLE, parameters=parameters) == SAID


def test_elsewhere_it_is_worth_a_mention(judge):
    for parameters in ({}, {"checker_reviewer_separated": False}):
        said = judge(checker_is_reviewer, TABLE, parameters=parameters)
        assert said == {**SAID, "same": "breach:notice"}
