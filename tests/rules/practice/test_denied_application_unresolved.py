from mingzheng.rules.practice.denied_application_unresolved import denied_application_unresolved


def test_what_was_not_applied_for_is_revoked_and_its_like_looked_at(judge):
    assert judge(
        denied_application_unresolved,
        """
        case     topic           complaint_outcome    event_at         not_after  revocations others_open
        resolved not_applied_for upheld     2020-03-01T10:00 2021-03-01 1           0
        live     not_applied_for upheld     2020-03-01T10:00 2021-03-01 0           0
        partly   not_applied_for partly     2020-03-01T10:00 2021-03-01 0           0
        lapsed   not_applied_for upheld     2020-03-01T10:00 2019-03-01 0           0
        others   not_applied_for upheld     2020-03-01T10:00 2021-03-01 1           2
        both     not_applied_for upheld     2020-03-01T10:00 2021-03-01 0           -
        unshown  not_applied_for upheld     2020-03-01T10:00 2021-03-01 1           -
        unlisted not_applied_for upheld     2020-03-01T10:00 2021-03-01 -           0
        endless  not_applied_for upheld     2020-03-01T10:00 -          0           0
        refuted  not_applied_for not_upheld 2020-03-01T10:00 2021-03-01 0           0
        pending  not_applied_for -          2020-03-01T10:00 2021-03-01 0           0
        fees     fees            upheld     2020-03-01T10:00 2021-03-01 0           0
        """,
    ) == {
        "resolved": "clear",
        "live": "breach",
        "partly": "breach",
        "lapsed": "clear",
        "others": "breach",
        "both": "breach",
        "unshown": "unknown",
        "unlisted": "unknown",
        "endless": "unknown",
        "refuted": "-",
        "pending": "unknown",
        "fees": "-",
    }
