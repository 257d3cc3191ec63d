from mingzheng.rules.identity.check_too_old import check_too_old

TABLE = """
    case      kind  product   outcome  holder_passes reused_passes fresh_passes reuse_fault identity_undated identity_latest_passed_at applied_at       accepted_at event_at
    stale     renew signature approved 1             1             0            0           no               2017-02-01                2019-03-01       -           2019-03-01
    recent    renew signature approved 1             1             0            0           no               2018-06-01                2019-03-01       -           2019-03-01
    new       renew signature approved 2             1             1            0           no               2019-03-01T10:00          2019-03-01T09:00 -           2019-03-01
    verge     renew signature approved 1             1             0            0           no               2018-03-01T10:00          2019-03-01       -           2019-03-01
    accepted  renew signature approved 1             1             0            0           no               2017-02-01                -                2019-03-01  2019-03-01
    issued    renew signature approved 1             1             0            0           no               2017-02-01                -                -           2019-03-01
    in_time   renew signature approved 1             1             0            0           no               2019-02-01                -                -           2019-03-01
    undated   renew signature approved 1             1             0            0           yes              2017-02-01                2019-03-01       -           2019-03-01
    rootless  renew signature approved 1             1             0            1           no               2017-02-01                2019-03-01       -           2019-03-01
    first     issue signature approved 1             0             1            -           no               2017-02-01                2019-03-01       -           2019-03-01
    reused    issue signature approved 1             1             0            0           no               2017-02-01                2019-03-01       -           2019-03-01
    untold    renew signature approved -             -             -            -           -                -                         2019-03-01       -           2019-03-01
    """


def test_an_old_check_no_longer_speaks(judge):
    assert judge(check_too_old, TABLE, parameters={"identity_reuse_days": 365}) == {
        "stale": "breach",
        "recent": "clear",
        "new": "clear",
        "verge": "unknown",
        "accepted": "breach",
        "issued": "unknown",
        "in_time": "clear",
        "undated": "unknown",
        "rootless": "unknown",
        "first": "-",
        "reused": "breach",
        "untold": "unknown",
    }


def test_without_a_term_nothing_is_too_old(judge):
    said = judge(check_too_old, TABLE)
    assert set(said.values()) == {"unknown", "-"}
