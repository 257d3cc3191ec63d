from mingzheng.rules.identity.never_checked import never_checked


def test_who_was_never_checked_is_anybody(judge):
    assert judge(
        never_checked,
        """
        case      kind   product    initiated_by outcome   issued holder_checks fresh_passes reuse_fault
        none      issue  signature  holder       approved  yes    0             0            -
        checked   issue  signature  holder       approved  yes    2             1            -
        failed    issue  signature  holder       approved  yes    1             0            -
        undated   issue  event      -            -         yes    0             -            -
        renewal   renew  signature  system       approved  yes    0             0            -
        untold    issue  signature  holder       approved  yes    -             -            -
        reused    renew  signature  holder       approved  yes    1             0            0
        rootless  renew  signature  holder       approved  yes    1             0            1
        both      renew  signature  holder       approved  yes    2             1            1
        refused   issue  signature  holder       rejected  no     0             0            -
        withdrawn issue  signature  holder       withdrawn no     0             0            -
        pending   issue  signature  holder       -         -      0             0            -
        server    issue  server     holder       approved  yes    0             0            -
        twin      issue  encryption holder       approved  yes    0             0            -
        bare      -      signature  -            -         yes    0             0            -
        """,
    ) == {
        "none": "breach",
        "checked": "clear",
        "failed": "clear",
        "undated": "breach",
        "renewal": "breach",
        "untold": "unknown",
        "reused": "clear",
        "rootless": "unknown",
        "both": "clear",
        "refused": "-",
        "withdrawn": "-",
        "pending": "unknown",
        "server": "-",
        "twin": "-",
        "bare": "unknown",
    }


def test_only_a_holder_who_asks_for_a_revocation_is_checked(judge):
    assert judge(
        never_checked,
        """
        case    kind   product   initiated_by outcome  issued effective_at holder_checks
        asked   revoke signature holder       -        -      2019-03-01   0
        by_ca   revoke signature ca           approved -      2019-03-01   0
        court   revoke signature court        approved -      2019-03-01   0
        unsaid  revoke signature -            approved -      2019-03-01   0
        refused revoke signature holder       rejected -      2020-05-01   0
        """,
    ) == {"asked": "breach", "by_ca": "-", "court": "-", "unsaid": "unknown", "refused": "-"}
