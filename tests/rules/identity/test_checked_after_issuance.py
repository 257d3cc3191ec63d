from mingzheng.rules.identity.checked_after_issuance import checked_after_issuance


def test_a_check_after_issuance_protects_nobody(judge):
    assert judge(
        checked_after_issuance,
        """
        case    kind   product   issued holder_passes identity_undated identity_passed_at issued_at
        before  issue  signature yes    1             no               2019-03-01T10:00   2019-03-01T10:30
        after   issue  signature yes    1             no               2019-03-01T11:00   2019-03-01T10:30
        close   issue  signature yes    1             no               2019-03-01T10:32   2019-03-01T10:30
        day     issue  signature yes    1             no               2019-03-01         2019-03-01T10:30
        undated issue  signature yes    2             yes              2019-03-01T11:00   2019-03-01T10:30
        none    issue  signature yes    0             no               -                  2019-03-01T10:30
        server  issue  server    yes    1             no               2019-03-01T11:00   2019-03-01T10:30
        unsure  issue  signature -      1             no               2019-03-01T11:00   -
        """,
    ) == {
        "before": "clear",
        "after": "breach",
        "close": "unknown",
        "day": "unknown",
        "undated": "unknown",
        "none": "-",
        "server": "-",
        "unsure": "unknown",
    }


def test_a_revocation_that_the_practice_statement_lets_come_first_is_a_doubt(judge):
    table = """
        case     kind   product   initiated_by holder_passes identity_undated identity_passed_at effective_at
        late     revoke signature holder       1             no               2019-03-02T10:00   2019-03-01T10:00
        by_ca    revoke signature ca           1             no               2019-03-02T10:00   2019-03-01T10:00
        """
    for parameters, late in (
        ({"stop_first_on_loss": False}, "breach"),
        ({"stop_first_on_loss": True}, "breach:doubt"),
        ({}, "breach:doubt"),
    ):
        said = judge(checked_after_issuance, table, parameters=parameters)
        assert said == {"late": late, "by_ca": "-"}
