from mingzheng.rules.parties.authorisation_does_not_cover import authorisation_does_not_cover


def test_an_authorisation_covers_its_parties_and_its_days(judge):
    assert judge(
        authorisation_does_not_cover,
        """
        case     product   authorisations authorisation_names_fault authorisation_dates_fault
        good     signature 2              0                         0
        names    signature 1              2                         0
        dates    signature 1              0                         2
        unnamed  signature 1              -                         0
        late     signature 1              -                         2
        open     signature 1              1                         0
        none     signature 0              -                         -
        unlisted signature -              -                         -
        server   server    1              2                         2
        """,
    ) == {
        "good": "clear",
        "names": "breach",
        "dates": "breach",
        "unnamed": "unknown",
        "late": "breach",
        "open": "unknown",
        "none": "-",
        "unlisted": "unknown",
        "server": "-",
    }
