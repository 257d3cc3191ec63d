from mingzheng.rules.preservation.record_not_kept import record_not_kept


def test_what_a_record_rests_on_is_in_the_archive(judge):
    assert judge(
        record_not_kept,
        """
        object    needed listed kept certificates keep_until        audited_at
        gone      yes    no     no   1            2027-03-01T10:00  2022-10-30
        there     yes    yes    yes  1            2027-03-01T10:00  2022-10-30
        undeclared yes   no     -    1            2027-03-01T10:00  2022-10-30
        unshelved yes    yes    -    1            2027-03-01T10:00  2022-10-30
        query     no     no     no   1            2027-03-01T10:00  2022-10-30
        kept_query no    yes    yes  1            2027-03-01T10:00  2022-10-30
        unnamed   -      no     no   1            2027-03-01T10:00  2022-10-30
        method    -      yes    yes  1            2027-03-01T10:00  2022-10-30
        lapsed    yes    no     no   1            2022-03-01T10:00  2022-10-30
        last_day  yes    no     no   1            2022-10-30T10:00  2022-10-30
        old       yes    no     no   -            -                 2022-10-30
        old_there yes    yes    yes  -            -                 2022-10-30
        refused   yes    no     no   0            -                 2022-10-30
        """,
    ) == {
        "gone": "breach",
        "there": "clear",
        "undeclared": "unknown",
        "unshelved": "unknown",
        "query": "-",
        "kept_query": "clear",
        "unnamed": "unknown",
        "method": "clear",
        "lapsed": "-",
        "last_day": "unknown",
        "old": "unknown",
        "old_there": "clear",
        "refused": "-",
    }
