from mingzheng.rules.identity.implausible_pace import implausible_pace

IN_PERSON, VIDEO, FACE = 1, 2, 4

TABLE = f"""
    case     kind  product   outcome  checks operator_fault identity_methods    pace_in_person pace_video
    rush     issue signature approved 1      0              {IN_PERSON}         61             -
    steady   issue signature approved 1      0              {IN_PERSON}         30             -
    calls    issue signature approved 1      0              {VIDEO}             -              31
    call     issue signature approved 1      0              {VIDEO}             -              12
    both     issue signature approved 2      0              {IN_PERSON | VIDEO} 12             31
    nameless issue signature approved 1      1              {IN_PERSON}         -              -
    face     issue signature approved 1      1              {FACE}              -              -
    machine  issue signature approved 1      -              {VIDEO}             -              -
    none     issue signature approved 0      -              -                   -              -
    untold   issue signature approved -      -              -                   -              -
    server   issue server    approved 1      0              {IN_PERSON}         61             -
    """


def test_nobody_looks_at_hundreds_in_an_hour(judge):
    limits = {"pace_in_person_per_hour": 30, "pace_video_per_hour": 12}
    assert judge(implausible_pace, TABLE, parameters=limits) == {
        "rush": "breach",
        "steady": "clear",
        "calls": "breach",
        "call": "clear",
        "both": "breach",
        "nameless": "unknown",
        "face": "-",
        "machine": "-",
        "none": "-",
        "untold": "unknown",
        "server": "-",
    }


def test_without_a_limit_no_pace_is_too_fast(judge):
    said = judge(implausible_pace, TABLE)
    assert said["rush"] == said["steady"] == said["calls"] == "unknown"
