from mingzheng.rules.contract.signed_by_another import signed_by_another


def test_who_signs_without_authority_binds_nobody(judge):
    assert judge(
        signed_by_another,
        """
        case     kind   product   outcome  issued contracts contract_signer_fault
        faulty   issue  signature approved -      1         2
        fine     issue  signature approved -      3         0
        open     issue  signature approved -      1         1
        unsigned issue  signature approved -      2         -
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
        "unsigned": "-",
        "nothing": "-",
        "untold": "unknown",
        "refused": "-",
        "server": "-",
        "revoked": "-",
    }
