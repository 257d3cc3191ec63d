from mingzheng.rules.identity.checked_by_unauthorised_party import checked_by_unauthorised_party


def test_only_a_party_with_an_agreement_may_check(judge):
    assert judge(
        checked_by_unauthorised_party,
        """
        case    kind   product   initiated_by outcome  issued checks performer_fault
        faulty  issue  signature holder       approved -      1      2
        fine    issue  signature holder       approved -      3      0
        open    issue  signature holder       approved -      1      1
        itself  issue  signature holder       approved -      2      -
        nothing issue  signature holder       approved -      0      -
        untold  issue  signature holder       approved -      -      -
        refused issue  signature holder       rejected no     1      2
        server  issue  server    holder       approved -      1      2
        by_ca   revoke signature ca           approved -      1      2
        """,
    ) == {
        "faulty": "breach",
        "fine": "clear",
        "open": "unknown",
        "itself": "-",
        "nothing": "-",
        "untold": "unknown",
        "refused": "-",
        "server": "-",
        "by_ca": "-",
    }
