from mingzheng.rules.practice.cps_in_force_before_published import cps_in_force_before_published


def test_what_is_not_published_can_not_be_served_by(judge):
    assert judge(
        cps_in_force_before_published,
        """
        case     document_kind published_at     effective_from
        before   cps           2019-12-20       2020-01-01
        sameday  cps           2020-01-01T15:00 2020-01-01
        after    cps           2020-01-02       2020-01-01
        openhour cps           2020-01-01       2020-01-01T00:00
        undated  cps           -                2020-01-01
        notice   disclosure    2020-01-02       2020-01-01
        """,
    ) == {
        "before": "clear",
        "sameday": "clear",
        "after": "breach",
        "openhour": "clear",
        "undated": "unknown",
        "notice": "-",
    }
