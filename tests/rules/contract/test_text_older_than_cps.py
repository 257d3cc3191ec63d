from mingzheng.rules.contract.text_older_than_cps import text_older_than_cps


def test_a_text_older_than_the_statement_is_a_notice(judge):
    assert judge(
        text_older_than_cps,
        """
        case     kind   product   outcome  issued contracts contract_revision_fault
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
