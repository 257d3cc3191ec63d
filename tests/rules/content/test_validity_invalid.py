from mingzheng.rules.content.validity_invalid import validity_invalid

TABLE = """
    certificate in_archive unreadable is_ca issuer_dn subject_dn not_before       not_after        issuer_not_before issuer_not_after
    inside      yes        -          no    CN=甲     CN=乙      2019-03-01T00:00 2020-02-29T23:59 2012-01-01T00:00  2032-01-01T00:00
    reversed    yes        -          no    CN=甲     CN=乙      2020-03-01T00:00 2019-03-01T00:00 2012-01-01T00:00  2032-01-01T00:00
    no_issuer   yes        -          no    CN=甲     CN=乙      2019-03-01T00:00 2020-03-01T00:00 -                 -
    reversed_2  yes        -          no    CN=甲     CN=乙      2020-03-01T00:00 2019-03-01T00:00 -                 -
    too_early   yes        -          no    CN=甲     CN=乙      2011-12-31T23:59 2013-01-01T00:00 2012-01-01T00:00  2032-01-01T00:00
    too_late    yes        -          -     CN=甲     CN=乙      2031-12-31T00:00 2032-01-01T00:01 2012-01-01T00:00  2032-01-01T00:00
    same_end    yes        -          -     CN=甲     CN=乙      2031-12-31T00:00 2032-01-01T00:00 2012-01-01T00:00  2032-01-01T00:00
    a_day_more  yes        -          -     CN=甲     CN=乙      2019-03-01T00:00 2020-03-01T00:00 2012-01-01T00:00  2032-01-01T00:00
    long        yes        -          -     CN=甲     CN=乙      2019-03-01T00:00 2020-03-02T00:01 2012-01-01T00:00  2032-01-01T00:00
    ca          yes        -          yes   CN=甲     CN=乙      2019-03-01T00:00 2029-03-02T00:00 2012-01-01T00:00  2032-01-01T00:00
    root        yes        -          yes   CN=甲     CN=甲      2012-01-01T00:00 2032-01-01T00:00 -                 -
    undated     yes        -          no    CN=甲     CN=乙      -                2032-01-01T00:00 2012-01-01T00:00  2032-01-01T00:00
    spoiled     yes        truncated  -     -         -          -                -                -                 -
    elsewhere   no         -          -     -         -          -                -                -                 -
    """
ANSWERS = {
    "inside": "clear",
    "reversed": "breach",
    "no_issuer": "unknown",
    "reversed_2": "breach",
    "too_early": "breach",
    "too_late": "breach",
    "same_end": "clear",
    "a_day_more": "clear",
    "long": "clear",
    "ca": "clear",
    "root": "clear",
    "undated": "unknown",
    "spoiled": "unknown",
    "elsewhere": "-",
}


def test_a_validity_runs_forward_and_inside_its_issuers(judge):
    assert judge(validity_invalid, TABLE) == ANSWERS


def test_the_practice_statement_bounds_what_holders_get(judge):
    answers = judge(validity_invalid, TABLE, parameters={"max_validity_days": 365})
    assert answers == ANSWERS | {"long": "breach", "too_early": "breach"}
