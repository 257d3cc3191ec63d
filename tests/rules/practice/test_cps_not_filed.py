from mingzheng.rules.practice.cps_not_filed import cps_not_filed


def test_a_change_is_filed_by_the_thirtieth_day(judge):
    assert judge(
        cps_not_filed,
        """
        case      document_kind earlier_versions filed filed_at         counted_from        recorded_until
        intime    cps           1                yes   2020-01-15       2019-12-20          2022-10-31T00:00
        last      cps           1                yes   2020-01-19       2019-12-20          2022-10-31T00:00
        late      cps           1                yes   2020-01-20       2019-12-20          2022-10-31T00:00
        hours     cps           2                yes   2020-01-20T00:01 2019-12-20          2022-10-31T00:00
        never     cps           1                no    -                2019-12-20          2022-10-31T00:00
        running   cps           1                no    -                2022-10-20          2022-10-31T00:00
        untold    cps           1                -     -                2019-12-20          2022-10-31T00:00
        undated   cps           1                yes   2020-01-15       -                   2022-10-31T00:00
        unplaced  cps           -                yes   2020-01-20       2019-12-20          2022-10-31T00:00
        policy    policy        1                no    -                2019-12-20          2022-10-31T00:00
        unnamed   -             1                no    -                2019-12-20          2022-10-31T00:00
        """,
    ) == {
        "intime": "clear",
        "last": "clear",
        "late": "breach",
        "hours": "breach",
        "never": "breach",
        "running": "clear",
        "untold": "unknown",
        "undated": "unknown",
        "unplaced": "unknown",
        "policy": "-",
        "unnamed": "unknown",
    }


def test_the_first_is_filed_before_the_first_certificate(judge):
    assert judge(
        cps_not_filed,
        """
        case     document_kind earlier_versions filed filed_at         served_from      recorded_until
        before   cps           0                yes   2018-03-01       2018-04-01T09:00 2022-10-31T00:00
        after    cps           0                yes   2018-04-20       2018-04-01T09:00 2022-10-31T00:00
        sameday  cps           0                yes   2018-04-01       2018-04-01T09:00 2022-10-31T00:00
        never    cps           0                no    -                2018-04-01T09:00 2022-10-31T00:00
        unserved cps           0                yes   2018-04-20       -                2022-10-31T00:00
        """,
    ) == {
        "before": "clear",
        "after": "breach",
        "sameday": "unknown",
        "never": "breach",
        "unserved": "unknown",
    }
