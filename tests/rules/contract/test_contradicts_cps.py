from mingzheng.rules.contract.contradicts_cps import contradicts_cps


def test_a_fault_of_every_text_is_a_breach(judge):
    assert judge(
        contradicts_cps,
        """
        case    kind   product   outcome  issued contracts contract_statement_fault
        faulty  issue  signature approved yes    1         2
        fine    renew  signature approved yes    2         0
        open    issue  event     approved yes    1         1
        unread  issue  signature approved yes    1         -
        none    issue  signature approved yes    0         -
        untold  issue  signature approved yes    -         2
        refused issue  signature rejected no     1         2
        revoked revoke signature approved yes    1         2
        server  issue  server    approved yes    1         2
        """,
    ) == {
        "faulty": "breach",
        "fine": "clear",
        "open": "unknown",
        "unread": "unknown",
        "none": "-",
        "untold": "unknown",
        "refused": "-",
        "revoked": "-",
        "server": "-",
    }
