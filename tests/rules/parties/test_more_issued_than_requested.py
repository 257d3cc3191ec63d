from mingzheng.rules.parties.more_issued_than_requested import more_issued_than_requested


def test_an_application_bounds_what_is_issued_for_it(judge):
    assert judge(
        more_issued_than_requested,
        """
        case     kind  product   issued application_row quantity issuances
        as_many  issue signature yes    1               5        5
        fewer    issue signature yes    1               5        4
        more     issue signature yes    1               5        6
        untold   issue signature yes    1               5        -
        unsaid   issue signature yes    1               -        6
        bare     -     signature yes    -               -        1
        server   issue server    yes    1               5        6
        """,
    ) == {
        "as_many": "clear",
        "fewer": "clear",
        "more": "breach",
        "untold": "unknown",
        "unsaid": "-",
        "bare": "unknown",
        "server": "-",
    }
