from mingzheng.rules.contract.signed_after_issuance import signed_after_issuance

TABLE = """
    case     kind   product   issued contracts contract_row contract_scope contract_means contract_undated contract_signed_at issued_at        delivered_at
    after    issue  signature yes    1         4            single         paper          no               2019-03-03         2019-03-01T10:00 2019-03-02
    before   issue  signature yes    1         4            single         paper          no               2019-02-28         2019-03-01T10:00 2019-03-02
    day      issue  signature yes    1         4            single         paper          no               2019-03-01         2019-03-01T10:00 2019-03-02
    close    issue  signature yes    1         4            single         electronic     no               2019-03-01T10:04   2019-03-01T10:00 2019-03-02
    download issue  signature yes    1         4            single         click          no               2019-03-01T10:20   2019-03-01T10:00 2019-03-01T10:30
    later    issue  signature yes    1         4            single         click          no               2019-03-01T10:50   2019-03-01T10:00 2019-03-01T10:30
    at_once  issue  signature yes    1         4            single         click          no               2019-03-01T10:32   2019-03-01T10:00 2019-03-01T10:30
    nowhere  issue  signature yes    1         4            single         click          no               2019-03-01T10:20   2019-03-01T10:00 -
    meansless issue signature yes    1         4            single         -              no               2019-03-01T10:20   2019-03-01T10:00 2019-03-01T10:30
    undated  issue  signature yes    2         4            single         paper          yes              2019-03-03         2019-03-01T10:00 2019-03-02
    timeless issue  signature yes    1         4            single         paper          no               -                  2019-03-01T10:00 2019-03-02
    standing issue  signature yes    1         4            standing       paper          no               2019-03-03         2019-03-01T10:00 2019-03-02
    scope    issue  signature yes    1         4            -              paper          no               2019-03-03         2019-03-01T10:00 2019-03-02
    none     issue  signature yes    0         -            -              -              -                -                  2019-03-01T10:00 -
    untold   issue  signature yes    -         -            -              -              -                -                  2019-03-01T10:00 -
    revoked  revoke signature no     1         4            single         paper          no               2019-03-03         -                -
    """

SAID = {
    "after": "breach",
    "before": "clear",
    "day": "unknown",
    "close": "unknown",
    "download": "clear",
    "later": "breach",
    "at_once": "clear",
    "nowhere": "unknown",
    "meansless": "unknown",
    "undated": "unknown",
    "timeless": "unknown",
    "standing": "-",
    "scope": "unknown",
    "none": "-",
    "untold": "unknown",
    "revoked": "-",
}


def test_where_the_contract_comes_first_a_later_one_breaches(judge):
    first = {"contract_before_issuance": True}
    assert judge(signed_after_issuance, TABLE, parameters=first) == SAID


def test_elsewhere_it_is_a_doubt(judge):
    for parameters in ({}, {"contract_before_issuance": False}):
        said = judge(signed_after_issuance, TABLE, parameters=parameters)
        assert said["after"] == said["later"] == "breach:doubt"
        assert said["download"] == "clear"
