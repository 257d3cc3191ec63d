from mingzheng.rules.contract.signed_before_acceptance import signed_before_acceptance


def test_a_form_that_runs_ahead_of_the_procedure_is_mentioned(judge):
    assert judge(
        signed_before_acceptance,
        """
        case     kind  product   issued contracts contract_row contract_scope contract_means   contract_signed_at accepted_at
        early    issue signature yes    1         4            single         paper            2019-02-27         2019-03-01T10:00
        in_time  issue signature yes    1         4            single         paper            2019-03-02         2019-03-01T10:00
        day      issue signature yes    1         4            single         paper            2019-03-01         2019-03-01T10:00
        form     issue signature yes    1         4            single         application_form 2019-02-27         2019-03-01T10:00
        means    issue signature yes    1         4            single         -                2019-02-27         2019-03-01T10:00
        two      issue signature yes    2         4            single         paper            2019-02-27         2019-03-01T10:00
        accepted issue signature yes    1         4            single         paper            2019-02-27         -
        standing issue signature yes    1         4            standing       paper            2019-02-27         2019-03-01T10:00
        none     issue signature yes    0         -            -              -                -                  2019-03-01T10:00
        untold   issue signature yes    -         -            -              -                -                  2019-03-01T10:00
        server   issue server    yes    1         4            single         paper            2019-02-27         2019-03-01T10:00
        """,
    ) == {
        "early": "breach",
        "in_time": "clear",
        "day": "unknown",
        "form": "-",
        "means": "unknown",
        "two": "unknown",
        "accepted": "unknown",
        "standing": "-",
        "none": "-",
        "untold": "unknown",
        "server": "-",
    }
