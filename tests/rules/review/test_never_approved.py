from mingzheng.rules.review.never_approved import never_approved


def test_what_nobody_approved_is_no_ground_to_issue(judge):
    assert judge(
        never_approved,
        """
        case     kind   product   issued reviews approvals
        returned issue  signature yes    1       0
        approved issue  signature yes    3       1
        unread   issue  signature yes    1       -
        none     issue  signature yes    0       0
        untold   issue  signature yes    -       -
        unissued issue  signature no     1       0
        perhaps  issue  signature -      1       0
        revoked  revoke signature yes    1       0
        server   issue  server    yes    1       0
        """,
    ) == {
        "returned": "breach",
        "approved": "clear",
        "unread": "unknown",
        "none": "-",
        "untold": "unknown",
        "unissued": "-",
        "perhaps": "unknown",
        "revoked": "-",
        "server": "-",
    }
