from mingzheng.rules.identity.evidence_shared import evidence_shared


def test_a_picture_shows_one_person(judge):
    assert judge(
        evidence_shared,
        """
        case    kind  product   outcome  checks evidence_ref evidence_holders
        shared  issue signature approved 1      IMG-1        2
        own     issue signature approved 1      IMG-2        1
        licence issue signature approved 1      IMG-3        -
        bare    issue signature approved 1      -            -
        none    issue signature approved 0      -            -
        untold  issue signature approved -      -            -
        server  issue server    approved 1      IMG-1        2
        """,
    ) == {
        "shared": "breach",
        "own": "clear",
        "licence": "-",
        "bare": "-",
        "none": "-",
        "untold": "unknown",
        "server": "-",
    }
