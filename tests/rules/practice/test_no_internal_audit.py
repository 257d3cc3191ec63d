from mingzheng.rules.practice.no_internal_audit import no_internal_audit

WRITTEN = """
    year  licensed audits
    2018  yes      0
    2019  yes      1
    2020  yes      -
    2021  no       0
    2022  -        0
    """


def test_a_yearly_audit_is_held_every_year(judge):
    assert judge(no_internal_audit, WRITTEN, parameters={"yearly_internal_audit": True}) == {
        "2018": "breach",
        "2019": "clear",
        "2020": "unknown",
        "2021": "-",
        "2022": "unknown",
    }


def test_where_the_statement_names_no_year_it_is_a_doubt(judge):
    for parameters in ({}, {"yearly_internal_audit": False}):
        said = judge(no_internal_audit, WRITTEN, parameters=parameters)
        assert (said["2018"], said["2019"]) == ("breach:doubt", "clear")
