from mingzheng.rules.identity.never_passed import never_passed


def test_a_failed_check_is_no_verification(judge):
    assert judge(
        never_passed,
        """
        case     kind   product   initiated_by outcome  issued holder_checks holder_passes fresh_passes reuse_fault
        failed   issue  signature holder       approved yes    2             0             0            -
        at_last  issue  signature holder       approved yes    2             1             1            -
        maybe    issue  signature holder       approved yes    1             -             -            -
        none     issue  signature holder       approved yes    0             0             0            -
        untold   issue  signature holder       approved yes    -             -             -            -
        rootless renew  signature holder       approved yes    1             1             0            1
        refused  issue  signature holder       rejected no     1             0             0            -
        by_ca    revoke signature ca           approved -      1             0             0            -
        """,
    ) == {
        "failed": "breach",
        "at_last": "clear",
        "maybe": "unknown",
        "none": "-",
        "untold": "unknown",
        "rootless": "unknown",
        "refused": "-",
        "by_ca": "-",
    }
