from mingzheng.rules.identity.operator_not_authorised import operator_not_authorised


def test_only_authorised_staff_may_check(judge):
    assert judge(
        operator_not_authorised,
        """
        case    kind   product   initiated_by outcome  issued checks operator_fault
        faulty  issue  signature holder       approved -      1      2
        fine    issue  signature holder       approved -      3      0
        open    issue  signature holder       approved -      1      1
        machine issue  signature holder       approved -      2      -
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
        "machine": "-",
        "nothing": "-",
        "untold": "unknown",
        "refused": "-",
        "server": "-",
        "by_ca": "-",
    }
