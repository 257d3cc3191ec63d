from mingzheng.rules.identity.implausible_pace import implausible_pace

IN_PERSON, VIDEO, FACE = 1, 2, 4

TABLE = f"""
    case     kind  product   outcome  identity_methods    pace_in_person pace_video
    rush     issue signature approved {IN_PERSON}         61             -
    steady   issue signature approved {IN_PERSON}         30             -
    calls    issue signature approved {VIDEO}             -              31
    call     issue signature approved {VIDEO}             -              12
    both     issue signature approved {IN_PERSON | VIDEO} 12             31
    machine  issue signature approved {FACE}              -              -
    nameless issue signature approved {IN_PERSON}         -              -
    untold   issue signature approved -                   -              -
    server   issue server    approved {IN_PERSON}         61             -
    """


def test_nobody_looks_at_hundreds_in_an_hour(judge):
    limits = {"pace_in_person_per_hour": 30, "pace_video_per_hour": 12}
    assert judge(implausible_pace, TABLE, parameters=limits) == {
        "rush": "breach",
        "steady": "clear",
        "calls": "breach",
        "call": "clear",
        "both": "breach",
        "machine": "-",
        "nameless": "unknown",
        "untold": "unknown",
        "server": "-",
    }


def test_without_a_limit_no_pace_is_too_fast(judge):
    said = judge(implausible_pace, TABLE)
    assert said["rush"] == said["steady"] == said["calls"] == "unknown"
