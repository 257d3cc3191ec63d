from mingzheng.rules.identity.number_malformed import number_malformed

TABLE = """
    case       kind  product   outcome  subject_id_type subject_id_number     applicant_id_type applicant_id_number   register_passes
    slip       issue signature approved resident_id     110105194912310021    -                 -                     0
    valid      issue signature approved resident_id     11010519491231002X+id -                 -                     0
    confirmed  issue signature approved resident_id     110105194912310021    -                 -                     1
    untold     issue signature approved resident_id     110105194912310021    -                 -                     -
    credit     issue signature approved uscc            91350100M000100Y44    -                 -                     0
    company    issue signature approved uscc            91350100M000100Y43+uscc -               -                     0
    mistyped   issue signature approved uscc            11010519491231002X+id -                 -                     0
    masked     issue signature approved resident_id     1101**********0021    -                 -                     0
    hashed     issue signature approved resident_id     #8a7f0c               -                 -                     0
    macao      issue signature approved resident_id     820000199001010012    -                 -                     0
    foreign    issue signature approved resident_id     911156198108030024    -                 -                     0
    passport   issue signature approved passport        E12345678             -                 -                     0
    mixed_up   issue signature approved resident_id     E12345678             -                 -                     0
    old_id     issue signature approved resident_id     110105491231002       -                 -                     0
    old_code   issue signature approved uscc            123456789             -                 -                     0
    missing    issue signature approved resident_id     -                     -                 -                     0
    unstated   issue signature approved -               110105194912310021    -                 -                     0
    applicant  issue signature approved passport        E12345678             resident_id       110105194912310021    0
    both       issue signature approved resident_id     11010519491231002X+id resident_id       110105194912310021    0
    half       issue signature approved resident_id     11010519491231002X+id resident_id       1101**********0021    0
    """


def test_a_number_that_fails_its_check_digit_deserves_a_look(judge):
    assert judge(number_malformed, TABLE) == {
        "slip": "breach",
        "valid": "clear",
        "confirmed": "clear",
        "untold": "unknown",
        "credit": "breach",
        "company": "clear",
        "mistyped": "clear",
        "masked": "unknown",
        "hashed": "unknown",
        "macao": "-",
        "foreign": "-",
        "passport": "-",
        "mixed_up": "-",
        "old_id": "-",
        "old_code": "-",
        "missing": "unknown",
        "unstated": "unknown",
        "applicant": "breach",
        "both": "breach",
        "half": "unknown",
    }
