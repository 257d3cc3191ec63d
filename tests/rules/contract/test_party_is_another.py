from mingzheng.rules.contract.party_is_another import party_is_another


def test_a_contract_with_somebody_else_binds_nobody(judge):
    assert judge(
        party_is_another,
        """
        case    kind   product   outcome  issued contracts contract_party_fault
        faulty  issue  signature approved -      1         2
        fine    issue  signature approved -      3         0
        open    issue  signature approved -      1         1
        none    issue  signature approved -      2         -
        nothing issue  signature approved -      0         -
        untold  issue  signature approved -      -         -
        refused issue  signature rejected no     1         2
        server  issue  server    approved -      1         2
        revoked revoke signature approved -      1         2
        """,
    ) == {
        "faulty": "breach",
        "fine": "clear",
        "open": "unknown",
        "none": "-",
        "nothing": "-",
        "untold": "unknown",
        "refused": "-",
        "server": "-",
        "revoked": "-",
    }
