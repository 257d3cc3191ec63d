from mingzheng.rules.disclosure.version_not_in_force import version_not_in_force


def test_an_old_notice_is_a_notice(judge):
    assert judge(
        version_not_in_force,
        """
        case    kind   product   outcome  issued disclosures disclosure_version_fault
        faulty  issue  signature approved yes    1           2
        fine    issue  signature approved yes    2           0
        open    issue  signature approved yes    1           1
        none    issue  signature approved yes    0           -
        untold  issue  signature approved yes    -           -
        revoked revoke signature approved yes    1           2
        server  issue  server    approved yes    1           2
        """,
    ) == {
        "faulty": "breach",
        "fine": "clear",
        "open": "unknown",
        "none": "-",
        "untold": "unknown",
        "revoked": "-",
        "server": "-",
    }
