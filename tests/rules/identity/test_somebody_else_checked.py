from mingzheng.rules.identity.somebody_else_checked import somebody_else_checked


def test_the_one_vouched_for_is_the_one_to_check(judge):
    assert judge(
        somebody_else_checked,
        """
        case     kind  product   outcome  subject_kind           holder_passes organization_passes agent_passes other_party_fault
        another  issue signature approved person                 1             0                   0            2
        herself  issue signature approved person                 1             0                   0            0
        unnamed  issue signature approved person                 1             0                   0            1
        employer issue signature approved person                 0             1                   0            0
        staff    issue signature approved person_in_organization 0             1                   0            0
        agent    issue signature approved organization           0             0                   1            0
        both     issue signature approved organization           0             1                   1            0
        company  issue signature approved organization           1             0                   1            0
        perhaps  issue signature approved organization           -             0                   1            0
        kindless issue signature approved -                      0             0                   1            0
        none     issue signature approved person                 0             0                   0            -
        untold   issue signature approved person                 -             -                   -            -
        """,
    ) == {
        "another": "breach",
        "herself": "clear",
        "unnamed": "unknown",
        "employer": "breach",
        "staff": "clear",
        "agent": "breach",
        "both": "clear",
        "company": "clear",
        "perhaps": "unknown",
        "kindless": "unknown",
        "none": "-",
        "untold": "unknown",
    }
