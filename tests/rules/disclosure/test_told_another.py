from mingzheng.rules.disclosure.told_another import told_another


def test_the_notice_is_owed_to_the_applicant(judge):
    assert judge(
        told_another,
        """
        case     kind   product   subject_kind outcome  issued disclosures told_fault authorisations told_agent representative representative_settled
        agent    issue  signature person       approved yes    1           2          0              王         -              -
        powers   issue  signature person       approved yes    1           2          1              王         -              -
        unknown  issue  signature person       approved yes    1           2          -              王         -              -
        himself  issue  signature person       approved yes    2           0          0              王         -              -
        unnamed  issue  signature person       approved yes    1           1          0              -          -              -
        office   issue  signature organization approved yes    1           2          0              王         王             yes
        clerk    issue  signature organization approved yes    1           2          0              王         李             yes
        untested issue  signature organization approved yes    1           2          0              王         -              no
        none     issue  signature person       approved yes    0           -          0              -          -              -
        untold   issue  signature person       approved yes    -           -          0              -          -              -
        revoked  revoke signature person       approved yes    1           2          0              王         -              -
        server   issue  server    person       approved yes    1           2          0              王         -              -
        """,
    ) == {
        "agent": "breach",
        "powers": "clear",
        "unknown": "unknown",
        "himself": "clear",
        "unnamed": "unknown",
        "office": "clear",
        "clerk": "breach",
        "untested": "unknown",
        "none": "-",
        "untold": "unknown",
        "revoked": "-",
        "server": "-",
    }
