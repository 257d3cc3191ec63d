from mingzheng.rules.content.issued_without_application import issued_without_application

TABLE = """
    certificate in_archive unreadable product    is_ca is_precertificate issuer_role taken_over applications coverage_from not_before
    applied     yes        -          signature  no    no                production  no         1            2018-01-01    2019-03-01T00:00
    never       yes        -          signature  -     no                production  no         0            2018-01-01    2019-03-01T00:00
    event       yes        -          event      no    no                -           no         0            2018-01-01    2018-04-01T00:00
    too_soon    yes        -          signature  no    no                production  no         0            2018-01-01    2018-03-31T23:59
    soon_ok     yes        -          signature  no    no                production  no         1            2018-01-01    2018-01-02T00:00
    undeclared  yes        -          signature  no    no                production  no         -            -             2019-03-01T00:00
    linked      yes        -          signature  no    no                production  no         1            -             2019-03-01T00:00
    taken_over  yes        -          signature  no    no                production  yes        0            2018-01-01    2019-03-01T00:00
    encryption  yes        -          encryption no    no                production  no         0            2018-01-01    2019-03-01T00:00
    test        yes        -          signature  no    no                test        no         0            2018-01-01    2019-03-01T00:00
    ca          yes        -          signature  yes   no                production  no         0            2018-01-01    2019-03-01T00:00
    precert     yes        -          signature  no    yes               production  no         0            2018-01-01    2019-03-01T00:00
    spoiled     yes        truncated  -          -     -                 -           no         -            -             -
    elsewhere   no         -          signature  -     -                 -           -          -            -             -
    """
ANSWERS = {
    "applied": "clear",
    "never": "breach",
    "event": "breach",
    "too_soon": "-",
    "soon_ok": "clear",
    "undeclared": "unknown",
    "linked": "clear",
    "taken_over": "-",
    "encryption": "-",
    "test": "-",
    "ca": "-",
    "precert": "-",
    "spoiled": "unknown",
    "elsewhere": "-",
}


def test_a_certificate_goes_back_to_an_application(judge):
    answers = judge(issued_without_application, TABLE, parameters={"coverage_lead_days": 90})
    assert answers == ANSWERS


def test_without_a_lead_nobody_knows_which_application_may_lie_before_the_records(judge):
    assert judge(issued_without_application, TABLE) == ANSWERS | {
        "never": "unknown",
        "event": "unknown",
        "too_soon": "unknown",
    }
