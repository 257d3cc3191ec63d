from mingzheng.rules.review.reviewer_not_authorised import reviewer_not_authorised


def test_only_authorised_staff_may_approve(judge):
    assert judge(
        reviewer_not_authorised,
        """
        case    kind   product   initiated_by outcome  issued reviews reviewer_fault
        faulty  issue  signature holder       approved yes    1       2
        fine    issue  signature holder       approved yes    2       0
        open    issue  signature holder       approved yes    1       1
        machine issue  signature holder       approved yes    1       -
        none    issue  signature holder       approved yes    0       -
        untold  issue  signature holder       approved yes    -       -
        asked   revoke signature holder       approved no     1       2
        court   revoke signature court        approved no     1       2
        refused issue  signature holder       rejected no     1       2
        server  issue  server    holder       approved yes    1       2
        """,
    ) == {
        "faulty": "breach",
        "fine": "clear",
        "open": "unknown",
        "machine": "-",
        "none": "-",
        "untold": "unknown",
        "asked": "breach",
        "court": "-",
        "refused": "-",
        "server": "-",
    }
