from mingzheng.rules.review.reviewed_after_issuance import reviewed_after_issuance


def test_a_review_of_what_is_issued_protects_nobody(judge):
    assert judge(
        reviewed_after_issuance,
        """
        case    kind   product   issued approvals review_undated review_approved_at issued_at
        after   issue  signature yes    1         no             2019-03-02         2019-03-01T10:00
        before  issue  signature yes    2         no             2019-02-28         2019-03-01T10:00
        day     issue  signature yes    1         no             2019-03-01         2019-03-01T10:00
        close   issue  signature yes    1         no             2019-03-01T10:04   2019-03-01T10:00
        undated issue  signature yes    2         yes            2019-03-02         2019-03-01T10:00
        never   issue  signature yes    0         no             -                  2019-03-01T10:00
        untold  issue  signature yes    -         -              -                  2019-03-01T10:00
        revoked revoke signature yes    1         no             2019-03-02         2019-03-01T10:00
        server  issue  server    yes    1         no             2019-03-02         2019-03-01T10:00
        """,
    ) == {
        "after": "breach",
        "before": "clear",
        "day": "unknown",
        "close": "unknown",
        "undated": "unknown",
        "never": "-",
        "untold": "unknown",
        "revoked": "-",
        "server": "-",
    }
