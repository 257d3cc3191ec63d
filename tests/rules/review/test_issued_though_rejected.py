from mingzheng.rules.review.issued_though_rejected import issued_though_rejected


def test_nothing_is_issued_against_a_decision(judge):
    assert judge(
        issued_though_rejected,
        """
        case      kind   product   outcome   issued reviews approvals last_review_fault
        rejected  issue  signature rejected  yes    1       -         0
        withdrawn issue  event     withdrawn yes    0       0         -
        approved  issue  event     withdrawn yes    1       1         0
        perhaps   issue  event     withdrawn yes    1       -         0
        last      issue  signature approved  yes    2       -         2
        lifted    issue  signature approved  yes    2       -         0
        order     issue  signature approved  yes    2       -         1
        unheard   issue  signature -         yes    1       -         2
        outcome   issue  signature -         yes    1       -         0
        none      issue  signature approved  yes    0       -         -
        untold    issue  signature approved  yes    -       -         -
        unissued  issue  signature rejected  no     1       -         2
        revoked   revoke signature rejected  yes    1       -         2
        server    issue  server    rejected  yes    1       -         2
        """,
    ) == {
        "rejected": "breach",
        "withdrawn": "breach",
        "approved": "unknown",
        "perhaps": "unknown",
        "last": "breach",
        "lifted": "clear",
        "order": "unknown",
        "unheard": "breach",
        "outcome": "unknown",
        "none": "clear",
        "untold": "unknown",
        "unissued": "-",
        "revoked": "-",
        "server": "-",
    }
