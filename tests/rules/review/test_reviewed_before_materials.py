from mingzheng.rules.review.reviewed_before_materials import reviewed_before_materials

TABLE = """
    case    kind  product   subject_kind outcome  issued approvals review_undated review_last_approved_at material_kinds materials_undated materials_received_at
    early   issue signature person       approved yes    1         no             2019-03-01T10:00        1              no                2019-03-02
    after   issue signature person       approved yes    1         no             2019-03-04              1              no                2019-03-02
    several issue signature person       approved -      2         no             2019-03-04              1              no                2019-03-02
    day     issue signature person       approved yes    1         no             2019-03-02T10:00        1              no                2019-03-02
    undated issue signature person       approved yes    1         no             2019-03-01T10:00        1              yes               2019-03-02
    never   issue signature person       approved yes    1         no             2019-03-01T10:00        1              no                -
    other   issue signature person       approved yes    1         no             2019-03-01T10:00        2              no                2019-03-02
    nothing issue signature person       approved yes    0         no             -                       1              no                2019-03-02
    house   issue signature organization approved yes    1         no             2019-03-01T10:00        1              no                2019-03-02
    renewal renew signature person       approved yes    1         no             2019-03-01T10:00        1              no                2019-03-02
    server  issue server    person       approved yes    1         no             2019-03-01T10:00        1              no                2019-03-02
    """

SAID = {
    "early": "breach",
    "after": "clear",
    "several": "unknown",
    "day": "unknown",
    "undated": "unknown",
    "never": "unknown",
    "other": "-",
    "nothing": "-",
    "house": "unknown",
    "renewal": "-",
    "server": "-",
}
LISTED = {"materials_person": ("id_document",)}


def test_nobody_reviews_a_paper_that_is_not_there(judge):
    parameters = {**LISTED, "renewal_needs_materials": False}
    assert judge(reviewed_before_materials, TABLE, parameters=parameters) == SAID


def test_a_renewal_asks_for_papers_where_the_practice_statement_says_so(judge):
    parameters = {**LISTED, "renewal_needs_materials": True}
    assert judge(reviewed_before_materials, TABLE, parameters=parameters)["renewal"] == "breach"
    assert judge(reviewed_before_materials, TABLE, parameters=LISTED)["renewal"] == "unknown"


def test_without_a_list_nothing_is_required_or_not(judge):
    said = judge(reviewed_before_materials, TABLE)
    assert said["early"] == said["after"] == "unknown"
