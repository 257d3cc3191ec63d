from mingzheng.rules.parties.one_agent_many_applicants import one_agent_many_applicants

TABLE = """
    case     kind  product   issued application_row agent_name agent_holders
    few      issue signature yes    1               王五       20
    many     issue signature yes    1               王五       21
    untold   issue signature yes    1               王五       -
    no_agent issue signature yes    1               -          -
    bare     -     signature yes    -               -          -
    server   issue server    yes    1               王五       21
    """


def test_an_agent_of_many_strangers_is_looked_at(judge):
    assert judge(one_agent_many_applicants, TABLE, parameters={"agent_applicants": 20}) == {
        "few": "clear",
        "many": "breach",
        "untold": "unknown",
        "no_agent": "-",
        "bare": "unknown",
        "server": "-",
    }


def test_without_a_threshold_nobody_can_say_what_is_many(judge):
    assert judge(one_agent_many_applicants, TABLE)["many"] == "unknown"
