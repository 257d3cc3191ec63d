from mingzheng.rules.contract.text_unidentified import text_unidentified


def test_a_contract_without_a_text_is_a_doubt(judge):
    assert judge(
        text_unidentified,
        """
        case     kind   product   outcome  issued contracts contract_text_fault
        faulty   issue  signature approved -      1         2
        fine     issue  signature approved -      3         0
        open     issue  signature approved -      1         1
        own_text issue  signature approved -      2         -
        nothing  issue  signature approved -      0         -
        untold   issue  signature approved -      -         -
        refused  issue  signature rejected no     1         2
        server   issue  server    approved -      1         2
        revoked  revoke signature approved -      1         2
        """,
    ) == {
        "faulty": "breach",
        "fine": "clear",
        "open": "unknown",
        "own_text": "-",
        "nothing": "-",
        "untold": "unknown",
        "refused": "-",
        "server": "-",
        "revoked": "-",
    }
