from mingzheng.rules.contract.template_not_in_force import template_not_in_force


def test_an_old_text_is_a_notice(judge):
    assert judge(
        template_not_in_force,
        """
        case     kind   product   outcome  issued contracts contract_template_fault
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
