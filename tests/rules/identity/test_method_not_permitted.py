from mingzheng.rules.identity.method_not_permitted import method_not_permitted

IN_PERSON, VIDEO, FACE, REUSED, OTHER = 1, 2, 4, 128, 256

TABLE = f"""
    case     kind  product   outcome  subject_kind holder_passes identity_methods
    face     issue signature approved person       1             {FACE}
    counter  issue signature approved person       1             {IN_PERSON}
    both     issue signature approved person       2             {IN_PERSON | FACE}
    other    issue signature approved person       1             {OTHER}
    mixed    issue signature approved person       2             {FACE | OTHER}
    reused   renew signature approved person       1             {REUSED}
    unnamed  issue signature approved person       1             0
    untold   issue signature approved person       1             -
    company  issue signature approved organization 1             {FACE}
    nobody   issue signature approved -            1             {FACE}
    none     issue signature approved person       0             0
    by_ca    issue server    approved person       1             {FACE}
    """

CLOSED = {"identity_methods_person": ("in_person", "video"), "identity_methods_closed": True}


def test_a_method_off_the_closed_list_verifies_nothing(judge):
    assert judge(method_not_permitted, TABLE, parameters=CLOSED) == {
        "face": "breach",
        "counter": "clear",
        "both": "clear",
        "other": "unknown",
        "mixed": "unknown",
        "reused": "unknown",
        "unnamed": "unknown",
        "untold": "unknown",
        "company": "unknown",
        "nobody": "unknown",
        "none": "-",
        "by_ca": "-",
    }


def test_an_open_list_forbids_nothing(judge):
    said = judge(
        method_not_permitted, TABLE, parameters={**CLOSED, "identity_methods_closed": False}
    )
    assert set(said.values()) == {"-"}


def test_without_a_list_nothing_is_forbidden_and_nothing_permitted(judge):
    for parameters in ({}, {"identity_methods_closed": True}):
        said = judge(method_not_permitted, TABLE, parameters=parameters)
        assert said["face"] == said["counter"] == "unknown"
